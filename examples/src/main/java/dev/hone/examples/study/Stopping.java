package dev.hone.examples.study;

import dev.hone.pruner.AshaPruner;
import dev.hone.pruner.HyperbandPruner;
import dev.hone.pruner.PercentilePruner;
import dev.hone.pruner.Pruner;

/** The pruners that can be chosen on the command line. */
public enum Stopping {
  /** Every trial runs to its end. */
  NONE,
  /** What is worse than most complete trials at the same step. */
  MEDIAN,
  /** What is not among the best quarter of those that came to a rung. */
  ASHA,
  /** ASHA in brackets that begin to stop early or late. */
  HYPERBAND;

  /**
   * The pruner with its defaults.
   *
   * @param first the step of the first report
   * @param last the last step of the longest training
   */
  Pruner pruner(long first, long last) {
    return switch (this) {
      case NONE -> Pruner.none();
      case MEDIAN -> PercentilePruner.median();
      case ASHA -> AshaPruner.of(first, last);
      case HYPERBAND -> HyperbandPruner.of(first, last);
    };
  }
}
