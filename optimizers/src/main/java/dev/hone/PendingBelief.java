package dev.hone;

/**
 * What a {@link GpOptimizer} takes a pending trial to come out as, until it is told.
 *
 * <p>Source: Ginsbourger, Le Riche and Carraro, Kriging is well-suited to parallelize optimization
 * (2010), sections 4.2 and 4.3.
 */
public enum PendingBelief {
  /** As expected, at the posterior mean (Kriging believer): the default. */
  EXPECTED,

  /** As the best value told (constant liar): stays closer to it. */
  BEST,

  /** As the mean of all values told (constant liar). */
  MEAN,

  /** As the worst value told (constant liar): keeps furthest away from pending trials. */
  WORST
}
