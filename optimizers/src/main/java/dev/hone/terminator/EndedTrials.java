package dev.hone.terminator;

import dev.hone.Trial;

/** Checks of what terminators are shown. */
final class EndedTrials {

  private EndedTrials() {}

  static void check(Trial trial) {
    if (trial.state() == Trial.State.PENDING) {
      throw new IllegalArgumentException(trial + " is pending: expected one that has ended");
    }
  }

  /** Whether a trial has a value of an objective that counts: complete, constraints met. */
  static boolean counts(Trial trial, int objective) {
    check(trial);
    if (!trial.isFeasible()) {
      return false;
    }
    if (objective >= trial.outcome().objectiveCount()) {
      throw new IllegalArgumentException(
          "objective = %d: expected below %d, the number of objectives of %s"
              .formatted(objective, trial.outcome().objectiveCount(), trial));
    }
    return true;
  }
}
