package dev.hone.math.internal;

import dev.hone.math.linalg.NumericalException;

/**
 * The implicit QL iteration for a symmetric tridiagonal matrix.
 *
 * <p>The recurrence is a chain of scalar operations that no vector unit shortens; the work of a
 * sweep is in its plane rotations, which are handed out to be applied to the eigenvectors all at
 * once.
 *
 * <p>Source: Golub and Van Loan, Matrix Computations (4th ed.), section 8.3; Dubrulle, Martin and
 * Wilkinson, The implicit QL algorithm (1968).
 */
public final class TridiagonalQl {
  private static final double EPSILON = 0x1p-53;

  /** Couplings this small are nothing beside a norm of 1, and their squares may underflow. */
  private static final double NEGLIGIBLE = 0x1p-500;

  /** Sweeps per eigenvalue; three are usual. */
  private static final int MAX_SWEEPS = 60;

  private double[] rotations = {};

  /** Applies the rotations of a sweep to the rows that will be eigenvectors. */
  @FunctionalInterface
  public interface Rows {

    /**
     * For i from {@code last - 1} down to {@code first}, replaces rows x = i and y = i + 1 by c·x −
     * s·y and s·x + c·y, where c and s are elements 2i and 2i + 1 of {@code rotations}.
     */
    void rotate(int first, int last, double[] rotations);
  }

  /**
   * Diagonalises the block of n rows that starts at {@code offset}; O(n²) without the rotations.
   *
   * @param d diagonal; receives the eigenvalues, in no order
   * @param e element {@code offset + i} couples rows i and i + 1 of the block; n − 1 are read, and
   *     destroyed
   * @param rows rotated along; its row 0 belongs to the first row of the block
   * @throws NumericalException if an eigenvalue takes more than {@value #MAX_SWEEPS} sweeps
   */
  public void solve(int n, int offset, double[] d, double[] e, Rows rows) {
    if (rotations.length < 2 * n) {
      rotations = new double[2 * n];
    }
    double threshold = threshold(n, offset, d, e);
    for (int l = 0; l < n - 1; l++) {
      int sweeps = 0;
      int m;
      while ((m = blockEnd(l, n, offset, e, threshold)) > l) {
        if (m == l + 1) {
          diagonalizePair(l, offset, d, e);
          rows.rotate(l, m, rotations);
        } else {
          if (++sweeps > MAX_SWEEPS) {
            throw new NumericalException(
                "eigenvalue "
                    + l
                    + " of a tridiagonal block of order n = "
                    + n
                    + " did not converge in "
                    + MAX_SWEEPS
                    + " sweeps");
          }
          int stopped = sweep(l, m, offset, d, e);
          rows.rotate(stopped, m, rotations);
        }
      }
    }
  }

  /**
   * Below it a coupling is dropped. It is relative to the whole block: relative to its neighbours,
   * as is usual, sweeps without number are spent where these are rounding errors themselves.
   */
  private static double threshold(int n, int offset, double[] d, double[] e) {
    double norm = 0;
    for (int i = offset; i < offset + n - 1; i++) {
      norm = Math.max(norm, Math.max(Math.abs(d[i]), Math.abs(e[i])));
    }
    norm = n == 0 ? 0 : Math.max(norm, Math.abs(d[offset + n - 1]));
    return Math.max(EPSILON * norm, NEGLIGIBLE);
  }

  /** The last row of the unreduced block that starts at row l. */
  private static int blockEnd(int l, int n, int offset, double[] e, double threshold) {
    int m = l;
    while (m < n - 1 && Math.abs(e[offset + m]) > threshold) {
      m++;
    }
    if (m < n - 1) {
      e[offset + m] = 0;
    }
    return m;
  }

  /** One QL sweep over rows l to m; returns the row down to which rotations were made. */
  private int sweep(int l, int m, int offset, double[] d, double[] e) {
    int top = offset + l;
    // Wilkinson's shift, from the leading 2×2 block.
    double g = (d[top + 1] - d[top]) / (2 * e[top]);
    double r = Math.sqrt(Math.fma(g, g, 1));
    g = d[offset + m] - d[top] + e[top] / (g + Math.copySign(r, g));
    double s = 1;
    double c = 1;
    double p = 0;
    for (int i = m - 1; i >= l; i--) {
      int q = offset + i;
      double f = s * e[q];
      double b = c * e[q];
      double square = Math.fma(f, f, g * g);
      if (square <= NEGLIGIBLE * NEGLIGIBLE) {
        // An early split: the eigenvalue of the rows below is separate from here on.
        d[q + 1] -= p;
        e[q + 1] = 0;
        return i + 1;
      }
      r = Math.sqrt(square);
      // Division and square root overlap: a shorter chain than dividing by the root.
      double reciprocal = r * (1 / square);
      if (i < m - 1) {
        e[q + 1] = r;
      }
      s = f * reciprocal;
      c = g * reciprocal;
      g = d[q + 1] - p;
      r = Math.fma(d[q] - g, s, 2 * c * b);
      p = s * r;
      d[q + 1] = g + p;
      g = Math.fma(c, r, -b);
      rotations[2 * i] = c;
      rotations[2 * i + 1] = s;
    }
    d[top] -= p;
    e[top] = g;
    return l;
  }

  /** The Jacobi rotation of rows l and l + 1. */
  private void diagonalizePair(int l, int offset, double[] d, double[] e) {
    int q = offset + l;
    double coupling = e[q];
    double theta = (d[q + 1] - d[q]) / (2 * coupling);
    double root = Math.sqrt(Math.fma(theta, theta, 1));
    double tangent = Math.copySign(1 / (Math.abs(theta) + root), theta);
    double cosine = 1 / Math.sqrt(Math.fma(tangent, tangent, 1));
    d[q] -= tangent * coupling;
    d[q + 1] += tangent * coupling;
    e[q] = 0;
    rotations[2 * l] = cosine;
    rotations[2 * l + 1] = tangent * cosine;
  }
}
