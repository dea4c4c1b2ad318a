package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/**
 * C ← C + alpha·AᵀB from where the operands stand: where a product is so small that it stays in a
 * first-level cache, packing its operands takes longer than multiplying them.
 *
 * <p>The bits are those of {@link SimdGemm}: each element is a sum from zero along k, scaled and
 * added at the end.
 */
final class SimdSmallProduct {
  private static final int L = SPECIES.length();

  /** From its element L − d on, the mask of a vector's first d elements. */
  private static final boolean[] KEPT = new boolean[2 * L];

  static {
    Arrays.fill(KEPT, 0, L, true);
  }

  private SimdSmallProduct() {}

  /** All m×n of C, two rows at a time. */
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
    int i = 0;
    for (; i <= m - 2; i += 2) {
      int left = aOffset + i;
      int row = cOffset + i * ldc;
      int j = 0;
      for (; j <= n - 2 * L; j += 2 * L) {
        tile2x2(k, alpha, a, left, lda, b, bOffset + j, ldb, c, row + j, ldc);
      }
      for (; j < n && n >= L; j += L) {
        int first = Math.min(j, n - L);
        tile2x1(k, alpha, a, left, lda, b, bOffset + first, ldb, c, row + first, ldc, j - first);
      }
      for (; j < n; j++) {
        column(k, alpha, a, left, lda, b, bOffset + j, ldb, c, row + j, ldc);
      }
    }
    if (i < m) {
      lastRow(n, k, alpha, a, aOffset + i, lda, b, bOffset, ldb, c, cOffset + i * ldc);
    }
  }

  /** Two rows by two vectors. */
  private static void tile2x2(
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
    DoubleVector c00 = DoubleVector.zero(SPECIES);
    DoubleVector c01 = DoubleVector.zero(SPECIES);
    DoubleVector c10 = DoubleVector.zero(SPECIES);
    DoubleVector c11 = DoubleVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int i = aOffset + p * lda;
      int j = bOffset + p * ldb;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, j);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, j + L);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[i]);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[i + 1]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
    }
    DoubleVector scale = DoubleVector.broadcast(SPECIES, alpha);
    int row = cOffset;
    scale.fma(c00, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c01, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    row += ldc;
    scale.fma(c10, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c11, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
  }

  /**
   * Two rows by one vector.
   *
   * @param done how many of its first elements stay as they are: they were in the tile before
   */
  private static void tile2x1(
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
      int ldc,
      int done) {
    DoubleVector c0 = DoubleVector.zero(SPECIES);
    DoubleVector c1 = DoubleVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int i = aOffset + p * lda;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bOffset + p * ldb);
      c0 = DoubleVector.broadcast(SPECIES, a[i]).fma(b0, c0);
      c1 = DoubleVector.broadcast(SPECIES, a[i + 1]).fma(b0, c1);
    }
    DoubleVector scale = DoubleVector.broadcast(SPECIES, alpha);
    VectorMask<Double> kept = VectorMask.fromArray(SPECIES, KEPT, L - done);
    int row = cOffset;
    DoubleVector old = DoubleVector.fromArray(SPECIES, c, row);
    scale.fma(c0, old).blend(old, kept).intoArray(c, row);
    row += ldc;
    old = DoubleVector.fromArray(SPECIES, c, row);
    scale.fma(c1, old).blend(old, kept).intoArray(c, row);
  }

  /** Two rows by one element, for what is left of a row. */
  private static void column(
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
    double c0 = 0;
    double c1 = 0;
    for (int p = 0; p < k; p++) {
      int i = aOffset + p * lda;
      double right = b[bOffset + p * ldb];
      c0 = Math.fma(a[i], right, c0);
      c1 = Math.fma(a[i + 1], right, c1);
    }
    c[cOffset] = Math.fma(alpha, c0, c[cOffset]);
    c[cOffset + ldc] = Math.fma(alpha, c1, c[cOffset + ldc]);
  }

  /** One row, where their number is odd. */
  private static void lastRow(
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
    DoubleVector scale = DoubleVector.broadcast(SPECIES, alpha);
    int j = 0;
    for (; j <= n - L; j += L) {
      DoubleVector sum = DoubleVector.zero(SPECIES);
      for (int p = 0; p < k; p++) {
        DoubleVector right = DoubleVector.fromArray(SPECIES, b, bOffset + p * ldb + j);
        sum = DoubleVector.broadcast(SPECIES, a[aOffset + p * lda]).fma(right, sum);
      }
      scale.fma(sum, DoubleVector.fromArray(SPECIES, c, cOffset + j)).intoArray(c, cOffset + j);
    }
    for (; j < n; j++) {
      double sum = 0;
      for (int p = 0; p < k; p++) {
        sum = Math.fma(a[aOffset + p * lda], b[bOffset + p * ldb + j], sum);
      }
      c[cOffset + j] = Math.fma(alpha, sum, c[cOffset + j]);
    }
  }
}
