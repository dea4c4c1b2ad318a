package dev.hone.study;

import dev.hone.math.random.CounterRandom;
import java.util.OptionalLong;

/**
 * A trial as its objective sees it. To be used by the objective only, from one thread at a time,
 * and until it returns.
 */
public interface RunningTrial {

  /** The number of the trial in its study, from 0 in the order of asking. */
  long number();

  /** How often the trial was tried before, and threw: 0 for the first time. */
  int attempt();

  /**
   * How many steps the trial may spend, if the method is one of {@link dev.hone.fidelity}; empty
   * with any other, where trials run to their end. A trial of less than the highest budget counts
   * as pruned: the optimizer learns from it, and it is never the best.
   */
  OptionalLong budget();

  /**
   * The random numbers to use: they depend on the study's seed, the number of the trial and the
   * attempt alone, so that a trial gives the same value whichever thread runs it when. The same
   * generator at every call.
   */
  CounterRandom random();

  /**
   * Reports what the trial is worth so far, on the scale of what the objective returns, and asks
   * the pruner.
   *
   * @param step an epoch, a number of examples, the number of a fold; not negative
   * @param values one finite value per objective
   * @return whether to stop. If so, the trial is pruned with the values of this report, whatever
   *     the objective does then: let it return anything, or call {@link #stopIfPruned}.
   * @throws IllegalArgumentException if the step is negative or was reported before, if a value is
   *     missing, NaN or infinite, or if the pruner cannot make sense of the step; a trial that does
   *     not catch this has failed
   * @throws IllegalStateException if the trial has ended: the objective has returned, or took more
   *     time than it may
   */
  boolean report(long step, double... values);

  /** Whether a report was answered by true. */
  boolean isPruned();

  /**
   * Leaves the objective if a report was answered by true, from however deep.
   *
   * @throws TrialPrunedException if so
   */
  void stopIfPruned();
}
