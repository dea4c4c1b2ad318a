package dev.hone.math.internal.simd;

/**
 * The sums of the vector kernels in plain loops: each element runs along k from zero, as a lane
 * does, and so has the same bits.
 *
 * <p>One small method does all the work: the JIT compiles it first of all, and quickly.
 */
final class PlainProduct {
  /** Rows of C taken together where only those right of its diagonal are wanted. */
  private static final int ROWS = 8;

  private PlainProduct() {}

  /** As {@link #multiplyAdd}, summed in the blocks of {@link SimdGemm#multiplyAdd}. */
  static void multiplyAddBlocks(
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int aRow,
      int aColumn,
      double[] b,
      int bOffset,
      int ldb,
      double[] c,
      int cOffset,
      int ldc) {
    for (int p = 0; p < k; p += Blocking.PRODUCT) {
      int kc = Math.min(Blocking.PRODUCT, k - p);
      int first = aOffset + p * aRow;
      int top = bOffset + p * ldb;
      multiplyAdd(m, n, kc, alpha, a, first, aRow, aColumn, b, top, ldb, c, cOffset, ldc);
    }
  }

  /** As {@link SimdGemm#rankUpdate}. */
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
    for (int p = 0; p < k; p += Blocking.PRODUCT) {
      int kc = Math.min(Blocking.PRODUCT, k - p);
      for (int i = 0; i < n; i += ROWS) {
        int rows = Math.min(ROWS, n - i);
        int above = aOffset + p * lda + i;
        int corner = cOffset + i * (ldc + 1);
        multiplyAddUpper(rows, n - i, kc, alpha, a, above, lda, 1, a, above, lda, c, corner, ldc);
      }
    }
  }

  /**
   * C ← C + alpha·AᵀB, each element as a sum from zero along k, scaled and added at the end.
   *
   * @param m rows of C
   * @param a element (p, i) is at {@code aOffset + p*aRow + i*aColumn}
   * @param b element (p, j) is at {@code bOffset + p*ldb + j}
   */
  static void multiplyAdd(
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int aRow,
      int aColumn,
      double[] b,
      int bOffset,
      int ldb,
      double[] c,
      int cOffset,
      int ldc) {
    int i = 0;
    for (; i <= m - 2; i += 2) {
      int at = aOffset + i * aColumn;
      int row = cOffset + i * ldc;
      int j = 0;
      for (; j <= n - 4; j += 4) {
        tile(k, alpha, a, at, aRow, aColumn, b, bOffset + j, ldb, c, row + j, ldc);
      }
      for (; j < n; j++) {
        element(k, alpha, a, at, aRow, b, bOffset + j, ldb, c, row + j);
        element(k, alpha, a, at + aColumn, aRow, b, bOffset + j, ldb, c, row + ldc + j);
      }
    }
    if (i < m) {
      for (int j = 0; j < n; j++) {
        int at = aOffset + i * aColumn;
        element(k, alpha, a, at, aRow, b, bOffset + j, ldb, c, cOffset + i * ldc + j);
      }
    }
  }

  /**
   * As {@link #multiplyAdd} where row i of C has no columns before i: at most a few rows at a time,
   * because those that cross the diagonal go one element after the other.
   */
  static void multiplyAddUpper(
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int aRow,
      int aColumn,
      double[] b,
      int bOffset,
      int ldb,
      double[] c,
      int cOffset,
      int ldc) {
    for (int i = 0; i < m; i++) {
      for (int j = i; j < m; j++) {
        int at = aOffset + i * aColumn;
        element(k, alpha, a, at, aRow, b, bOffset + j, ldb, c, cOffset + i * ldc + j);
      }
    }
    multiplyAdd(
        m, n - m, k, alpha, a, aOffset, aRow, aColumn, b, bOffset + m, ldb, c, cOffset + m, ldc);
  }

  /** Two rows by four columns: eight sums hide the latency of the scalar fma. */
  private static void tile(
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int aRow,
      int aColumn,
      double[] b,
      int bOffset,
      int ldb,
      double[] c,
      int cOffset,
      int ldc) {
    double c00 = 0;
    double c01 = 0;
    double c02 = 0;
    double c03 = 0;
    double c10 = 0;
    double c11 = 0;
    double c12 = 0;
    double c13 = 0;
    int i = aOffset;
    int j = bOffset;
    for (int p = 0; p < k; p++) {
      double a0 = a[i];
      double a1 = a[i + aColumn];
      double b0 = b[j];
      c00 = Math.fma(a0, b0, c00);
      c10 = Math.fma(a1, b0, c10);
      double b1 = b[j + 1];
      c01 = Math.fma(a0, b1, c01);
      c11 = Math.fma(a1, b1, c11);
      double b2 = b[j + 2];
      c02 = Math.fma(a0, b2, c02);
      c12 = Math.fma(a1, b2, c12);
      double b3 = b[j + 3];
      c03 = Math.fma(a0, b3, c03);
      c13 = Math.fma(a1, b3, c13);
      i += aRow;
      j += ldb;
    }
    int row = cOffset;
    c[row] = Math.fma(alpha, c00, c[row]);
    c[row + 1] = Math.fma(alpha, c01, c[row + 1]);
    c[row + 2] = Math.fma(alpha, c02, c[row + 2]);
    c[row + 3] = Math.fma(alpha, c03, c[row + 3]);
    row += ldc;
    c[row] = Math.fma(alpha, c10, c[row]);
    c[row + 1] = Math.fma(alpha, c11, c[row + 1]);
    c[row + 2] = Math.fma(alpha, c12, c[row + 2]);
    c[row + 3] = Math.fma(alpha, c13, c[row + 3]);
  }

  private static void element(
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int aRow,
      double[] b,
      int bOffset,
      int ldb,
      double[] c,
      int cOffset) {
    double sum = 0;
    for (int p = 0; p < k; p++) {
      sum = Math.fma(a[aOffset + p * aRow], b[bOffset + p * ldb], sum);
    }
    c[cOffset] = Math.fma(alpha, sum, c[cOffset]);
  }
}
