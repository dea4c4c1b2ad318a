package dev.hone.math.internal.simd;

/** Eight rows and columns. */
final class DiagonalKernel8 implements DiagonalKernel {
  /** Columns of a panel. */
  private static final int WIDTH = 2 * SimdSpecies.SPECIES.length();

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
}
