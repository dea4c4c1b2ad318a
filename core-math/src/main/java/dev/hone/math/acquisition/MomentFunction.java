package dev.hone.math.acquisition;

/** A score of a point that depends on the posterior mean and variance of its value alone. */
public interface MomentFunction {

  /**
   * Returns the score.
   *
   * @param mean posterior mean
   * @param variance posterior variance, positive
   */
  double value(double mean, double variance);

  /** Returns the derivative of the score by the mean. */
  double byMean(double mean, double variance);

  /** Returns the derivative of the score by the variance. */
  double byVariance(double mean, double variance);
}
