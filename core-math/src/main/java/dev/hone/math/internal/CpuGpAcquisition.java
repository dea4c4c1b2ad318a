package dev.hone.math.internal;

import dev.hone.math.acquisition.LogExpectedImprovement;
import dev.hone.math.special.VectorMath;
import org.jspecify.annotations.Nullable;

/**
 * Log Expected Improvement over blocks of candidates: {@link LogExpectedImprovement} elementwise on
 * arrays.
 */
final class CpuGpAcquisition {
  private final VectorMath math;
  private final double[] sigma = new double[CpuGpPosterior.CANDIDATES];
  private final double[] z = new double[CpuGpPosterior.CANDIDATES];
  private final double[] ratio = new double[CpuGpPosterior.CANDIDATES];
  private final double[] byMean = new double[CpuGpPosterior.CANDIDATES];
  private final double[] byVariance = new double[CpuGpPosterior.CANDIDATES];

  CpuGpAcquisition(VectorMath math) {
    this.math = math;
  }

  /** As {@link dev.hone.math.gp.GpEngine#logExpectedImprovement}. */
  void logExpectedImprovement(
      CpuGpPosterior posterior,
      int m,
      int dimension,
      double[] x,
      double best,
      double[] value,
      double @Nullable [] gradient) {
    for (int from = 0; from < m; from += CpuGpPosterior.CANDIDATES) {
      int count = Math.min(CpuGpPosterior.CANDIDATES, m - from);
      if (gradient == null) {
        posterior.moments(count, x, from * dimension);
        values(posterior, count, posterior.mean(), posterior.variance(), 0, best, value, from);
      } else {
        posterior.differentiableMoments(count, x, from * dimension);
        values(posterior, count, posterior.mean(), posterior.variance(), 0, best, value, from);
        derivatives(posterior, count);
        posterior.inputGradient(count, byMean, byVariance, gradient, from * dimension);
      }
    }
  }

  /** As {@link dev.hone.math.gp.GpCandidates#logExpectedImprovement}, of m moments. */
  void logExpectedImprovement(
      CpuGpPosterior posterior,
      int m,
      double[] mean,
      double[] variance,
      double best,
      double[] value) {
    for (int from = 0; from < m; from += CpuGpPosterior.CANDIDATES) {
      int count = Math.min(CpuGpPosterior.CANDIDATES, m - from);
      values(posterior, count, mean, variance, from, best, value, from);
    }
  }

  /** log σ + log h(z), with the logarithms taken in array passes. */
  private void values(
      CpuGpPosterior posterior,
      int m,
      double[] mean,
      double[] variance,
      int at,
      double best,
      double[] value,
      int from) {
    double floor = LogExpectedImprovement.VARIANCE_FLOOR * posterior.priorVariance();
    for (int j = 0; j < m; j++) {
      sigma[j] = Math.sqrt(Math.max(variance[at + j], floor));
      z[j] = (best - mean[at + j]) / sigma[j];
    }
    math.log(m, sigma, 0, value, from);
    math.logH(m, z, 0, ratio, 0);
    for (int j = 0; j < m; j++) {
      value[from + j] += ratio[j];
    }
  }

  /**
   * Derivatives by mean and variance, the latter times −2 as {@link CpuGpPosterior#inputGradient}
   * wants it. A variance held at its floor does not move.
   */
  private void derivatives(CpuGpPosterior posterior, int m) {
    double[] variance = posterior.variance();
    double floor = LogExpectedImprovement.VARIANCE_FLOOR * posterior.priorVariance();
    math.logHDerivative(m, z, 0, ratio, 0);
    for (int j = 0; j < m; j++) {
      byMean[j] = -ratio[j] / sigma[j];
      double density = LogExpectedImprovement.densityRatio(z[j], ratio[j]);
      byVariance[j] = variance[j] > floor ? -density / (sigma[j] * sigma[j]) : 0;
    }
  }
}
