package dev.hone.math.random;

import dev.hone.math.linalg.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * The Sobol sequence in the unit cube, in Gray-code order, with or without Owen scrambling.
 *
 * <p>Any aligned block of 2ᵐ points is a net: in one dimension each of its 2ᵐ equal intervals holds
 * one point. Take a power of two of them. Without scrambling the first point is the origin, and
 * coordinates lie in [0, 1). A scrambled sequence is the same net made random: each point alone is
 * uniform, coordinates lie in (0, 1), and averages of smooth functions have errors of about N^−1.5.
 *
 * <p>{@link #point} has no state and is safe to use from many threads; {@link #next} and {@link
 * #fill} walk and are not. No method allocates after construction.
 *
 * <p>Source: Sobol' (1967); Antonov and Saleev (1979) for the order; direction numbers of Joe and
 * Kuo (2008); scrambling of Owen (1995).
 */
public final class SobolSequence {
  /** Binary digits of a coordinate: one fewer than a double has, so that ½ can be added exactly. */
  private static final int BITS = 52;

  /** The number of points, 2⁵². */
  public static final long MAX_POINTS = 1L << BITS;

  private final int dimension;
  private final @Nullable OwenScrambling scrambling;

  /** Row k holds direction number k of every dimension. */
  private final long[] directions;

  private final long[] current;
  private long position;

  private SobolSequence(int dimension, @Nullable OwenScrambling scrambling) {
    this.dimension = dimension;
    this.scrambling = scrambling;
    directions = new long[BITS * dimension];
    for (int d = 0; d < dimension; d++) {
      long[] v = JoeKuoDirections.of(d, BITS);
      for (int k = 0; k < BITS; k++) {
        directions[k * dimension + d] = v[k];
      }
    }
    current = new long[dimension];
  }

  /**
   * The sequence itself, from the origin on.
   *
   * @throws IllegalArgumentException if {@code dimension} is not in 1…{@link #maxDimension}
   */
  public static SobolSequence unscrambled(int dimension) {
    checkDimension(dimension);
    return new SobolSequence(dimension, null);
  }

  /**
   * The sequence under a nested uniform scrambling. The first dimensions do not depend on how many
   * there are.
   *
   * @param seed picks the scrambling
   * @throws IllegalArgumentException if {@code dimension} is not in 1…{@link #maxDimension}
   */
  public static SobolSequence scrambled(int dimension, long seed) {
    checkDimension(dimension);
    return new SobolSequence(dimension, new OwenScrambling(dimension, seed));
  }

  /** The highest dimension there are direction numbers for. */
  public static int maxDimension() {
    return JoeKuoDirections.MAX_DIMENSION;
  }

  /** The number d of coordinates of a point. */
  public int dimension() {
    return dimension;
  }

  /** The index of the point that {@link #next} will write. */
  public long position() {
    return position;
  }

  /**
   * Writes the point of an index; O(d log index).
   *
   * @param index from 0
   * @param out receives d coordinates from {@code offset}
   * @throws IllegalArgumentException if there is no such point or it does not fit the array
   */
  public void point(long index, double[] out, int offset) {
    checkIndex(index);
    Shapes.checkVector("out", dimension, out, offset);
    for (int d = 0; d < dimension; d++) {
      out[offset + d] = coordinate(d, fraction(d, index));
    }
  }

  /**
   * Writes the point of {@link #position} and moves to the next; O(d).
   *
   * @param out receives d coordinates from {@code offset}
   * @throws IllegalArgumentException if the point does not fit the array
   * @throws IllegalStateException if the sequence has ended
   */
  public void next(double[] out, int offset) {
    Shapes.checkVector("out", dimension, out, offset);
    if (position == MAX_POINTS) {
      throw new IllegalStateException("the sequence has ended: it has " + MAX_POINTS + " points");
    }
    for (int d = 0; d < dimension; d++) {
      out[offset + d] = coordinate(d, current[d]);
    }
    position++;
    if (position < MAX_POINTS) {
      int row = Long.numberOfTrailingZeros(position) * dimension;
      for (int d = 0; d < dimension; d++) {
        current[d] ^= directions[row + d];
      }
    }
  }

  /**
   * Writes the next n points, row-major; O(nd).
   *
   * @param out receives n×d coordinates from {@code offset}
   * @throws IllegalArgumentException if they do not fit the array
   * @throws IllegalStateException if the sequence has ended
   */
  public void fill(int n, double[] out, int offset) {
    Shapes.checkMatrix("out", n, dimension, out, offset, dimension);
    for (int i = 0; i < n; i++) {
      next(out, offset + i * dimension);
    }
  }

  /**
   * Moves to the point that {@link #next} is to write; O(d log index).
   *
   * @param index from 0
   * @throws IllegalArgumentException if there is no such point
   */
  public void moveTo(long index) {
    checkIndex(index);
    for (int d = 0; d < dimension; d++) {
      current[d] = fraction(d, index);
    }
    position = index;
  }

  private long fraction(int d, long index) {
    long fraction = 0;
    for (long gray = index ^ (index >>> 1); gray != 0; gray &= gray - 1) {
      fraction ^= directions[Long.numberOfTrailingZeros(gray) * dimension + d];
    }
    return fraction;
  }

  private double coordinate(int d, long fraction) {
    if (scrambling == null) {
      return fraction * 0x1p-52;
    }
    long scrambled = scrambling.scramble(d, fraction) & (MAX_POINTS - 1);
    return (scrambled + 0.5) * 0x1p-52;
  }

  private static void checkDimension(int dimension) {
    if (dimension < 1 || dimension > maxDimension()) {
      throw new IllegalArgumentException(
          "dimension = " + dimension + ": expected 1 to " + maxDimension());
    }
  }

  private static void checkIndex(long index) {
    if (index < 0 || index >= MAX_POINTS) {
      throw new IllegalArgumentException(
          "index = " + index + ": expected 0 or more, below " + MAX_POINTS);
    }
  }
}
