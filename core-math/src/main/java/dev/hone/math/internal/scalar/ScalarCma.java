package dev.hone.math.internal.scalar;

import dev.hone.math.internal.CmaKernels;

/** The passes of a CMA-ES in plain loops: the oracle of their vector twins. */
final class ScalarCma implements CmaKernels {

  @Override
  public void translate(
      int n, double[] mean, double sigma, double[] y, int yOffset, double[] out, int outOffset) {
    for (int j = 0; j < n; j++) {
      out[outOffset + j] = Math.fma(sigma, y[yOffset + j], mean[j]);
    }
  }

  @Override
  public void steps(
      int n, double[] mean, double sigma, double[] point, int offset, double[] y, int yOffset) {
    for (int j = 0; j < n; j++) {
      y[yOffset + j] = (point[offset + j] - mean[j]) / sigma;
    }
  }

  @Override
  public void scale(int n, double factor, double[] x, int xOffset, double[] out, int outOffset) {
    for (int j = 0; j < n; j++) {
      out[outOffset + j] = factor * x[xOffset + j];
    }
  }

  @Override
  public void mix(
      int n, double keep, double[] out, int offset, double weight, double[] x, int xOffset) {
    for (int j = 0; j < n; j++) {
      out[offset + j] = Math.fma(weight, x[xOffset + j], keep * out[offset + j]);
    }
  }

  @Override
  public void multiply(
      int n, double[] x, int xOffset, double[] y, int yOffset, double[] out, int outOffset) {
    for (int j = 0; j < n; j++) {
      out[outOffset + j] = x[xOffset + j] * y[yOffset + j];
    }
  }

  @Override
  public void addWeightedRows(
      int n, int m, double[] w, int[] order, double[] rows, int ld, double decay, double[] out) {
    for (int j = 0; j < n; j++) {
      double sum = decay * out[j];
      for (int i = 0; i < m; i++) {
        sum = Math.fma(w[i], rows[order[i] * ld + j], sum);
      }
      out[j] = sum;
    }
  }

  @Override
  public void addWeightedSquares(
      int n, int m, double[] w, int[] order, double[] rows, int ld, double decay, double[] out) {
    for (int j = 0; j < n; j++) {
      double sum = decay * out[j];
      for (int i = 0; i < m; i++) {
        double y = rows[order[i] * ld + j];
        sum = Math.fma(w[i] * y, y, sum);
      }
      out[j] = sum;
    }
  }

  @Override
  public void columnSquares(int n, int m, double[] rows, int ld, double[] out) {
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int i = 0; i < m; i++) {
        double y = rows[i * ld + j];
        sum = Math.fma(y, y, sum);
      }
      out[j] = sum;
    }
  }
}
