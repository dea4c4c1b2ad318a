package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * Eight rows by two vectors, for vectors of 512 bits: sixteen accumulators, and few enough columns
 * that a small matrix wastes little of its last panel.
 */
final class PanelKernel8x2 implements PanelKernel {
  private static final int L = SPECIES.length();
  private static final int WIDTH = 2 * L;

  @Override
  public int rows() {
    return 8;
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
    DoubleVector c40 = DoubleVector.zero(SPECIES);
    DoubleVector c41 = DoubleVector.zero(SPECIES);
    DoubleVector c50 = DoubleVector.zero(SPECIES);
    DoubleVector c51 = DoubleVector.zero(SPECIES);
    DoubleVector c60 = DoubleVector.zero(SPECIES);
    DoubleVector c61 = DoubleVector.zero(SPECIES);
    DoubleVector c70 = DoubleVector.zero(SPECIES);
    DoubleVector c71 = DoubleVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int i = aOffset + p * WIDTH;
      int j = bOffset + p * WIDTH;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, j);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, j + L);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[i]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[i + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[i + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[i + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      DoubleVector a4 = DoubleVector.broadcast(SPECIES, a[i + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      DoubleVector a5 = DoubleVector.broadcast(SPECIES, a[i + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      DoubleVector a6 = DoubleVector.broadcast(SPECIES, a[i + 6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      DoubleVector a7 = DoubleVector.broadcast(SPECIES, a[i + 7]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
    }
    c00 = DoubleVector.fromArray(SPECIES, b, tile).sub(c00);
    c01 = DoubleVector.fromArray(SPECIES, b, tile + L).sub(c01);
    c10 = DoubleVector.fromArray(SPECIES, b, tile + WIDTH).sub(c10);
    c11 = DoubleVector.fromArray(SPECIES, b, tile + WIDTH + L).sub(c11);
    c20 = DoubleVector.fromArray(SPECIES, b, tile + 2 * WIDTH).sub(c20);
    c21 = DoubleVector.fromArray(SPECIES, b, tile + 2 * WIDTH + L).sub(c21);
    c30 = DoubleVector.fromArray(SPECIES, b, tile + 3 * WIDTH).sub(c30);
    c31 = DoubleVector.fromArray(SPECIES, b, tile + 3 * WIDTH + L).sub(c31);
    c40 = DoubleVector.fromArray(SPECIES, b, tile + 4 * WIDTH).sub(c40);
    c41 = DoubleVector.fromArray(SPECIES, b, tile + 4 * WIDTH + L).sub(c41);
    c50 = DoubleVector.fromArray(SPECIES, b, tile + 5 * WIDTH).sub(c50);
    c51 = DoubleVector.fromArray(SPECIES, b, tile + 5 * WIDTH + L).sub(c51);
    c60 = DoubleVector.fromArray(SPECIES, b, tile + 6 * WIDTH).sub(c60);
    c61 = DoubleVector.fromArray(SPECIES, b, tile + 6 * WIDTH + L).sub(c61);
    c70 = DoubleVector.fromArray(SPECIES, b, tile + 7 * WIDTH).sub(c70);
    c71 = DoubleVector.fromArray(SPECIES, b, tile + 7 * WIDTH + L).sub(c71);

    c00 = c00.mul(triangle[triangleOffset]);
    c01 = c01.mul(triangle[triangleOffset]);
    c00.intoArray(b, tile);
    c01.intoArray(b, tile + L);

    DoubleVector u01 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 1]);
    c10 = u01.fma(c00, c10);
    c11 = u01.fma(c01, c11);
    c10 = c10.mul(triangle[triangleOffset + 9]);
    c11 = c11.mul(triangle[triangleOffset + 9]);
    c10.intoArray(b, tile + WIDTH);
    c11.intoArray(b, tile + WIDTH + L);

    DoubleVector u02 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 2]);
    c20 = u02.fma(c00, c20);
    c21 = u02.fma(c01, c21);
    DoubleVector u12 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 10]);
    c20 = u12.fma(c10, c20);
    c21 = u12.fma(c11, c21);
    c20 = c20.mul(triangle[triangleOffset + 18]);
    c21 = c21.mul(triangle[triangleOffset + 18]);
    c20.intoArray(b, tile + 2 * WIDTH);
    c21.intoArray(b, tile + 2 * WIDTH + L);

    DoubleVector u03 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 3]);
    c30 = u03.fma(c00, c30);
    c31 = u03.fma(c01, c31);
    DoubleVector u13 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 11]);
    c30 = u13.fma(c10, c30);
    c31 = u13.fma(c11, c31);
    DoubleVector u23 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 19]);
    c30 = u23.fma(c20, c30);
    c31 = u23.fma(c21, c31);
    c30 = c30.mul(triangle[triangleOffset + 27]);
    c31 = c31.mul(triangle[triangleOffset + 27]);
    c30.intoArray(b, tile + 3 * WIDTH);
    c31.intoArray(b, tile + 3 * WIDTH + L);

    DoubleVector u04 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 4]);
    c40 = u04.fma(c00, c40);
    c41 = u04.fma(c01, c41);
    DoubleVector u14 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 12]);
    c40 = u14.fma(c10, c40);
    c41 = u14.fma(c11, c41);
    DoubleVector u24 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 20]);
    c40 = u24.fma(c20, c40);
    c41 = u24.fma(c21, c41);
    DoubleVector u34 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 28]);
    c40 = u34.fma(c30, c40);
    c41 = u34.fma(c31, c41);
    c40 = c40.mul(triangle[triangleOffset + 36]);
    c41 = c41.mul(triangle[triangleOffset + 36]);
    c40.intoArray(b, tile + 4 * WIDTH);
    c41.intoArray(b, tile + 4 * WIDTH + L);

    DoubleVector u05 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 5]);
    c50 = u05.fma(c00, c50);
    c51 = u05.fma(c01, c51);
    DoubleVector u15 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 13]);
    c50 = u15.fma(c10, c50);
    c51 = u15.fma(c11, c51);
    DoubleVector u25 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 21]);
    c50 = u25.fma(c20, c50);
    c51 = u25.fma(c21, c51);
    DoubleVector u35 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 29]);
    c50 = u35.fma(c30, c50);
    c51 = u35.fma(c31, c51);
    DoubleVector u45 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 37]);
    c50 = u45.fma(c40, c50);
    c51 = u45.fma(c41, c51);
    c50 = c50.mul(triangle[triangleOffset + 45]);
    c51 = c51.mul(triangle[triangleOffset + 45]);
    c50.intoArray(b, tile + 5 * WIDTH);
    c51.intoArray(b, tile + 5 * WIDTH + L);

    DoubleVector u06 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 6]);
    c60 = u06.fma(c00, c60);
    c61 = u06.fma(c01, c61);
    DoubleVector u16 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 14]);
    c60 = u16.fma(c10, c60);
    c61 = u16.fma(c11, c61);
    DoubleVector u26 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 22]);
    c60 = u26.fma(c20, c60);
    c61 = u26.fma(c21, c61);
    DoubleVector u36 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 30]);
    c60 = u36.fma(c30, c60);
    c61 = u36.fma(c31, c61);
    DoubleVector u46 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 38]);
    c60 = u46.fma(c40, c60);
    c61 = u46.fma(c41, c61);
    DoubleVector u56 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 46]);
    c60 = u56.fma(c50, c60);
    c61 = u56.fma(c51, c61);
    c60 = c60.mul(triangle[triangleOffset + 54]);
    c61 = c61.mul(triangle[triangleOffset + 54]);
    c60.intoArray(b, tile + 6 * WIDTH);
    c61.intoArray(b, tile + 6 * WIDTH + L);

    DoubleVector u07 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 7]);
    c70 = u07.fma(c00, c70);
    c71 = u07.fma(c01, c71);
    DoubleVector u17 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 15]);
    c70 = u17.fma(c10, c70);
    c71 = u17.fma(c11, c71);
    DoubleVector u27 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 23]);
    c70 = u27.fma(c20, c70);
    c71 = u27.fma(c21, c71);
    DoubleVector u37 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 31]);
    c70 = u37.fma(c30, c70);
    c71 = u37.fma(c31, c71);
    DoubleVector u47 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 39]);
    c70 = u47.fma(c40, c70);
    c71 = u47.fma(c41, c71);
    DoubleVector u57 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 47]);
    c70 = u57.fma(c50, c70);
    c71 = u57.fma(c51, c71);
    DoubleVector u67 = DoubleVector.broadcast(SPECIES, triangle[triangleOffset + 55]);
    c70 = u67.fma(c60, c70);
    c71 = u67.fma(c61, c71);
    c70 = c70.mul(triangle[triangleOffset + 63]);
    c71 = c71.mul(triangle[triangleOffset + 63]);
    c70.intoArray(b, tile + 7 * WIDTH);
    c71.intoArray(b, tile + 7 * WIDTH + L);
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
    DoubleVector c40 = DoubleVector.zero(SPECIES);
    DoubleVector c41 = DoubleVector.zero(SPECIES);
    DoubleVector c50 = DoubleVector.zero(SPECIES);
    DoubleVector c51 = DoubleVector.zero(SPECIES);
    DoubleVector c60 = DoubleVector.zero(SPECIES);
    DoubleVector c61 = DoubleVector.zero(SPECIES);
    DoubleVector c70 = DoubleVector.zero(SPECIES);
    DoubleVector c71 = DoubleVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int i = aOffset + p * WIDTH;
      int j = bOffset + p * WIDTH;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, j);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, j + L);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[i]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[i + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[i + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[i + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      DoubleVector a4 = DoubleVector.broadcast(SPECIES, a[i + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      DoubleVector a5 = DoubleVector.broadcast(SPECIES, a[i + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      DoubleVector a6 = DoubleVector.broadcast(SPECIES, a[i + 6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      DoubleVector a7 = DoubleVector.broadcast(SPECIES, a[i + 7]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
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
    row += WIDTH;
    scale.fma(c40, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c41, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    row += WIDTH;
    scale.fma(c50, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c51, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    row += WIDTH;
    scale.fma(c60, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c61, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    row += WIDTH;
    scale.fma(c70, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c71, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
  }
}
