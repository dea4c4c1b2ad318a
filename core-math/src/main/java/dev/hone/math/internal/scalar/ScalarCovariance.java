package dev.hone.math.internal.scalar;

import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.internal.CovarianceKernels;

/** The covariance passes as plain loops: one formula per method. */
final class ScalarCovariance implements CovarianceKernels {

  @Override
  public void squaredDistances(
      int d,
      double[] p,
      int pOffset,
      int ldp,
      int n,
      double[] x,
      int xOffset,
      int ldx,
      double[] r2,
      int r2Offset) {
    for (int j = 0; j < n; j++) {
      r2[r2Offset + j] = 0;
    }
    for (int k = 0; k < d; k++) {
      double pk = p[pOffset + k * ldp];
      int row = xOffset + k * ldx;
      for (int j = 0; j < n; j++) {
        double difference = x[row + j] - pk;
        r2[r2Offset + j] = Math.fma(difference, difference, r2[r2Offset + j]);
      }
    }
  }

  @Override
  public void squaredDistancesOfTwo(
      int d,
      double[] p,
      int pOffset,
      int ldp,
      int n,
      double[] x,
      int xOffset,
      int ldx,
      double[] r2,
      int r2Offset,
      int ldr) {
    squaredDistances(d, p, pOffset, ldp, n, x, xOffset, ldx, r2, r2Offset);
    squaredDistances(d, p, pOffset + 1, ldp, n, x, xOffset, ldx, r2, r2Offset + ldr);
  }

  @Override
  public void addMismatches(
      double weight, double code, int n, double[] x, int xOffset, double[] r2, int r2Offset) {
    for (int j = 0; j < n; j++) {
      if (x[xOffset + j] != code) {
        r2[r2Offset + j] += weight;
      }
    }
  }

  @Override
  public void exponents(
      CovarianceFunction function,
      int n,
      double[] r2,
      int r2Offset,
      double[] exponent,
      int offset) {
    switch (function) {
      case MATERN_52 -> maternExponents(5, n, r2, r2Offset, exponent, offset);
      case MATERN_32 -> maternExponents(3, n, r2, r2Offset, exponent, offset);
      case MATERN_12 -> maternExponents(1, n, r2, r2Offset, exponent, offset);
      case RBF -> {
        for (int j = 0; j < n; j++) {
          exponent[offset + j] = -0.5 * r2[r2Offset + j];
        }
      }
    }
  }

  private static void maternExponents(
      double factor, int n, double[] r2, int r2Offset, double[] exponent, int offset) {
    for (int j = 0; j < n; j++) {
      double q = Math.sqrt(factor * r2[r2Offset + j]);
      r2[r2Offset + j] = q;
      exponent[offset + j] = -q;
    }
  }

  @Override
  public void covariances(
      CovarianceFunction function,
      double outputScale,
      int n,
      double[] q,
      int qOffset,
      double[] exponential,
      int offset) {
    switch (function) {
      case MATERN_52 -> matern52(outputScale, n, q, qOffset, exponential, offset);
      case MATERN_32 -> matern32(outputScale, n, q, qOffset, exponential, offset);
      case MATERN_12 -> matern12(outputScale, n, q, qOffset, exponential, offset);
      case RBF -> rbf(outputScale, n, q, qOffset, exponential, offset);
    }
  }

  /** k = (1 + q + q²/3)e⁻q, dk/d(r²) = −(5/6)(1 + q)e⁻q with q = √5·r. */
  private static void matern52(double s2, int n, double[] k, int kOffset, double[] g, int gOffset) {
    for (int j = 0; j < n; j++) {
      double q = k[kOffset + j];
      double e = s2 * g[gOffset + j];
      double linear = 1 + q;
      g[gOffset + j] = e * linear * (5.0 / 3.0);
      k[kOffset + j] = Math.fma(q * (1.0 / 3.0), q, linear) * e;
    }
  }

