package dev.hone.study;

/** Leaves an objective whose trial the pruner has stopped: no failure. */
public final class TrialPrunedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Leaves the objective of a trial. */
  TrialPrunedException(long trial) {
    super("trial " + trial + " is pruned", null, false, false);
  }
}
