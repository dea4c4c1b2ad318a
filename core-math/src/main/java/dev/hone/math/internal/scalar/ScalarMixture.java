package dev.hone.math.internal.scalar;

import dev.hone.math.internal.MixtureKernels;

/** The passes of a mixture as plain loops: one formula per method. */
final class ScalarMixture implements MixtureKernels {

  @Override
  public void subtractSquares(
      int points,
      int d,
      double[] x,
      int xOffset,
      int n,
      double[] scale,
      double[] shift,
      int offset,
      double[] e) {
    for (int c = 0; c < points; c++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int k = 0; k < d; k++) {
          int kj = offset + (j / BLOCK * d + k) * BLOCK + j % BLOCK;
          double z = Math.fma(x[xOffset + c * d + k], scale[kj], shift[kj]);
          sum = Math.fma(z, z, sum);
        }
        e[c * n + j] = Math.max(Math.fma(-0.5, sum, e[c * n + j]), FLOOR);
      }
    }
  }

  @Override
  public void subtractProducts(
      int points,
      int d,
      double[] x,
      int xOffset,
      double[] own,
      int ownOffset,
      int n,
      double[] shift,
      int offset,
      double[] base,
      int baseOffset,
      int baseStride,
      double[] e) {
    for (int c = 0; c < points; c++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int k = 0; k < d; k++) {
          int kj = offset + (j / BLOCK * d + k) * BLOCK + j % BLOCK;
          sum = Math.fma(x[xOffset + c * d + k], shift[kj], sum);
        }
        double from = base[baseOffset + c * baseStride + j] - own[ownOffset + c];
        e[c * n + j] = Math.max(from - sum, FLOOR);
      }
    }
  }

  @Override
  public void subtractMismatches(
      double penalty, double code, int n, double[] codes, int offset, double[] e, int eOffset) {
    for (int j = 0; j < n; j++) {
      if (codes[offset + j] != code) {
        e[eOffset + j] -= penalty;
      }
    }
  }

  @Override
  public void addWeighted(
      int points, int n, double[] w, int wOffset, double[] e, double[] sums, int sumsOffset) {
    for (int c = 0; c < points; c++) {
      for (int j = 0; j < n; j++) {
        int lane = sumsOffset + c * BLOCK + j % BLOCK;
        sums[lane] = Math.fma(w[wOffset + j], e[c * n + j], sums[lane]);
      }
    }
  }
}
