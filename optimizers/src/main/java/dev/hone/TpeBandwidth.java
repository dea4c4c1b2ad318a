package dev.hone;

/** How wide the kernels of a density of {@link TpeOptimizer} are. */
public enum TpeBandwidth {
  /** All alike, by Scott's rule: narrower with more trials, the slower the more parameters. */
  SCOTT,
  /** As wide as the gap to the next trial, parameter by parameter. */
  NEIGHBOUR
}
