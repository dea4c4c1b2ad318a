package dev.hone.fidelity;

/** What the configurations of {@link BohbOptimizer} come from. */
public enum BohbModel {
  /** A tree-structured Parzen estimator. */
  TPE,
  /** A Gaussian process. */
  GP
}
