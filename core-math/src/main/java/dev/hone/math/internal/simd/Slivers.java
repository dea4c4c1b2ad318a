package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * An upper triangle cut into slivers of six columns, each stored row by row down to the end of its
 * diagonal block, as {@link SolveKernel6x2} reads it.
 *
 * <p>The order is padded to a multiple of six with an identity in front, for the reason that {@link
 * Panels} gives.
 */
final class Slivers {
  /** Columns of a sliver. */
  static final int R = 6;

  private static final int L = SPECIES.length();

  private Slivers() {}

  /** Rows and columns of the identity in front of a triangle of order n. */
  static int padding(int n) {
    return Blocking.roundUp(n, R) - n;
  }

  /** Elements needed for a triangle of order n, and room for a vector stored across their end. */
  static int size(int n) {
    return start((n + padding(n)) / R) + L;
  }

  private static int start(int sliver) {
    return sliver * (sliver + 1) / 2 * R * R;
  }

  /**
   * Cuts up a triangle.
   *
   * @param backwards whether element (i, j) is at {@code uOffset - i - j*ldu} rather than at {@code
   *     uOffset + i*ldu + j}
   */
  static void pack(int n, double[] u, int uOffset, int ldu, boolean backwards, double[] slivers) {
    int padding = padding(n);
    int row = backwards ? -1 : ldu;
    int column = backwards ? -ldu : 1;
    int corner = uOffset - padding * (row + column);
    for (int s = 0; s < (n + padding) / R; s++) {
      int first = s * R;
      int from = corner + first * column;
      int to = start(s);
      if (backwards) {
        copyColumns(padding, first, u, from, ldu, slivers, to);
      } else {
        copyRows(padding, first, u, from, ldu, slivers, to);
      }
      packTriangle(
          Math.max(0, padding - first),
          u,
          from + first * row,
          row,
          column,
          slivers,
          to + first * R);
    }
  }

  /** Copies whole vectors: what is stored past the end of a row is stored again by the next. */
  private static void copyRows(
      int first, int end, double[] u, int uOffset, int ldu, double[] slivers, int sliver) {
    for (int i = first; i < end; i++) {
      int from = uOffset + i * ldu;
      int to = sliver + i * R;
      for (int t = 0; t < R; t += L) {
        DoubleVector.fromArray(SPECIES, u, from + t).intoArray(slivers, to + t);
      }
    }
  }

  private static void copyColumns(
      int first, int end, double[] u, int uOffset, int ldu, double[] slivers, int sliver) {
    for (int t = 0; t < R; t++) {
      int from = uOffset - t * ldu;
      for (int i = first; i < end; i++) {
        slivers[sliver + i * R + t] = u[from - i];
      }
    }
  }

  /** Prepares a diagonal block for {@link SolveKernel6x2#solve}; its first rows may be padding. */
  private static void packTriangle(
      int padding, double[] u, int uOffset, int row, int column, double[] slivers, int triangle) {
    for (int r = 0; r < R; r++) {
      int to = triangle + r * R;
      int from = uOffset + r * row;
      for (int t = r; t < R; t++) {
        double element = r >= padding ? u[from + t * column] : t == r ? 1 : 0;
        slivers[to + t] = t == r ? 1 / element : -element;
      }
    }
  }

  /**
   * Solves UᵀX = B for one panel of two vectors of right-hand sides, X replacing B.
   *
   * @param first row of the padded triangle above which B is zero, a multiple of {@link #R}
   * @param x rows of {@link Panels#W} elements from {@code first} on, padding first
   */
  static void solve(int first, int n, double[] slivers, double[] x, int panel) {
    int padding = padding(n);
    for (int s = first / R; s < (n + padding) / R; s++) {
      int above = Math.max(first, s == 0 ? 0 : padding);
      int sliver = start(s) + above * R;
      SolveKernel6x2.solve(s * R - above, slivers, sliver, x, panel + (above - first) * Panels.W);
    }
  }
}
