package dev.hone.study;

/**
 * What a study makes small or large: one evaluation of a record of hyperparameters. Called from
 * several threads at once where the study is parallel.
 *
 * @param <R> the record
 */
@FunctionalInterface
public interface Objective<R extends Record> {

  /**
   * Evaluates a record.
   *
   * @param hp what to try
   * @param trial takes reports on the way, and has the random numbers to use
   * @return the value; NaN or an infinity marks the trial failed
   * @throws Exception if there is no value: the trial is tried again or failed, and the study goes
   *     on
   */
  double evaluate(R hp, RunningTrial trial) throws Exception;
}
