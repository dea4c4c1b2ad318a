package dev.hone.study;

import dev.hone.Configuration;
import dev.hone.Outcome;
import dev.hone.pruner.Curve;
import dev.hone.pruner.Ending;
import java.time.Duration;
import java.util.Optional;

/**
 * A trial that has ended.
 *
 * @param <R> the record
 * @param number in the study, from 0 in the order of asking
 * @param configuration what was tried, as the optimizer suggested it
 * @param record the same as a record; empty if the record's constructor refused it
 * @param ending how the trial ended
 * @param outcome what it gave; that of the last report if it was pruned; empty if it failed
 * @param curve what the last attempt reported, values to be minimised
 * @param attempts how often the objective was called
 * @param failure why it failed, if so
 * @param duration from the start of the last attempt to its end
 */
public record StudyTrial<R extends Record>(
    long number,
    Configuration configuration,
    Optional<R> record,
    Ending ending,
    Optional<Outcome> outcome,
    Curve curve,
    int attempts,
    Optional<Throwable> failure,
    Duration duration) {

  /**
   * What was tried.
   *
   * @throws IllegalStateException if the record's constructor refused it
   */
  public R hp() {
    return record.orElseThrow(
        () -> new IllegalStateException("trial " + number + " has no record: " + failure));
  }

  /**
   * The value of the only or first objective.
   *
   * @throws IllegalStateException if the trial failed
   */
  public double value() {
    return outcome
        .orElseThrow(() -> new IllegalStateException("trial " + number + " has failed"))
        .objective(0);
  }

  /** Whether it ran to its end, with all constraints met. */
  public boolean isFeasible() {
    return ending == Ending.COMPLETE && outcome.isPresent() && outcome.get().isFeasible();
  }

  /** One line: {@code trial 3 Hp[lr=0.1] COMPLETE 0.25}. */
  @Override
  public String toString() {
    Object tried = record.isPresent() ? record.get() : configuration;
    Object result =
        outcome.isPresent() ? outcome.get() : failure.map(Object.class::cast).orElse("");
    return "trial " + number + " " + tried + " " + ending + " " + result;
  }
}
