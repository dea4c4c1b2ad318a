package dev.hone.math.minimize;

import java.util.Arrays;

/**
 * What a run of {@link Lbfgsb} has learnt of the curvature of its function: its last steps, and how
 * the gradient changed along each. A run on a function that is nearly the same, from where the last
 * one ended, need not learn it again. Immutable.
 */
public final class Curvature {
  private final int dimension;
  private final double[] pairs;

  private Curvature(int dimension, double[] pairs) {
    this.dimension = dimension;
    this.pairs = pairs;
  }

  /**
   * Returns what {@link #pairs} told.
   *
   * @param dimension n, 0 or more
   * @param pairs for each pair n elements of the step and n of the gradient's change, the oldest
   *     pair first; copied
   * @throws IllegalArgumentException if n is negative, that is no whole number of pairs, or one is
   *     not finite
   */
  public static Curvature of(int dimension, double[] pairs) {
    if (dimension < 0) {
      throw new IllegalArgumentException("dimension = " + dimension + ": expected 0 or more");
    }
    if (dimension == 0 ? pairs.length > 0 : pairs.length % (2 * dimension) != 0) {
      throw new IllegalArgumentException(
          "pairs has length " + pairs.length + ": expected a multiple of " + 2 * dimension);
    }
    if (!Vectors.allFinite(pairs.length, pairs, 0)) {
      throw new IllegalArgumentException(
          "pairs = " + Arrays.toString(pairs) + ": expected finite numbers");
    }
    return new Curvature(dimension, pairs.clone());
  }

  /** The number n of variables. */
  public int dimension() {
    return dimension;
  }

  /** The number of pairs, 0 if nothing was learnt. */
  public int count() {
    return dimension == 0 ? 0 : pairs.length / (2 * dimension);
  }

  /** A copy of the pairs, as {@link #of} takes them. */
  public double[] pairs() {
    return pairs.clone();
  }

  /** Tells a matrix of all pairs, in their order, by way of two arrays of n elements. */
  void teach(LimitedMemoryHessian hessian, double[] step, double[] change) {
    for (int at = 0; at < pairs.length; at += 2 * dimension) {
      System.arraycopy(pairs, at, step, 0, dimension);
      System.arraycopy(pairs, at + dimension, change, 0, dimension);
      hessian.update(step, change);
    }
  }
}
