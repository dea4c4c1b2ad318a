package dev.hone.math.gp;

import dev.hone.math.linalg.NumericalException;
import org.jspecify.annotations.Nullable;

/**
 * What a Gaussian process believes, to be asked and not to be changed: the part of a {@link
 * GpEngine} that an acquisition function needs.
 *
 * <p>Points are row-major in the unit cube (n×d or m×d). Variances are those of the latent
 * function, without noise. To be asked before the engine is conditioned is an {@link
 * IllegalStateException}. Not safe for use from several threads at once. The same calls give the
 * same bits.
 */
public interface GpPosterior {

  /** The model this engine was made for. */
  GpModel model();

  /** The number n of observations held. */
  int size();

  /**
   * The posterior mean at every observation; O(n) beside what one call of {@link #posterior} does
   * anyway.
   *
   * @param mean receives n means
   */
  void fittedMeans(double[] mean);

  /**
   * Posterior mean and latent variance at m points; O(mn² + mnd).
   *
   * @param x m×d
   * @param mean receives m means
   * @param variance receives m variances, each 0 or more, or null if not wanted (then O(mnd))
   */
  void posterior(int m, double[] x, double[] mean, double @Nullable [] variance);

  /**
   * Posterior mean and latent variance at m points with their gradients; O(mn² + mnd).
   *
   * @param x m×d
   * @param mean receives m means
   * @param variance receives m variances, each 0 or more, or null if not wanted (then O(mnd))
   * @param meanGradient receives m×d partial derivatives with respect to {@code x}, 0 along
   *     categories
   * @param varianceGradient receives as many of the variance; not wanted if {@code variance} is not
   * @throws IllegalArgumentException if an array is too short
   */
  void posterior(
      int m,
      double[] x,
      double[] mean,
      double @Nullable [] variance,
      double[] meanGradient,
      double @Nullable [] varianceGradient);

  /**
   * Log Expected Improvement, minimising, at m points, with its gradient; O(mn² + mnd).
   *
   * <p>Source: Ament et al., Unexpected Improvements to Expected Improvement (2023), eq. 9.
   *
   * @param x m×d
   * @param best the value f* to improve on
   * @param value receives m values
   * @param gradient receives m×d partial derivatives with respect to {@code x} (0 in categorical
   *     dimensions), or null if not wanted
   */
  void logExpectedImprovement(
      int m, double[] x, double best, double[] value, double @Nullable [] gradient);

  /**
   * Posterior mean and covariance of the latent function at m points; O(mn² + m²n + m²d).
   *
   * @param x m×d
   * @param mean receives m means
   * @param covariance receives m×m covariances, both triangles, each variance 0 or more
   * @throws IllegalArgumentException if an array is too short
   */
  void posteriorCovariance(int m, double[] x, double[] mean, double[] covariance);

  /**
   * Draws from the joint posterior of the latent function at m points, exactly but for a jitter of
   * 1e-12 of the prior variance, or more where that is not enough; O(mn² + m²n + m³ + count·m²). A
   * sample is a pure function of the seed, its number, and what the engine is conditioned on.
   *
   * @param x m×d
   * @param count number of samples, 0 or more
   * @param seed seed of the draws
   * @param samples receives count×m values, those of the first sample first
   * @throws IllegalArgumentException if an array is too short
   * @throws NumericalException if the posterior covariance cannot be factored
   */
  void samplePosterior(int m, double[] x, int count, long seed, double[] samples);

  /**
   * Draws functions from the posterior, to be evaluated anywhere; O(count·(n² + n·F) + n·F·d) for F
   * features, some 1,000. Path p is the same for every count above p, up to rounding.
   *
   * @param count number of paths, 0 or more
   * @param seed seed of the draws
   * @return paths that no longer depend on this engine
   */
  GpSamplePaths samplePaths(int count, long seed);

  /**
   * The points conditioned on, pending ones too.
   *
   * @return a copy, n×d
   */
  double[] points();

  /**
   * A process of the same model, points and hyperparameters that holds its observations for exact,
   * but for a variance of 10⁻⁸ of the prior's: to be told function values in the place of noisy
   * targets, by {@link GpEngine#setTargets}; O(n³).
   *
   * @return an engine that no longer depends on this one, with targets 0; to be closed
   * @throws NumericalException if its covariance cannot be factored
   */
  GpEngine withoutNoise();
}
