package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.DoubleVector;

/** Six rows of {@link EigenRowProduct} by two vectors; see {@link GemmKernel6x2}. */
final class EigenRowTile6x2 {
  private static final int L = SPECIES.length();

  private EigenRowTile6x2() {}

  /** C ← C + alpha·A·B on one tile, A along its rows, B a packed sliver. */
  static void multiplyAdd(
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
    DoubleVector c40 = DoubleVector.zero(SPECIES);
    DoubleVector c41 = DoubleVector.zero(SPECIES);
    DoubleVector c50 = DoubleVector.zero(SPECIES);
    DoubleVector c51 = DoubleVector.zero(SPECIES);
    int row0 = aOffset;
    int row1 = row0 + lda;
    int row2 = row1 + lda;
    int row3 = row2 + lda;
    int row4 = row3 + lda;
    int row5 = row4 + lda;
    for (int p = 0; p < k; p++) {
      int j = bOffset + p * 2 * L;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, j);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, j + L);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[row0 + p]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      VarHandle.loadLoadFence();
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[row1 + p]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      VarHandle.loadLoadFence();
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[row2 + p]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      VarHandle.loadLoadFence();
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[row3 + p]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      VarHandle.loadLoadFence();
      DoubleVector a4 = DoubleVector.broadcast(SPECIES, a[row4 + p]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      VarHandle.loadLoadFence();
      DoubleVector a5 = DoubleVector.broadcast(SPECIES, a[row5 + p]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      VarHandle.loadLoadFence();
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
    row += ldc;
    scale.fma(c40, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c41, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    row += ldc;
    scale.fma(c50, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c51, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
  }
}
