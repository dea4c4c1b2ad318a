package dev.hone.math.internal.simd;

/**
 * Products and factors of matrices too small for packing to pay, four elements of a row at a time:
 * in a loop along a row of ten elements, most of the time goes into its beginning and its end.
 *
 * <p>Plain loops, of the bits of the scalar backend: to each element its products are added one
 * after the other.
 */
final class SmallMatrices {
  private static final int COLUMNS = 4;

  private SmallMatrices() {}

  /** C ← C + alpha·AᵀB, all m×n of it. */
  static void multiplyAdd(
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] b,
      int bOffset,
      int ldb,
      double[] c,
      int cOffset,
      int ldc) {
    for (int i = 0; i < m; i++) {
      addRow(n, k, alpha, a, aOffset + i, lda, b, bOffset, ldb, c, cOffset + i * ldc);
    }
  }

  /** C ← C + alpha·AᵀA on the upper triangle. */
  static void rankUpdate(
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] c,
      int cOffset,
      int ldc) {
    for (int i = 0; i < n; i++) {
      int column = aOffset + i;
      addRow(n - i, k, alpha, a, column, lda, a, column, lda, c, cOffset + i * ldc + i);
    }
  }

  /**
   * A ← U, the upper Cholesky factor, row by row; returns the row whose pivot is not positive, or
   * −1.
   */
  static int cholesky(int n, double[] a, int aOffset, int lda) {
    for (int i = 0; i < n; i++) {
      int column = aOffset + i;
      int diagonal = column + i * lda;
      addRow(n - i, i, -1, a, column, lda, a, column, lda, a, diagonal);
      double pivot = a[diagonal];
      if (!(pivot > 0) || pivot == Double.POSITIVE_INFINITY) {
        return i;
      }
      double root = Math.sqrt(pivot);
      a[diagonal] = root;
      for (int j = 1; j < n - i; j++) {
        a[diagonal + j] /= root;
      }
    }
    return -1;
  }

  /** Adds alpha·aᵀB to n elements of a row of C, with a column a. */
  private static void addRow(
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] b,
      int bOffset,
      int ldb,
      double[] c,
      int cOffset) {
    int j = 0;
    for (; j <= n - COLUMNS; j += COLUMNS) {
      addFour(k, alpha, a, aOffset, lda, b, bOffset + j, ldb, c, cOffset + j);
    }
    for (; j < n; j++) {
      double sum = c[cOffset + j];
      for (int p = 0; p < k; p++) {
        sum = Math.fma(alpha * a[aOffset + p * lda], b[bOffset + p * ldb + j], sum);
      }
      c[cOffset + j] = sum;
    }
  }

  private static void addFour(
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] b,
      int bOffset,
      int ldb,
      double[] c,
      int cOffset) {
    double sum0 = c[cOffset];
    double sum1 = c[cOffset + 1];
    double sum2 = c[cOffset + 2];
    double sum3 = c[cOffset + 3];
    for (int p = 0; p < k; p++) {
      double scale = alpha * a[aOffset + p * lda];
      int row = bOffset + p * ldb;
      sum0 = Math.fma(scale, b[row], sum0);
      sum1 = Math.fma(scale, b[row + 1], sum1);
      sum2 = Math.fma(scale, b[row + 2], sum2);
      sum3 = Math.fma(scale, b[row + 3], sum3);
    }
    c[cOffset] = sum0;
    c[cOffset + 1] = sum1;
    c[cOffset + 2] = sum2;
    c[cOffset + 3] = sum3;
  }
}
