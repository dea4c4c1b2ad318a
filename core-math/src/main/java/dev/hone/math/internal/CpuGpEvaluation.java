package dev.hone.math.internal;

import dev.hone.math.gp.PosteriorFunction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Evaluates functions of the posterior over blocks of candidates, and pulls their slopes back. */
final class CpuGpEvaluation {
  private final double[] values = new double[CpuGpPosterior.CANDIDATES];
  private final double[] byMean = new double[CpuGpPosterior.CANDIDATES];
  private final double[] byVariance = new double[CpuGpPosterior.CANDIDATES];
  private final double[] ones = new double[CpuGpPosterior.CANDIDATES];
  private double[] covariance = {};
  private double[] byCovariance = {};

  CpuGpEvaluation() {
    Arrays.fill(ones, 1);
  }

  /** As {@link dev.hone.math.gp.GpEngine#evaluate}. */
  void evaluate(
      CpuGpPosterior posterior,
      int m,
      int dimension,
      double[] x,
      int n,
      int last,
      PosteriorFunction function,
      double[] value,
      double @Nullable [] gradient) {
    for (int from = 0; from < m; from += CpuGpPosterior.CANDIDATES) {
      int count = Math.min(CpuGpPosterior.CANDIDATES, m - from);
      int width = CovarianceKernels.padded(count);
      if (gradient == null) {
        posterior.moments(count, x, from * dimension);
      } else {
        posterior.differentiableMoments(count, x, from * dimension);
      }
      covariance = CpuGpBuffers.grown(covariance, last, width);
      System.arraycopy(posterior.whitenedCross(), (n - last) * width, covariance, 0, last * width);
      PosteriorFunction.Derivatives derivatives = gradient == null ? null : cleared(last, width);
      function.evaluate(
          count, posterior.mean(), posterior.variance(), covariance, width, values, derivatives);
      System.arraycopy(values, 0, value, from, count);
      if (gradient != null) {
        posterior.inputGradient(
            count, byMean, byVariance, last, byCovariance, ones, gradient, from * dimension);
      }
    }
  }

  private PosteriorFunction.Derivatives cleared(int last, int width) {
    byCovariance = CpuGpBuffers.cleared(byCovariance, last, width);
    Arrays.fill(byMean, 0, width, 0);
    Arrays.fill(byVariance, 0, width, 0);
    return new PosteriorFunction.Derivatives(byMean, byVariance, byCovariance);
  }
}
