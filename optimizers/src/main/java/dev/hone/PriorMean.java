package dev.hone;

/**
 * What the model of a {@link GpOptimizer} expects of the objective where nothing was tried: the
 * mean of its prior, among the values told so far.
 *
 * <p>Values of one objective that were told are better than most others, because a search went to
 * them. Their average, the usual choice, so makes every place far from them promising, above all
 * the many corners of a space.
 */
public enum PriorMean {
  /** Their 0.75 quantile: bad. The default for one objective. */
  UPPER_QUARTILE,

  /** Their average: goes on looking into corners for longer. The default for several objectives. */
  AVERAGE
}
