package dev.hone;

/**
 * What a {@link GpOptimizer} does to told values before it models them. All but {@link #NONE} end
 * by standardising to variance 1 about their mean, and to what {@link PriorMean} says at 0.
 */
public enum OutputTransform {
  /** Nothing: for values that are about standard normal already. */
  NONE,

  /** Standardises only. */
  STANDARDIZE,

  /**
   * Compresses the bad tail: beyond the 0.75 quantile q of all values, v becomes q + s·ln(1 + (v −
   * q)/s), where s is half the distance between the quartiles. The default: the tail no longer sets
   * the scale, and still shows which way is down.
   */
  COMPRESS,

  /**
   * Clips the bad tail, at the 0.75 quantile of all values unless {@link
   * GpOptimizer.Builder#clipQuantile} says otherwise.
   */
  CLIP,

  /** Clips both tails, at the 0.05 and 0.95 quantiles: where good values may be errors, too. */
  WINSORIZE,

  /**
   * The logarithm of the distance from the best value, in units of that of the median and a tenth
   * of it more: the closer to the best, the finer are values told apart.
   */
  LOG,

  /**
   * The power transform that makes the values most like normal ones.
   *
   * <p>Source: Yeo and Johnson, A new family of power transformations to improve normality or
   * symmetry (2000), by maximum likelihood.
   */
  POWER
}
