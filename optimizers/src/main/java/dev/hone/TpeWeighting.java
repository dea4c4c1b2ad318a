package dev.hone;

/** How much good trials count in {@link TpeOptimizer}. */
public enum TpeWeighting {
  /** By how much better each is than the best one that is not good. */
  IMPROVEMENT,
  /** All alike. */
  UNIFORM
}
