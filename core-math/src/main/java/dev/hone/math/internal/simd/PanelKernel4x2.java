package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import jdk.incubator.vector.DoubleVector;

/** Four rows by two vectors, for vectors of 128 and 256 bits; see {@link GemmKernel4x2}. */
final class PanelKernel4x2 implements PanelKernel {
  private static final int L = SPECIES.length();
  private static final int WIDTH = 2 * L;

  @Override
  public int rows() {
    return 4;
  }

  @Override
  public int columns() {
    return WIDTH;
  }

  @Override
  public void solve(
      int k,
      double[] a,
      int aOffset,
      double[] b,
      int bOffset,
      int tile,
      double[] triangle,
      int triangleOffset) {
    DoubleVector c00 = DoubleVector.zero(SPECIES);
    DoubleVector c01 = DoubleVector.zero(SPECIES);
    DoubleVector c10 = DoubleVector.zero(SPECIES);
    DoubleVector c11 = DoubleVector.zero(SPECIES);
    DoubleVector c20 = DoubleVector.zero(SPECIES);
    DoubleVector c21 = DoubleVector.zero(SPECIES);
    DoubleVector c30 = DoubleVector.zero(SPECIES);
    DoubleVector c31 = DoubleVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int i = aOffset + p * WIDTH;
      int j = bOffset + p * WIDTH;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, j);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[i]);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[i + 1]);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[i + 2]);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[i + 3]);
      c00 = a0.fma(b0, c00);
      c10 = a1.fma(b0, c10);
      c20 = a2.fma(b0, c20);
      c30 = a3.fma(b0, c30);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, j + L);
      c01 = a0.fma(b1, c01);
      c11 = a1.fma(b1, c11);
      c21 = a2.fma(b1, c21);
      c31 = a3.fma(b1, c31);
    }
    c00 = DoubleVector.fromArray(SPECIES, b, tile).sub(c00);
    c01 = DoubleVector.fromArray(SPECIES, b, tile + L).sub(c01);
    c10 = DoubleVector.fromArray(SPECIES, b, tile + WIDTH).sub(c10);
    c11 = DoubleVector.fromArray(SPECIES, b, tile + WIDTH + L).sub(c11);
    c20 = DoubleVector.fromArray(SPECIES, b, tile + 2 * WIDTH).sub(c20);
    c21 = DoubleVector.fromArray(SPECIES, b, tile + 2 * WIDTH + L).sub(c21);
    c30 = DoubleVector.fromArray(SPECIES, b, tile + 3 * WIDTH).sub(c30);
    c31 = DoubleVector.fromArray(SPECIES, b, tile + 3 * WIDTH + L).sub(c31);

    c00 = c00.mul(triangle[triangleOffset]);
    c01 = c01.mul(triangle[triangleOffset]);
    c00.intoArray(b, tile);
    c01.intoArray(b, tile + L);

    DoubleVector u01 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 1]);
    c10 = u01.fma(c00, c10);
    c11 = u01.fma(c01, c11);
    c10 = c10.mul(triangle[triangleOffset + 5]);
    c11 = c11.mul(triangle[triangleOffset + 5]);
    c10.intoArray(b, tile + WIDTH);
    c11.intoArray(b, tile + WIDTH + L);

    DoubleVector u02 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 2]);
    c20 = u02.fma(c00, c20);
    c21 = u02.fma(c01, c21);
    DoubleVector u12 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 6]);
    c20 = u12.fma(c10, c20);
    c21 = u12.fma(c11, c21);
    c20 = c20.mul(triangle[triangleOffset + 10]);
    c21 = c21.mul(triangle[triangleOffset + 10]);
    c20.intoArray(b, tile + 2 * WIDTH);
    c21.intoArray(b, tile + 2 * WIDTH + L);

    DoubleVector u03 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 3]);
    c30 = u03.fma(c00, c30);
    c31 = u03.fma(c01, c31);
    DoubleVector u13 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 7]);
    c30 = u13.fma(c10, c30);
    c31 = u13.fma(c11, c31);
    DoubleVector u23 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 11]);
    c30 = u23.fma(c20, c30);
    c31 = u23.fma(c21, c31);
    c30 = c30.mul(triangle[triangleOffset + 15]);
    c31 = c31.mul(triangle[triangleOffset + 15]);
    c30.intoArray(b, tile + 3 * WIDTH);
    c31.intoArray(b, tile + 3 * WIDTH + L);
  }

  @Override
  public void addProduct(
      int k, double alpha, double[] a, int aOffset, double[] b, int bOffset, double[] c, int tile) {
    DoubleVector c00 = DoubleVector.zero(SPECIES);
    DoubleVector c01 = DoubleVector.zero(SPECIES);
    DoubleVector c10 = DoubleVector.zero(SPECIES);
    DoubleVector c11 = DoubleVector.zero(SPECIES);
    DoubleVector c20 = DoubleVector.zero(SPECIES);
    DoubleVector c21 = DoubleVector.zero(SPECIES);
    DoubleVector c30 = DoubleVector.zero(SPECIES);
    DoubleVector c31 = DoubleVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int i = aOffset + p * WIDTH;
      int j = bOffset + p * WIDTH;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, j);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[i]);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[i + 1]);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[i + 2]);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[i + 3]);
      c00 = a0.fma(b0, c00);
      c10 = a1.fma(b0, c10);
      c20 = a2.fma(b0, c20);
      c30 = a3.fma(b0, c30);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, j + L);
      c01 = a0.fma(b1, c01);
      c11 = a1.fma(b1, c11);
      c21 = a2.fma(b1, c21);
      c31 = a3.fma(b1, c31);
    }
    DoubleVector scale = DoubleVector.broadcast(SPECIES, alpha);
    int row = tile;
    scale.fma(c00, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c01, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    row += WIDTH;
    scale.fma(c10, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c11, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    row += WIDTH;
    scale.fma(c20, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c21, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    row += WIDTH;
    scale.fma(c30, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c31, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
  }
}