  /** k = (1 + q)e⁻q, dk/d(r²) = −(3/2)e⁻q with q = √3·r. */
  private static void matern32(double s2, int n, double[] k, int kOffset, double[] g, int gOffset) {
    for (int j = 0; j < n; j++) {
      double e = s2 * g[gOffset + j];
      g[gOffset + j] = e * 3;
      k[kOffset + j] = (1 + k[kOffset + j]) * e;
    }
  }

  /** k = e⁻q, dk/d(r²) = −e⁻q/(2q) with q = r. */
  private static void matern12(double s2, int n, double[] k, int kOffset, double[] g, int gOffset) {
    for (int j = 0; j < n; j++) {
      double q = k[kOffset + j];
      double e = s2 * g[gOffset + j];
      g[gOffset + j] = q > 0 ? e / q : 0;
      k[kOffset + j] = e;
    }
  }

  /** k = e^(−r²/2), dk/d(r²) = −k/2. */
  private static void rbf(double s2, int n, double[] k, int kOffset, double[] g, int gOffset) {
    for (int j = 0; j < n; j++) {
      double e = s2 * g[gOffset + j];
      g[gOffset + j] = e;
      k[kOffset + j] = e;
    }
  }

  @Override
  public void likelihoodWeights(
      int n,
      double alphaI,
      double[] alpha,
      int alphaOffset,
      double[] inverse,
      int inverseOffset,
      double[] g,
      int gOffset,
      double[] w,
      int wOffset) {
    for (int j = 0; j < n; j++) {
      double outer = Math.fma(alphaI, alpha[alphaOffset + j], -inverse[inverseOffset + j]);
      w[wOffset + j] = outer * g[gOffset + j];
    }
  }

  @Override
  public void addWeightedSquares(
      int d,
      double[] p,
      int pOffset,
      int ldp,
      int n,
      double[] x,
      int xOffset,
      int ldx,
      double[] w,
      int wOffset,
      double[] sums,
      int sumsOffset) {
    for (int k = 0; k < d; k++) {
      double pk = p[pOffset + k * ldp];
      int row = xOffset + k * ldx;
      for (int j = 0; j < n; j += BLOCK) {
        for (int lane = 0; lane < BLOCK; lane++) {
          double difference = x[row + j + lane] - pk;
          double weighted = difference * w[wOffset + j + lane];
          int sum = sumsOffset + k * BLOCK + lane;
          sums[sum] = Math.fma(weighted, difference, sums[sum]);
        }
      }
    }
  }

  @Override
  public void addWeightedMismatches(
      double code,
      int n,
      double[] x,
      int xOffset,
      double[] w,
      int wOffset,
      double[] sums,
      int sumsOffset) {
    for (int j = 0; j < n; j++) {
      if (x[xOffset + j] != code) {
        sums[sumsOffset + j % BLOCK] += w[wOffset + j];
      }
    }
  }

  @Override
  public void subtractSquares(int n, double[] v, int vOffset, double[] y) {
    for (int j = 0; j < n; j++) {
      y[j] = Math.fma(-v[vOffset + j], v[vOffset + j], y[j]);
    }
  }

  @Override
  public void acquisitionWeights(
      int n,
      double alphaI,
      double[] byMean,
      double[] beta,
      double[] byVariance,
      int offset,
      double[] g,
      int rowOffset) {
    for (int j = 0; j < n; j++) {
      double variancePart = beta[rowOffset + j] * byVariance[offset + j];
      g[rowOffset + j] *= Math.fma(alphaI, byMean[offset + j], variancePart);
    }
  }

  @Override
  public void addWeightedDifferences(
      int d,
      double[] p,
      int pOffset,
      int ldp,
      int n,
      double[] x,
      int xOffset,
      int ldx,
      double[] w,
      int wOffset,
      double[] y) {
    for (int k = 0; k < d; k++) {
      double pk = p[pOffset + k * ldp];
      int row = xOffset + k * ldx;
      for (int j = 0; j < n; j++) {
        y[row + j] = Math.fma(w[wOffset + j], x[row + j] - pk, y[row + j]);
      }
    }
  }
}
