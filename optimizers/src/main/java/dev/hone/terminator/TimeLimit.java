package dev.hone.terminator;

import dev.hone.Trial;
import dev.hone.spi.Deadline;
import java.time.Duration;

/** Enough after some time, counted from when this is made. */
public final class TimeLimit implements Terminator {
  private final Deadline deadline;

  private TimeLimit(Deadline deadline) {
    this.deadline = deadline;
  }

  /**
   * A limit that begins to count now.
   *
   * @throws IllegalArgumentException if the time is zero or negative
   */
  public static TimeLimit of(Duration time) {
    return new TimeLimit(Deadline.in(time));
  }

  @Override
  public void ended(Trial trial) {
    EndedTrials.check(trial);
  }

  @Override
  public boolean isDue() {
    return deadline.hasPassed();
  }
}
