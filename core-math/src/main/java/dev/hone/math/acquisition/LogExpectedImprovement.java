package dev.hone.math.acquisition;

import dev.hone.math.gp.GpPosterior;
import dev.hone.math.special.SpecialFunctions;

/**
 * Log Expected Improvement, minimising, of one candidate whose value has a normal distribution; as
 * an {@link Acquisition}, on the first objective over the incumbent.
 *
 * <p>EI = E max(f* − f, 0) = σ·h(z) with z = (f* − μ)/σ and h(z) = φ(z) + zΦ(z). EI underflows, and
 * its gradient vanishes, over most of a search space; log EI = log σ + log h(z) stays finite and
 * has a useful slope for z down to −10⁸ and beyond.
 *
 * <p>The variance is that of the latent function. Variances below {@link #VARIANCE_FLOOR} times the
 * prior variance are rounding, and callers raise them to that floor first. No method allocates; all
 * are O(1).
 *
 * <p>Source: Ament et al., Unexpected Improvements to Expected Improvement for Bayesian
 * Optimization (2023), eqs. 8 and 9.
 */
public record LogExpectedImprovement() implements Acquisition {

  /** Smallest posterior variance that is told from 0, relative to the prior variance. */
  public static final double VARIANCE_FLOOR = 1e-12;

  private static final double HALF_LOG_2_PI = 0.9189385332046728;

  @Override
  public Scorer prepare(Belief belief) {
    GpPosterior posterior = belief.objective();
    double best = belief.incumbent();
    if (!Double.isFinite(best)) {
      throw new IllegalArgumentException("belief of no point: expected a value to improve on");
    }
    return (m, x, value, gradient) -> posterior.logExpectedImprovement(m, x, best, value, gradient);
  }

  /**
   * Returns log EI.
   *
   * @param mean posterior mean μ
   * @param variance posterior variance σ²
   * @param best the value f* to improve on
   * @throws IllegalArgumentException if {@code variance} is not positive
   */
  public static double value(double mean, double variance, double best) {
    double sigma = standardDeviation(variance);
    return SpecialFunctions.log(sigma) + SpecialFunctions.logH((best - mean) / sigma);
  }

  /**
   * Returns ∂ log EI/∂μ = −(Φ(z)/h(z))/σ, which is negative.
   *
   * @param mean posterior mean μ
   * @param variance posterior variance σ²
   * @param best the value f* to improve on
   * @throws IllegalArgumentException if {@code variance} is not positive
   */
  public static double derivativeByMean(double mean, double variance, double best) {
    double sigma = standardDeviation(variance);
    return -SpecialFunctions.logHDerivative((best - mean) / sigma) / sigma;
  }

  /**
   * Returns ∂ log EI/∂σ² = (φ(z)/h(z))/(2σ²), which is positive.
   *
   * @param mean posterior mean μ
   * @param variance posterior variance σ²
   * @param best the value f* to improve on
   * @throws IllegalArgumentException if {@code variance} is not positive
   */
  public static double derivativeByVariance(double mean, double variance, double best) {
    double sigma = standardDeviation(variance);
    double z = (best - mean) / sigma;
    return densityRatio(z, SpecialFunctions.logHDerivative(z)) / (2 * variance);
  }

  /**
   * Returns φ(z)/h(z) from z and Φ(z)/h(z).
   *
   * <p>As h = φ + zΦ, it is 1 − z·Φ/h: a sum of two positive terms for z ≤ 0, but 1 − 1 for large
   * z, where it is taken from its logarithm.
   */
  public static double densityRatio(double z, double cumulativeRatio) {
    if (z <= 0) {
      return 1 - z * cumulativeRatio;
    }
    return SpecialFunctions.exp(-0.5 * z * z - HALF_LOG_2_PI - SpecialFunctions.logH(z));
  }

  private static double standardDeviation(double variance) {
    if (!(variance > 0)) {
      throw new IllegalArgumentException("variance = " + variance + ": expected a positive number");
    }
    return Math.sqrt(variance);
  }
}
