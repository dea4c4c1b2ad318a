package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import dev.hone.math.internal.CmaKernels;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/** The passes of a CMA-ES on the Vector API. */
final class SimdCma implements CmaKernels {
  private static final int L = SPECIES.length();

  @Override
  public void translate(
      int n, double[] mean, double sigma, double[] y, int yOffset, double[] out, int outOffset) {
    DoubleVector s = DoubleVector.broadcast(SPECIES, sigma);
    int j = 0;
    for (; j <= n - L; j += L) {
      DoubleVector m = DoubleVector.fromArray(SPECIES, mean, j);
      s.fma(DoubleVector.fromArray(SPECIES, y, yOffset + j), m).intoArray(out, outOffset + j);
    }
    for (; j < n; j++) {
      out[outOffset + j] = Math.fma(sigma, y[yOffset + j], mean[j]);
    }
  }

  @Override
  public void steps(
      int n, double[] mean, double sigma, double[] point, int offset, double[] y, int yOffset) {
    int j = 0;
    for (; j <= n - L; j += L) {
      DoubleVector p = DoubleVector.fromArray(SPECIES, point, offset + j);
      p.sub(DoubleVector.fromArray(SPECIES, mean, j)).div(sigma).intoArray(y, yOffset + j);
    }
    for (; j < n; j++) {
      y[yOffset + j] = (point[offset + j] - mean[j]) / sigma;
    }
  }

  @Override
  public void scale(int n, double factor, double[] x, int xOffset, double[] out, int outOffset) {
    int j = 0;
    for (; j <= n - L; j += L) {
      DoubleVector.fromArray(SPECIES, x, xOffset + j).mul(factor).intoArray(out, outOffset + j);
    }
    for (; j < n; j++) {
      out[outOffset + j] = factor * x[xOffset + j];
    }
  }

  @Override
  public void mix(
      int n, double keep, double[] out, int offset, double weight, double[] x, int xOffset) {
    DoubleVector w = DoubleVector.broadcast(SPECIES, weight);
    int j = 0;
    for (; j <= n - L; j += L) {
      DoubleVector kept = DoubleVector.fromArray(SPECIES, out, offset + j).mul(keep);
      w.fma(DoubleVector.fromArray(SPECIES, x, xOffset + j), kept).intoArray(out, offset + j);
    }
    for (; j < n; j++) {
      out[offset + j] = Math.fma(weight, x[xOffset + j], keep * out[offset + j]);
    }
  }

  @Override
  public void multiply(
      int n, double[] x, int xOffset, double[] y, int yOffset, double[] out, int outOffset) {
    int j = 0;
    for (; j <= n - L; j += L) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, xOffset + j);
      v.mul(DoubleVector.fromArray(SPECIES, y, yOffset + j)).intoArray(out, outOffset + j);
    }
    for (; j < n; j++) {
      out[outOffset + j] = x[xOffset + j] * y[yOffset + j];
    }
  }

  @Override
  public void addWeightedRows(
      int n, int m, double[] w, int[] order, double[] rows, int ld, double decay, double[] out) {
    int j = 0;
    for (; j <= n - 4 * L; j += 4 * L) {
      DoubleVector s0 = DoubleVector.fromArray(SPECIES, out, j).mul(decay);
      DoubleVector s1 = DoubleVector.fromArray(SPECIES, out, j + L).mul(decay);
      DoubleVector s2 = DoubleVector.fromArray(SPECIES, out, j + 2 * L).mul(decay);
      DoubleVector s3 = DoubleVector.fromArray(SPECIES, out, j + 3 * L).mul(decay);
      for (int i = 0; i < m; i++) {
        int p = order[i] * ld + j;
        DoubleVector weight = DoubleVector.broadcast(SPECIES, w[i]);
        s0 = weight.fma(DoubleVector.fromArray(SPECIES, rows, p), s0);
        s1 = weight.fma(DoubleVector.fromArray(SPECIES, rows, p + L), s1);
        s2 = weight.fma(DoubleVector.fromArray(SPECIES, rows, p + 2 * L), s2);
        s3 = weight.fma(DoubleVector.fromArray(SPECIES, rows, p + 3 * L), s3);
      }
      s0.intoArray(out, j);
      s1.intoArray(out, j + L);
      s2.intoArray(out, j + 2 * L);
      s3.intoArray(out, j + 3 * L);
    }
    for (; j <= n - L; j += L) {
      DoubleVector sum = DoubleVector.fromArray(SPECIES, out, j).mul(decay);
      for (int i = 0; i < m; i++) {
        DoubleVector weight = DoubleVector.broadcast(SPECIES, w[i]);
        sum = weight.fma(DoubleVector.fromArray(SPECIES, rows, order[i] * ld + j), sum);
      }
      sum.intoArray(out, j);
    }
    for (; j < n; j++) {
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
    int j = 0;
    for (; j <= n - 2 * L; j += 2 * L) {
      DoubleVector s0 = DoubleVector.fromArray(SPECIES, out, j).mul(decay);
      DoubleVector s1 = DoubleVector.fromArray(SPECIES, out, j + L).mul(decay);
      for (int i = 0; i < m; i++) {
        int p = order[i] * ld + j;
        DoubleVector y0 = DoubleVector.fromArray(SPECIES, rows, p);
        DoubleVector y1 = DoubleVector.fromArray(SPECIES, rows, p + L);
        s0 = y0.mul(w[i]).fma(y0, s0);
        s1 = y1.mul(w[i]).fma(y1, s1);
      }
      s0.intoArray(out, j);
      s1.intoArray(out, j + L);
    }
    for (; j < n; j++) {
      double sum = decay * out[j];
      for (int i = 0; i < m; i++) {
        double y = rows[order[i] * ld + j];
        sum = Math.fma(w[i] * y, y, sum);
      }
      out[j] = sum;
    }
  }

  /** By rows, since a column of a large population would touch a cache line for each element. */
  @Override
  public void columnSquares(int n, int m, double[] rows, int ld, double[] out) {
    Arrays.fill(out, 0, n, 0);
    for (int i = 0; i < m; i++) {
      addSquares(n, rows, i * ld, out);
    }
  }

  private static void addSquares(int n, double[] x, int offset, double[] out) {
    int j = 0;
    for (; j <= n - L; j += L) {
      DoubleVector y = DoubleVector.fromArray(SPECIES, x, offset + j);
      y.fma(y, DoubleVector.fromArray(SPECIES, out, j)).intoArray(out, j);
    }
    for (; j < n; j++) {
      out[j] = Math.fma(x[offset + j], x[offset + j], out[j]);
    }
  }
}
