package dev.hone.terminator;

import dev.hone.Direction;
import dev.hone.Trial;

/** Enough as soon as a trial that meets all constraints is as good as wanted in one objective. */
public final class TargetReached implements Terminator {
  private final int objective;
  private final Direction direction;
  private final double target;
  private volatile boolean reached;

  private TargetReached(int objective, Direction direction, double target) {
    if (objective < 0 || Double.isNaN(target)) {
      throw new IllegalArgumentException(
          "objective = " + objective + ", target = " + target + ": expected 0 or more, a number");
    }
    this.objective = objective;
    this.direction = direction;
    this.target = target;
  }

  /** A value at most this large. */
  public static TargetReached atMost(double target) {
    return of(0, Direction.MINIMIZE, target);
  }

  /** A value at least this large. */
  public static TargetReached atLeast(double target) {
    return of(0, Direction.MAXIMIZE, target);
  }

  /**
   * A value of an objective that is no worse than this.
   *
   * @param objective which one, from 0
   * @throws IllegalArgumentException if the objective is negative or the target NaN
   */
  public static TargetReached of(int objective, Direction direction, double target) {
    return new TargetReached(objective, direction, target);
  }

  @Override
  public void ended(Trial trial) {
    if (EndedTrials.counts(trial, objective)) {
      double value = trial.outcome().objective(objective);
      reached |= direction.toMinimized(value) <= direction.toMinimized(target);
    }
  }

  @Override
  public boolean isDue() {
    return reached;
  }
}
