package dev.hone.math.random;

import static dev.hone.math.linalg.Shapes.checkVector;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A counter-based random number generator: the number at a position is a pure function of seed,
 * stream and position, so three longs save and restore it, and any position is reached at once.
 *
 * <p>Streams of one seed are independent of each other: give each purpose, thread or restart its
 * own. The period of a stream is 2⁶⁴ positions. Every method takes one position per number, except
 * that {@link #nextInt(int)} takes another one with a probability below 2⁻³². Those methods of
 * {@link RandomGenerator} that are not listed here follow the JDK's algorithms.
 *
 * <p>Not safe for use from several threads at once; no method allocates but {@link #permutation}.
 * The numbers are not fit for cryptography.
 *
 * <p>Source: Philox4×64-10 of Salmon, Moraes, Dror and Shaw, Parallel Random Numbers: As Easy as 1,
 * 2, 3 (2011). The key is (seed, stream); block b of four numbers is the image of the counter (b,
 * 0, 0, 0).
 */
public final class CounterRandom implements RandomGenerator {
  private final long seed;
  private final long stream;
  private final long[] block = new long[4];
  private long position;

  private CounterRandom(long seed, long stream, long position) {
    this.seed = seed;
    this.stream = stream;
    this.position = position;
    if ((position & 3) != 0) {
      fillBlock();
    }
  }

  /** The start of a stream. */
  public static CounterRandom of(long seed, long stream) {
    return at(seed, stream, 0);
  }

  /**
   * A stream from a position on.
   *
   * @param position numbers already taken, unsigned; as {@link #position} told it
   */
  public static CounterRandom at(long seed, long stream, long position) {
    return new CounterRandom(seed, stream, position);
  }

  /** The seed, the first half of the key. */
  public long seed() {
    return seed;
  }

  /** The stream, the second half of the key. */
  public long stream() {
    return stream;
  }

  /** How many numbers have been taken from the stream, unsigned. */
  public long position() {
    return position;
  }

  /**
   * Goes on as if so many numbers had been taken; O(1).
   *
   * @throws IllegalArgumentException if {@code numbers} is negative
   */
  public void skip(long numbers) {
    if (numbers < 0) {
      throw new IllegalArgumentException("numbers = " + numbers + ": expected 0 or more");
    }
    if (numbers > 0) {
      position += numbers;
      if ((position & 3) != 0) {
        fillBlock();
      }
    }
  }

  /** A number of 64 random bits. */
  @Override
  public long nextLong() {
    int word = (int) position & 3;
    if (word == 0) {
      fillBlock();
    }
    position++;
    return block[word];
  }

  /** A multiple of 2⁻⁵³, uniform in [0, 1). */
  @Override
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** An odd multiple of 2⁻⁵³, uniform in (0, 1): symmetric about ½, never an end point. */
  public double nextOpenDouble() {
    return Philox.openUniform(nextLong());
  }

  /**
   * An integer uniform in [0, bound), without bias.
   *
   * <p>Source: Lemire, Fast Random Integer Generation in an Interval (2019), algorithm 5.
   *
   * @throws IllegalArgumentException if {@code bound} is less than 1
   */
  @Override
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound = " + bound + ": expected at least 1");
    }
    long random = nextLong();
    // 2⁶⁴ mod bound products would come up once too often: those whose low word is the least.
    if (Long.compareUnsigned(random * bound, bound) < 0) {
      long excess = Long.remainderUnsigned(-bound, bound);
      while (Long.compareUnsigned(random * bound, excess) < 0) {
        random = nextLong();
      }
    }
    return (int) Math.unsignedMultiplyHigh(random, bound);
  }

  /**
   * A standard normal number, by inversion; within ±8.2.
   *
   * @see NormalQuantile
   */
  @Override
  public double nextGaussian() {
    return NormalQuantile.inverseNormal(nextOpenDouble());
  }

  /**
   * Writes n numbers of {@link #nextDouble}.
   *
   * @throws IllegalArgumentException if they do not fit the array
   */
  public void fillUniform(double[] out, int offset, int n) {
    checkVector("out", n, out, offset);
    for (int i = offset; i < offset + n; i++) {
      out[i] = nextDouble();
    }
  }

  /**
   * Writes n numbers of {@link #nextOpenDouble}.
   *
   * @throws IllegalArgumentException if they do not fit the array
   */
  public void fillOpenUniform(double[] out, int offset, int n) {
    checkVector("out", n, out, offset);
    int i = offset;
    int end = offset + n;
    while (i < end && (position & 3) != 0) {
      out[i++] = nextOpenDouble();
    }
    int blocks = (end - i) / 4;
    Philox.fillOpenUniform(seed, stream, position >>> 2, blocks, out, i);
    position += 4L * blocks;
    i += 4 * blocks;
    while (i < end) {
      out[i++] = nextOpenDouble();
    }
  }

  /**
   * Writes n numbers of {@link #nextGaussian}.
   *
   * @throws IllegalArgumentException if they do not fit the array
   */
  public void fillGaussian(double[] out, int offset, int n) {
    checkVector("out", n, out, offset);
    for (int i = offset; i < offset + n; i++) {
      out[i] = nextGaussian();
    }
  }

  /** Brings the elements into a random order, each of them equally likely (Fisher and Yates). */
  public void shuffle(int[] elements) {
    for (int i = elements.length - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int swapped = elements[i];
      elements[i] = elements[j];
      elements[j] = swapped;
    }
  }

  /**
   * The numbers 0…n−1 in a random order, each of them equally likely.
   *
   * @throws IllegalArgumentException if {@code n} is negative
   */
  public int[] permutation(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("n = " + n + ": expected 0 or more");
    }
    int[] permutation = new int[n];
    Arrays.setAll(permutation, i -> i);
    shuffle(permutation);
    return permutation;
  }

  private void fillBlock() {
    block[0] = position >>> 2;
    block[1] = 0;
    block[2] = 0;
    block[3] = 0;
    Philox.encrypt(seed, stream, block);
  }
}
