package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * Six rows by four vectors, for vectors of 512 bits.
 *
 * <p>Twenty-four accumulators, four vectors of B and a broadcast stay within thirty-two registers.
 * Eight rows by three vectors do as much work per load, but spill: the JIT hoists every broadcast.
 */
final class GemmKernel6x4 implements GemmKernel {
  private static final int L = SPECIES.length();

  @Override
  public int rows() {
    return 6;
  }

  @Override
  public int columns() {
    return 4 * L;
  }

  @Override
  public void multiplyAdd(
      int k,
      double alpha,
      double[] a,
      int aOffset,
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
    DoubleVector c40 = DoubleVector.zero(SPECIES);
    DoubleVector c41 = DoubleVector.zero(SPECIES);
    DoubleVector c42 = DoubleVector.zero(SPECIES);
    DoubleVector c43 = DoubleVector.zero(SPECIES);
    DoubleVector c50 = DoubleVector.zero(SPECIES);
    DoubleVector c51 = DoubleVector.zero(SPECIES);
    DoubleVector c52 = DoubleVector.zero(SPECIES);
    DoubleVector c53 = DoubleVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int i = aOffset + p * 6;
      int j = bOffset + p * 4 * L;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, j);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, j + L);
      DoubleVector b2 = DoubleVector.fromArray(SPECIES, b, j + 2 * L);
      DoubleVector b3 = DoubleVector.fromArray(SPECIES, b, j + 3 * L);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[i]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[i + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      c13 = a1.fma(b3, c13);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[i + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      c23 = a2.fma(b3, c23);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[i + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      c33 = a3.fma(b3, c33);
      DoubleVector a4 = DoubleVector.broadcast(SPECIES, a[i + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      c42 = a4.fma(b2, c42);
      c43 = a4.fma(b3, c43);
      DoubleVector a5 = DoubleVector.broadcast(SPECIES, a[i + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      c52 = a5.fma(b2, c52);
      c53 = a5.fma(b3, c53);
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
    row += ldc;
    scale.fma(c40, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c41, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    scale.fma(c42, DoubleVector.fromArray(SPECIES, c, row + 2 * L)).intoArray(c, row + 2 * L);
    scale.fma(c43, DoubleVector.fromArray(SPECIES, c, row + 3 * L)).intoArray(c, row + 3 * L);
    row += ldc;
    scale.fma(c50, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c51, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    scale.fma(c52, DoubleVector.fromArray(SPECIES, c, row + 2 * L)).intoArray(c, row + 2 * L);
    scale.fma(c53, DoubleVector.fromArray(SPECIES, c, row + 3 * L)).intoArray(c, row + 3 * L);
  }

  @Override
  public void multiplyAddVector(
      int k,
      double alpha,
      double[] a,
      int aOffset,
      double[] b,
      int bOffset,
      double[] c,
      int cOffset,
      int ldc) {
    DoubleVector c0 = DoubleVector.zero(SPECIES);
    DoubleVector c1 = DoubleVector.zero(SPECIES);
    DoubleVector c2 = DoubleVector.zero(SPECIES);
    DoubleVector c3 = DoubleVector.zero(SPECIES);
    DoubleVector c4 = DoubleVector.zero(SPECIES);
    DoubleVector c5 = DoubleVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int i = aOffset + p * 6;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bOffset + p * 4 * L);
      c0 = DoubleVector.broadcast(SPECIES, a[i]).fma(b0, c0);
      c1 = DoubleVector.broadcast(SPECIES, a[i + 1]).fma(b0, c1);
      c2 = DoubleVector.broadcast(SPECIES, a[i + 2]).fma(b0, c2);
      c3 = DoubleVector.broadcast(SPECIES, a[i + 3]).fma(b0, c3);
      c4 = DoubleVector.broadcast(SPECIES, a[i + 4]).fma(b0, c4);
      c5 = DoubleVector.broadcast(SPECIES, a[i + 5]).fma(b0, c5);
    }
    DoubleVector scale = DoubleVector.broadcast(SPECIES, alpha);
    int row = cOffset;
    scale.fma(c0, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    row += ldc;
    scale.fma(c1, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    row += ldc;
    scale.fma(c2, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    row += ldc;
    scale.fma(c3, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    row += ldc;
    scale.fma(c4, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    row += ldc;
    scale.fma(c5, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
  }
}
