package dev.hone.math.random;

import dev.hone.math.linalg.Shapes;
import java.util.Arrays;

/**
 * The Halton sequence in the unit cube, with or without scrambling: coordinate k of point i has the
 * digits of i in the k-th prime base, reversed behind the point.
 *
 * <p>Scrambling permutes the digits, with a permutation of its own for every place: each point
 * alone is uniform, and the first points of high dimensions are not on a line any more. Immutable,
 * safe to use from many threads. {@link #point} does not allocate.
 *
 * <p>Source: Halton, On the Efficiency of Certain Quasi-Random Sequences of Points in Evaluating
 * Multi-Dimensional Integrals (1960); Owen, A Randomized Halton Algorithm in R (2017).
 */
public final class HaltonSequence {
  /** The highest dimension: the base of the last one is 1619. */
  public static final int MAX_DIMENSION = 256;

  private static final double ONE = 0x1p53;

  private final int[] bases;

  /** For each dimension, the digits that those of each place turn into; empty: as they are. */
  private final int[][] permutations;

  private HaltonSequence(int[] bases, int[][] permutations) {
    this.bases = bases;
    this.permutations = permutations;
  }

  /**
   * The sequence itself, from the origin on.
   *
   * @throws IllegalArgumentException if {@code dimension} is not in 1…{@link #MAX_DIMENSION}
   */
  public static HaltonSequence unscrambled(int dimension) {
    int[] bases = primes(dimension);
    return new HaltonSequence(bases, new int[0][]);
  }

  /**
   * The sequence with random permutations of digits; the first dimensions do not depend on how many
   * there are.
   *
   * @param seed picks the permutations
   * @throws IllegalArgumentException if {@code dimension} is not in 1…{@link #MAX_DIMENSION}
   */
  public static HaltonSequence scrambled(int dimension, long seed) {
    int[] bases = primes(dimension);
    int[][] permutations = new int[dimension][];
    for (int k = 0; k < dimension; k++) {
      CounterRandom random = CounterRandom.of(seed, k);
      int places = places(bases[k]);
      permutations[k] = new int[places * bases[k]];
      for (int place = 0; place < places; place++) {
        System.arraycopy(
            random.permutation(bases[k]), 0, permutations[k], place * bases[k], bases[k]);
      }
    }
    return new HaltonSequence(bases, permutations);
  }

  /** How many digits fit a double. */
  private static int places(int base) {
    int places = 1;
    for (double size = base; size * base <= ONE; size *= base) {
      places++;
    }
    return places;
  }

  private static int[] primes(int count) {
    if (count < 1 || count > MAX_DIMENSION) {
      throw new IllegalArgumentException(
          "dimension = " + count + ": expected 1 to " + MAX_DIMENSION);
    }
    int[] primes = new int[count];
    int found = 0;
    for (int n = 2; found < count; n++) {
      int candidate = n;
      if (Arrays.stream(primes, 0, found).noneMatch(p -> candidate % p == 0)) {
        primes[found++] = n;
      }
    }
    return primes;
  }

  /** The number d of coordinates of a point. */
  public int dimension() {
    return bases.length;
  }

  /**
   * Writes a point: coordinates in [0, 1); O(d log index), and O(d) digits more where it is
   * scrambled.
   *
   * @param index from 0; of digits beyond those of a double nothing is seen
   * @throws IllegalArgumentException if the index is negative or the point does not fit
   */
  public void point(long index, double[] out, int offset) {
    Shapes.checkVector("out", bases.length, out, offset);
    if (index < 0) {
      throw new IllegalArgumentException("index = " + index + ": expected 0 or more");
    }
    for (int k = 0; k < bases.length; k++) {
      out[offset + k] = permutations.length == 0 ? plain(bases[k], index) : permuted(k, index);
    }
  }

  private static double plain(int base, long index) {
    double numerator = 0;
    double denominator = 1;
    for (long rest = index; rest > 0 && denominator * base <= ONE; rest /= base) {
      numerator = numerator * base + rest % base;
      denominator *= base;
    }
    return numerator / denominator;
  }

  /** Zeros before the number are digits too, which turn into others. */
  private double permuted(int k, long index) {
    int base = bases[k];
    int[] permutation = permutations[k];
    double numerator = 0;
    double denominator = 1;
    long rest = index;
    for (int place = 0; place < permutation.length; place += base) {
      numerator = numerator * base + permutation[place + (int) (rest % base)];
      denominator *= base;
      rest /= base;
    }
    return numerator / denominator;
  }
}
