package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * The tiles of {@link EigenRowProduct}: four rows of A, read where they lie, by one or two slivers
 * of a packed B.
 */
final class EigenTiles {
  private static final int L = SPECIES.length();

  /**
   * Whether a tile may take two slivers: with vectors of 512 bits there are registers for sixteen
   * accumulators and their operands, and half as much of A is loaded.
   */
  static final boolean WIDE = L == 8;

  private EigenTiles() {}

  /**
   * C ← C + alpha·A·B on one tile.
   *
   * @param slivers how many of B lie side by side: 1, or 2 where tiles are {@link #WIDE}
   * @param k columns of A and rows of each sliver
   */
  static void multiplyAdd(
      int slivers,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] b,
      int bOffset,
      double[] c,
      int cOffset,
      int ldc) {
    if (slivers == 2) {
      wide(k, alpha, a, aOffset, lda, b, bOffset, c, cOffset, ldc);
    } else {
      narrow(k, alpha, a, aOffset, lda, b, bOffset, c, cOffset, ldc);
    }
  }

  /**
   * One tile in eight accumulators: as many as hide the latency of two FMA pipes, and few enough to
   * stay, with their operands, within sixteen registers.
   */
  private static void narrow(
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] b,
      int bOffset,
      double[] c,
      int cOffset,
      int ldc) {
    DoubleVector c00 = DoubleVector.zero(SPECIES);
    DoubleVector c01 = DoubleVector.zero(SPECIES);
    DoubleVector c10 = DoubleVector.zero(SPECIES);
    DoubleVector c11 = DoubleVector.zero(SPECIES);
    DoubleVector c20 = DoubleVector.zero(SPECIES);
    DoubleVector c21 = DoubleVector.zero(SPECIES);
    DoubleVector c30 = DoubleVector.zero(SPECIES);
    DoubleVector c31 = DoubleVector.zero(SPECIES);
    int row0 = aOffset;
    int row1 = row0 + lda;
    int row2 = row1 + lda;
    int row3 = row2 + lda;
    for (int p = 0; p < k; p++) {
      int q = bOffset + p * EigenRowProduct.COLUMNS;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, q);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[row0 + p]);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[row1 + p]);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[row2 + p]);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[row3 + p]);
      c00 = a0.fma(b0, c00);
      c10 = a1.fma(b0, c10);
      c20 = a2.fma(b0, c20);
      c30 = a3.fma(b0, c30);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, q + L);
      c01 = a0.fma(b1, c01);
      c11 = a1.fma(b1, c11);
      c21 = a2.fma(b1, c21);
      c31 = a3.fma(b1, c31);
    }
    DoubleVector scale = DoubleVector.broadcast(SPECIES, alpha);
    int row = cOffset;
    scale.fma(c00, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c01, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    row += ldc;
    scale.fma(c10, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c11, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    row += ldc;
    scale.fma(c20, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c21, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    row += ldc;
    scale.fma(c30, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c31, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
  }

  /** Two such tiles side by side, with the same sums, in sixteen accumulators. */
  private static void wide(
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] b,
      int bOffset,
      double[] c,
      int cOffset,
      int ldc) {
    DoubleVector c00 = DoubleVector.zero(SPECIES);
    DoubleVector c01 = DoubleVector.zero(SPECIES);
    DoubleVector c02 = DoubleVector.zero(SPECIES);
    DoubleVector c03 = DoubleVector.zero(SPECIES);
    DoubleVector c10 = DoubleVector.zero(SPECIES);
    DoubleVector c11 = DoubleVector.zero(SPECIES);
    DoubleVector c12 = DoubleVector.zero(SPECIES);
    DoubleVector c13 = DoubleVector.zero(SPECIES);
    DoubleVector c20 = DoubleVector.zero(SPECIES);
    DoubleVector c21 = DoubleVector.zero(SPECIES);
    DoubleVector c22 = DoubleVector.zero(SPECIES);
    DoubleVector c23 = DoubleVector.zero(SPECIES);
    DoubleVector c30 = DoubleVector.zero(SPECIES);
    DoubleVector c31 = DoubleVector.zero(SPECIES);
    DoubleVector c32 = DoubleVector.zero(SPECIES);
    DoubleVector c33 = DoubleVector.zero(SPECIES);
    int row0 = aOffset;
    int row1 = row0 + lda;
    int row2 = row1 + lda;
    int row3 = row2 + lda;
    int next = bOffset + k * EigenRowProduct.COLUMNS;
    for (int p = 0; p < k; p++) {
      int q = bOffset + p * EigenRowProduct.COLUMNS;
      int r = next + p * EigenRowProduct.COLUMNS;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, q);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, q + L);
      DoubleVector b2 = DoubleVector.fromArray(SPECIES, b, r);
      DoubleVector b3 = DoubleVector.fromArray(SPECIES, b, r + L);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[row0 + p]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[row1 + p]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      c13 = a1.fma(b3, c13);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[row2 + p]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      c23 = a2.fma(b3, c23);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[row3 + p]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      c33 = a3.fma(b3, c33);
    }
    DoubleVector scale = DoubleVector.broadcast(SPECIES, alpha);
    int row = cOffset;
    scale.fma(c00, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c01, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    scale.fma(c02, DoubleVector.fromArray(SPECIES, c, row + 2 * L)).intoArray(c, row + 2 * L);
    scale.fma(c03, DoubleVector.fromArray(SPECIES, c, row + 3 * L)).intoArray(c, row + 3 * L);
    row += ldc;
    scale.fma(c10, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c11, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    scale.fma(c12, DoubleVector.fromArray(SPECIES, c, row + 2 * L)).intoArray(c, row + 2 * L);
    scale.fma(c13, DoubleVector.fromArray(SPECIES, c, row + 3 * L)).intoArray(c, row + 3 * L);
    row += ldc;
    scale.fma(c20, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c21, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    scale.fma(c22, DoubleVector.fromArray(SPECIES, c, row + 2 * L)).intoArray(c, row + 2 * L);
    scale.fma(c23, DoubleVector.fromArray(SPECIES, c, row + 3 * L)).intoArray(c, row + 3 * L);
    row += ldc;
    scale.fma(c30, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c31, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    scale.fma(c32, DoubleVector.fromArray(SPECIES, c, row + 2 * L)).intoArray(c, row + 2 * L);
    scale.fma(c33, DoubleVector.fromArray(SPECIES, c, row + 3 * L)).intoArray(c, row + 3 * L);
  }
}
