package dev.hone.spi;

import dev.hone.Configuration;
import dev.hone.Outcome;
import dev.hone.Trial;
import org.jspecify.annotations.Nullable;

/** A trial of an {@link OptimizerBase}, which alone ends it, under its lock. */
final class LedgerTrial implements Trial {

  /** How far the trial is; with an outcome if it is complete. */
  private record End(State state, @Nullable Outcome outcome) {}

  private static final End PENDING = new End(State.PENDING, null);
  private static final End FAILED = new End(State.FAILED, null);

  private final long number;
  private final Configuration configuration;
  private volatile End end = PENDING;

  LedgerTrial(long number, Configuration configuration) {
    this.number = number;
    this.configuration = configuration;
  }

  /** Ends the trial: complete with a finite outcome, failed with any other or none. */
  void end(@Nullable Outcome outcome) {
    end = outcome != null && outcome.isFinite() ? new End(State.COMPLETE, outcome) : FAILED;
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public Configuration configuration() {
    return configuration;
  }

  @Override
  public State state() {
    return end.state();
  }

  @Override
  public Outcome outcome() {
    Outcome outcome = end.outcome();
    if (outcome == null) {
      throw new IllegalStateException(this + " has no value");
    }
    return outcome;
  }

  /** Number, configuration and outcome: {@code trial 3 {lr=0.001, act=RELU}: 0.25}. */
  @Override
  public String toString() {
    End now = end;
    String result =
        switch (now.state()) {
          case PENDING -> "pending";
          case COMPLETE -> String.valueOf(now.outcome());
          case FAILED -> "failed";
        };
    return "trial " + number + " " + configuration + ": " + result;
  }
}
