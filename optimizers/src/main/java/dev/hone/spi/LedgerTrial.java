package dev.hone.spi;

import dev.hone.Configuration;
import dev.hone.Trial;

/** A trial of an {@link OptimizerBase}, which alone ends it, under its lock. */
final class LedgerTrial implements Trial {

  private record Outcome(State state, double value) {}

  private static final Outcome PENDING = new Outcome(State.PENDING, Double.NaN);

  private final long number;
  private final Configuration configuration;
  private volatile Outcome outcome = PENDING;

  LedgerTrial(long number, Configuration configuration) {
    this.number = number;
    this.configuration = configuration;
  }

  /** Ends the trial: complete with a finite value, failed with any other. */
  void end(double value) {
    outcome = new Outcome(Double.isFinite(value) ? State.COMPLETE : State.FAILED, value);
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
    return outcome.state();
  }

  @Override
  public double value() {
    Outcome now = outcome;
    if (now.state() != State.COMPLETE) {
      throw new IllegalStateException(this + " has no value");
    }
    return now.value();
  }

  /** Number, configuration and outcome: {@code trial 3 {lr=0.001, act=RELU}: 0.25}. */
  @Override
  public String toString() {
    Outcome now = outcome;
    String result =
        switch (now.state()) {
          case PENDING -> "pending";
          case COMPLETE -> String.valueOf(now.value());
          case FAILED -> "failed";
        };
    return "trial " + number + " " + configuration + ": " + result;
  }
}
