package dev.hone.examples.quality;

import dev.hone.examples.tabular.Method;

/**
 * One run of a method on a problem.
 *
 * @param problem the problem
 * @param method the method
 * @param seed its seed
 * @param regret after each trial, how far the best so far is from the best there is
 * @param millis what the run took on its thread, evaluations included
 */
@SuppressWarnings("ArrayRecordComponent") // one curve, never compared
public record Run(Problem problem, Method method, long seed, double[] regret, double millis) {

  /** Runs it. */
  public static Run of(Problem problem, Method method, long seed) {
    long start = System.nanoTime();
    double[] regret = problem.run(method, seed);
    return new Run(problem, method, seed, regret, (System.nanoTime() - start) / 1e6);
  }

  /** The regret after so many trials, or after all of them if there were fewer. */
  public double regretAt(int trials) {
    return regret[Math.min(trials, regret.length) - 1];
  }

  /** The regret at the end. */
  public double finalRegret() {
    return regret[regret.length - 1];
  }
}
