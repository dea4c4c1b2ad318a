package dev.hone.math.minimize;

import java.util.Arrays;

/**
 * The factors LDLᵀ of a symmetric matrix whose first block is negative and whose Schur complement
 * of it is positive definite: such a matrix needs no pivoting, and D shows −, …, −, +, …, +.
 *
 * <p>Source: Vanderbei, Symmetric Quasidefinite Matrices (1995), theorem 2.1.
 */
final class QuasiDefiniteFactor {
  private final int stride;
  private final double[] matrix;
  private int order;

  QuasiDefiniteFactor(int maxOrder) {
    stride = maxOrder;
    matrix = new double[maxOrder * maxOrder];
  }

  /**
   * Starts from zeros.
   *
   * @param negative order of the negative definite block, half the order of the matrix
   */
  void clear(int negative) {
    order = 2 * negative;
    for (int i = 0; i < order; i++) {
      Arrays.fill(matrix, i * stride, i * stride + i + 1, 0);
    }
  }

  /** Adds to an entry of the lower triangle, before {@link #factor}. */
  void add(int row, int column, double value) {
    matrix[row * stride + column] += value;
  }

  /**
   * Factors the lower triangle in place; O(order³).
   *
   * @return whether D has the signs it must have; if not, there are no factors
   */
  boolean factor() {
    for (int j = 0; j < order; j++) {
      int row = j * stride;
      for (int k = 0; k < j; k++) {
        // Column k holds LD from row j on, and L above it.
        double l = matrix[row + k] / matrix[k * stride + k];
        for (int i = j; i < order; i++) {
          matrix[i * stride + j] = Math.fma(-l, matrix[i * stride + k], matrix[i * stride + j]);
        }
        matrix[row + k] = l;
      }
      double pivot = matrix[row + j];
      boolean signed = j < order / 2 ? pivot < 0 : pivot > 0;
      if (!signed || !Double.isFinite(pivot)) {
        return false;
      }
    }
    return true;
  }

  /** Solves LDLᵀx = b in place. */
  void solve(double[] b) {
    for (int i = 0; i < order; i++) {
      b[i] -= Vectors.dot(i, matrix, i * stride, b, 0);
    }
    for (int i = 0; i < order; i++) {
      b[i] /= matrix[i * stride + i];
    }
    for (int i = order - 1; i >= 0; i--) {
      for (int j = 0; j < i; j++) {
        b[j] = Math.fma(-matrix[i * stride + j], b[i], b[j]);
      }
    }
  }
}
