package dev.hone.math.internal.simd;

/** Four rows and columns. */
final class DiagonalKernel4 implements DiagonalKernel {
  /** Columns of a panel. */
  private static final int WIDTH = 2 * SimdSpecies.SPECIES.length();

  @Override
  public int factor(double[] a, int tile, double[] triangle, int triangleOffset) {
    int row0 = tile;
    int row1 = tile + 1 * WIDTH;
    int row2 = tile + 2 * WIDTH;
    int row3 = tile + 3 * WIDTH;
    double u00 = a[row0];
    double u01 = a[row0 + 1];
    double u02 = a[row0 + 2];
    double u03 = a[row0 + 3];
    double u11 = a[row1 + 1];
    double u12 = a[row1 + 2];
    double u13 = a[row1 + 3];
    double u22 = a[row2 + 2];
    double u23 = a[row2 + 3];
    double u33 = a[row3 + 3];

    if (!(u00 > 0 && u00 < Double.POSITIVE_INFINITY)) {
      return 0;
    }
    u00 = Math.sqrt(u00);
    double i0 = 1 / u00;
    u01 *= i0;
    u02 *= i0;
    u03 *= i0;
    u11 = Math.fma(-u01, u01, u11);
    u12 = Math.fma(-u01, u02, u12);
    u13 = Math.fma(-u01, u03, u13);
    u22 = Math.fma(-u02, u02, u22);
    u23 = Math.fma(-u02, u03, u23);
    u33 = Math.fma(-u03, u03, u33);

    if (!(u11 > 0 && u11 < Double.POSITIVE_INFINITY)) {
      return 1;
    }
    u11 = Math.sqrt(u11);
    double i1 = 1 / u11;
    u12 *= i1;
    u13 *= i1;
    u22 = Math.fma(-u12, u12, u22);
    u23 = Math.fma(-u12, u13, u23);
    u33 = Math.fma(-u13, u13, u33);

    if (!(u22 > 0 && u22 < Double.POSITIVE_INFINITY)) {
      return 2;
    }
    u22 = Math.sqrt(u22);
    double i2 = 1 / u22;
    u23 *= i2;
    u33 = Math.fma(-u23, u23, u33);

    if (!(u33 > 0 && u33 < Double.POSITIVE_INFINITY)) {
      return 3;
    }
    u33 = Math.sqrt(u33);
    double i3 = 1 / u33;

    a[row0] = u00;
    a[row0 + 1] = u01;
    a[row0 + 2] = u02;
    a[row0 + 3] = u03;
    a[row1 + 1] = u11;
    a[row1 + 2] = u12;
    a[row1 + 3] = u13;
    a[row2 + 2] = u22;
    a[row2 + 3] = u23;
    a[row3 + 3] = u33;

    triangle[triangleOffset] = i0;
    triangle[triangleOffset + 1] = -u01;
    triangle[triangleOffset + 2] = -u02;
    triangle[triangleOffset + 3] = -u03;
    triangle[triangleOffset + 5] = i1;
    triangle[triangleOffset + 6] = -u12;
    triangle[triangleOffset + 7] = -u13;
    triangle[triangleOffset + 10] = i2;
    triangle[triangleOffset + 11] = -u23;
    triangle[triangleOffset + 15] = i3;
    return -1;
  }
}
