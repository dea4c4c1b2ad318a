package dev.hone.terminator;

import dev.hone.Trial;
import java.util.concurrent.atomic.LongAdder;

/** Enough after some trials, complete or failed. */
public final class TrialBudget implements Terminator {
  private final long trials;
  private final LongAdder ended = new LongAdder();

  /**
   * A budget.
   *
   * @param trials at least 1
   * @throws IllegalArgumentException if it is less
   */
  public TrialBudget(long trials) {
    if (trials < 1) {
      throw new IllegalArgumentException("trials = " + trials + ": expected at least 1");
    }
    this.trials = trials;
  }

  @Override
  public void ended(Trial trial) {
    EndedTrials.check(trial);
    ended.increment();
  }

  @Override
  public boolean isDue() {
    return ended.sum() >= trials;
  }
}
