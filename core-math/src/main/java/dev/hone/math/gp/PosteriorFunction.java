package dev.hone.math.gp;

import org.jspecify.annotations.Nullable;

/**
 * A function of the posterior at a point, with its derivatives: what an acquisition function is to
 * {@link GpEngine#evaluate}, which knows how the posterior changes as the point moves.
 *
 * <p>Beside mean and variance it may depend on how the point hangs together with the last
 * observations of the engine: on the whitened covariances a of the latent function here with
 * standard normal numbers z that stand for them. If the i-th of these observations comes out zᵢ
 * standard deviations from what those before it predict, the mean here moves by aᵢzᵢ. So mean + aᵀz
 * + √variance·ζ, with ζ another standard normal number, is a sample of the latent function that
 * goes with a sample of the observations.
 */
@FunctionalInterface
public interface PosteriorFunction {

  /**
   * Evaluates the function at m points.
   *
   * @param m number of points
   * @param mean m posterior means
   * @param variance m latent posterior variances, each 0 or more
   * @param covariance whitened covariances with the last observations, a row for each of them
   * @param ld leading dimension of {@code covariance}
   * @param value receives m values
   * @param derivatives receives what the values depend on, or null if not wanted
   */
  void evaluate(
      int m,
      double[] mean,
      double[] variance,
      double[] covariance,
      int ld,
      double[] value,
      @Nullable Derivatives derivatives);

  /**
   * Partial derivatives of the values at m points.
   *
   * @param byMean m derivatives by the mean
   * @param byVariance m derivatives by the variance
   * @param byCovariance derivatives by the whitened covariances, laid out as these
   */
  @SuppressWarnings("ArrayRecordComponent") // Filled by the function, read by the engine.
  record Derivatives(double[] byMean, double[] byVariance, double[] byCovariance) {}
}
