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
  public int factor(double[] a, int tile, double[] triangle, int triangleOffset) {
    int row0 = tile;
    int row1 = tile + 1 * WIDTH;
    int row2 = tile + 2 * WIDTH;
    int row3 = tile + 3 * WIDTH;
    int row4 = tile + 4 * WIDTH;
    int row5 = tile + 5 * WIDTH;
    int row6 = tile + 6 * WIDTH;
    int row7 = tile + 7 * WIDTH;
    double u00 = a[row0];
    double u01 = a[row0 + 1];
    double u02 = a[row0 + 2];
    double u03 = a[row0 + 3];
    double u04 = a[row0 + 4];
    double u05 = a[row0 + 5];
    double u06 = a[row0 + 6];
    double u07 = a[row0 + 7];
    double u11 = a[row1 + 1];
    double u12 = a[row1 + 2];
    double u13 = a[row1 + 3];
    double u14 = a[row1 + 4];
    double u15 = a[row1 + 5];
    double u16 = a[row1 + 6];
    double u17 = a[row1 + 7];
    double u22 = a[row2 + 2];
    double u23 = a[row2 + 3];
    double u24 = a[row2 + 4];
    double u25 = a[row2 + 5];
    double u26 = a[row2 + 6];
    double u27 = a[row2 + 7];
    double u33 = a[row3 + 3];
    double u34 = a[row3 + 4];
    double u35 = a[row3 + 5];
    double u36 = a[row3 + 6];
    double u37 = a[row3 + 7];
    double u44 = a[row4 + 4];
    double u45 = a[row4 + 5];
    double u46 = a[row4 + 6];
    double u47 = a[row4 + 7];
    double u55 = a[row5 + 5];
    double u56 = a[row5 + 6];
    double u57 = a[row5 + 7];
    double u66 = a[row6 + 6];
    double u67 = a[row6 + 7];
    double u77 = a[row7 + 7];

    if (!(u00 > 0 && u00 < Double.POSITIVE_INFINITY)) {
      return 0;
    }
    u00 = Math.sqrt(u00);
    double i0 = 1 / u00;
    u01 *= i0;
    u02 *= i0;
    u03 *= i0;
    u04 *= i0;
    u05 *= i0;
    u06 *= i0;
    u07 *= i0;
    u11 = Math.fma(-u01, u01, u11);
    u12 = Math.fma(-u01, u02, u12);
    u13 = Math.fma(-u01, u03, u13);
    u14 = Math.fma(-u01, u04, u14);
    u15 = Math.fma(-u01, u05, u15);
    u16 = Math.fma(-u01, u06, u16);
    u17 = Math.fma(-u01, u07, u17);
    u22 = Math.fma(-u02, u02, u22);
    u23 = Math.fma(-u02, u03, u23);
    u24 = Math.fma(-u02, u04, u24);
    u25 = Math.fma(-u02, u05, u25);
    u26 = Math.fma(-u02, u06, u26);
    u27 = Math.fma(-u02, u07, u27);
    u33 = Math.fma(-u03, u03, u33);
    u34 = Math.fma(-u03, u04, u34);
    u35 = Math.fma(-u03, u05, u35);
    u36 = Math.fma(-u03, u06, u36);
    u37 = Math.fma(-u03, u07, u37);
    u44 = Math.fma(-u04, u04, u44);
    u45 = Math.fma(-u04, u05, u45);
    u46 = Math.fma(-u04, u06, u46);
    u47 = Math.fma(-u04, u07, u47);
    u55 = Math.fma(-u05, u05, u55);
    u56 = Math.fma(-u05, u06, u56);
    u57 = Math.fma(-u05, u07, u57);
    u66 = Math.fma(-u06, u06, u66);
    u67 = Math.fma(-u06, u07, u67);
    u77 = Math.fma(-u07, u07, u77);

    if (!(u11 > 0 && u11 < Double.POSITIVE_INFINITY)) {
      return 1;
    }
    u11 = Math.sqrt(u11);
    double i1 = 1 / u11;
    u12 *= i1;
    u13 *= i1;
    u14 *= i1;
    u15 *= i1;
    u16 *= i1;
    u17 *= i1;
    u22 = Math.fma(-u12, u12, u22);
    u23 = Math.fma(-u12, u13, u23);
    u24 = Math.fma(-u12, u14, u24);
    u25 = Math.fma(-u12, u15, u25);
    u26 = Math.fma(-u12, u16, u26);
    u27 = Math.fma(-u12, u17, u27);
    u33 = Math.fma(-u13, u13, u33);
    u34 = Math.fma(-u13, u14, u34);
    u35 = Math.fma(-u13, u15, u35);
    u36 = Math.fma(-u13, u16, u36);
    u37 = Math.fma(-u13, u17, u37);
    u44 = Math.fma(-u14, u14, u44);
    u45 = Math.fma(-u14, u15, u45);
    u46 = Math.fma(-u14, u16, u46);
    u47 = Math.fma(-u14, u17, u47);
    u55 = Math.fma(-u15, u15, u55);
    u56 = Math.fma(-u15, u16, u56);
    u57 = Math.fma(-u15, u17, u57);
    u66 = Math.fma(-u16, u16, u66);
    u67 = Math.fma(-u16, u17, u67);
    u77 = Math.fma(-u17, u17, u77);

    if (!(u22 > 0 && u22 < Double.POSITIVE_INFINITY)) {
      return 2;
    }
    u22 = Math.sqrt(u22);
    double i2 = 1 / u22;
    u23 *= i2;
    u24 *= i2;
    u25 *= i2;
    u26 *= i2;
    u27 *= i2;
    u33 = Math.fma(-u23, u23, u33);
    u34 = Math.fma(-u23, u24, u34);
    u35 = Math.fma(-u23, u25, u35);
    u36 = Math.fma(-u23, u26, u36);
    u37 = Math.fma(-u23, u27, u37);
    u44 = Math.fma(-u24, u24, u44);
    u45 = Math.fma(-u24, u25, u45);
    u46 = Math.fma(-u24, u26, u46);
    u47 = Math.fma(-u24, u27, u47);
    u55 = Math.fma(-u25, u25, u55);
    u56 = Math.fma(-u25, u26, u56);
    u57 = Math.fma(-u25, u27, u57);
    u66 = Math.fma(-u26, u26, u66);
    u67 = Math.fma(-u26, u27, u67);
    u77 = Math.fma(-u27, u27, u77);

    if (!(u33 > 0 && u33 < Double.POSITIVE_INFINITY)) {
      return 3;
    }
    u33 = Math.sqrt(u33);
    double i3 = 1 / u33;
    u34 *= i3;
    u35 *= i3;
    u36 *= i3;
    u37 *= i3;
    u44 = Math.fma(-u34, u34, u44);
    u45 = Math.fma(-u34, u35, u45);
    u46 = Math.fma(-u34, u36, u46);
    u47 = Math.fma(-u34, u37, u47);
    u55 = Math.fma(-u35, u35, u55);
    u56 = Math.fma(-u35, u36, u56);
    u57 = Math.fma(-u35, u37, u57);
    u66 = Math.fma(-u36, u36, u66);
    u67 = Math.fma(-u36, u37, u67);
    u77 = Math.fma(-u37, u37, u77);

    if (!(u44 > 0 && u44 < Double.POSITIVE_INFINITY)) {
      return 4;
    }
    u44 = Math.sqrt(u44);
    double i4 = 1 / u44;
    u45 *= i4;
    u46 *= i4;
    u47 *= i4;
    u55 = Math.fma(-u45, u45, u55);
    u56 = Math.fma(-u45, u46, u56);
    u57 = Math.fma(-u45, u47, u57);
    u66 = Math.fma(-u46, u46, u66);
    u67 = Math.fma(-u46, u47, u67);
    u77 = Math.fma(-u47, u47, u77);

    if (!(u55 > 0 && u55 < Double.POSITIVE_INFINITY)) {
      return 5;
    }
    u55 = Math.sqrt(u55);
    double i5 = 1 / u55;
    u56 *= i5;
    u57 *= i5;
    u66 = Math.fma(-u56, u56, u66);
    u67 = Math.fma(-u56, u57, u67);
    u77 = Math.fma(-u57, u57, u77);

    if (!(u66 > 0 && u66 < Double.POSITIVE_INFINITY)) {
      return 6;
    }
    u66 = Math.sqrt(u66);
    double i6 = 1 / u66;
    u67 *= i6;
    u77 = Math.fma(-u67, u67, u77);

    if (!(u77 > 0 && u77 < Double.POSITIVE_INFINITY)) {
      return 7;
    }
    u77 = Math.sqrt(u77);
    double i7 = 1 / u77;

    a[row0] = u00;
    a[row0 + 1] = u01;
    a[row0 + 2] = u02;
    a[row0 + 3] = u03;
    a[row0 + 4] = u04;
    a[row0 + 5] = u05;
    a[row0 + 6] = u06;
    a[row0 + 7] = u07;
    a[row1 + 1] = u11;
    a[row1 + 2] = u12;
    a[row1 + 3] = u13;
    a[row1 + 4] = u14;
    a[row1 + 5] = u15;
    a[row1 + 6] = u16;
    a[row1 + 7] = u17;
    a[row2 + 2] = u22;
    a[row2 + 3] = u23;
    a[row2 + 4] = u24;
    a[row2 + 5] = u25;
    a[row2 + 6] = u26;
    a[row2 + 7] = u27;
    a[row3 + 3] = u33;
    a[row3 + 4] = u34;
    a[row3 + 5] = u35;
    a[row3 + 6] = u36;
    a[row3 + 7] = u37;
    a[row4 + 4] = u44;
    a[row4 + 5] = u45;
    a[row4 + 6] = u46;
    a[row4 + 7] = u47;
    a[row5 + 5] = u55;
    a[row5 + 6] = u56;
    a[row5 + 7] = u57;
    a[row6 + 6] = u66;
    a[row6 + 7] = u67;
    a[row7 + 7] = u77;

    triangle[triangleOffset] = i0;
    triangle[triangleOffset + 1] = -u01;
    triangle[triangleOffset + 2] = -u02;
    triangle[triangleOffset + 3] = -u03;
    triangle[triangleOffset + 4] = -u04;
    triangle[triangleOffset + 5] = -u05;
    triangle[triangleOffset + 6] = -u06;
    triangle[triangleOffset + 7] = -u07;
    triangle[triangleOffset + 9] = i1;
    triangle[triangleOffset + 10] = -u12;
    triangle[triangleOffset + 11] = -u13;
    triangle[triangleOffset + 12] = -u14;
    triangle[triangleOffset + 13] = -u15;
    triangle[triangleOffset + 14] = -u16;
    triangle[triangleOffset + 15] = -u17;
    triangle[triangleOffset + 18] = i2;
    triangle[triangleOffset + 19] = -u23;
    triangle[triangleOffset + 20] = -u24;
    triangle[triangleOffset + 21] = -u25;
    triangle[triangleOffset + 22] = -u26;
    triangle[triangleOffset + 23] = -u27;
    triangle[triangleOffset + 27] = i3;
    triangle[triangleOffset + 28] = -u34;
    triangle[triangleOffset + 29] = -u35;
    triangle[triangleOffset + 30] = -u36;
    triangle[triangleOffset + 31] = -u37;
    triangle[triangleOffset + 36] = i4;
    triangle[triangleOffset + 37] = -u45;
    triangle[triangleOffset + 38] = -u46;
    triangle[triangleOffset + 39] = -u47;
    triangle[triangleOffset + 45] = i5;
    triangle[triangleOffset + 46] = -u56;
    triangle[triangleOffset + 47] = -u57;
    triangle[triangleOffset + 54] = i6;
    triangle[triangleOffset + 55] = -u67;
    triangle[triangleOffset + 63] = i7;
    return -1;
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
