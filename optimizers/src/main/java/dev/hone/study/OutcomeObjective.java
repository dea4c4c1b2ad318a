package dev.hone.study;

import dev.hone.Outcome;

/**
 * An {@link Objective} with several values, constraints, a cost, a noise or a gradient.
 *
 * @param <R> the record
 */
@FunctionalInterface
public interface OutcomeObjective<R extends Record> {

  /**
   * Evaluates a record.
   *
   * @param hp what to try
   * @param trial takes reports on the way, and has the random numbers to use
   * @return as many objectives and constraints as the study has; NaN or an infinity among them
   *     marks the trial failed
   * @throws Exception if there is no outcome: the trial is tried again or failed, and the study
   *     goes on
   */
  Outcome evaluate(R hp, RunningTrial trial) throws Exception;
}
