package dev.hone.pruner;

import dev.hone.math.random.CounterRandom;

/**
 * Hyperband: several {@linkplain AshaPruner successive halvings} side by side, of which some begin
 * to stop trials early and others late, for nobody knows how much the first steps tell.
 *
 * <p>Bracket b leaves out the b lowest rungs, and the last bracket stops nothing. A trial belongs
 * to the bracket that its number and the seed pick, with chances as the original has trials in
 * them; it competes within its bracket only.
 *
 * <p>Source: Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar, Hyperband: A Novel Bandit-Based
 * Approach to Hyperparameter Optimization (2018).
 *
 * @param rungs the steps at which trials are compared
 * @param seed picks brackets
 */
public record HyperbandPruner(Rungs rungs, long seed) implements Pruner {

  /**
   * Rungs at first, 3·first, 9·first, … below the last step; seed 0.
   *
   * @throws IllegalArgumentException if there is no rung below the last step
   */
  public static HyperbandPruner of(long first, long maxStep) {
    return new HyperbandPruner(new Rungs(first, 3, maxStep), 0);
  }

  /** How many brackets there are: one more than rungs. */
  public int brackets() {
    return rungs.brackets();
  }

  /** The bracket of a trial, from 0, which begins to stop trials first. */
  public int bracket(long trial) {
    int last = brackets() - 1;
    double total = 0;
    for (int b = 0; b <= last; b++) {
      total += rungs.bracketSize(b);
    }
    double rest = CounterRandom.of(seed, trial).nextDouble() * total;
    for (int b = 0; b < last; b++) {
      rest -= rungs.bracketSize(b);
      if (rest < 0) {
        return b;
      }
    }
    return last;
  }

  @Override
  public boolean shouldPrune(Reports reports, long trial) {
    int own = bracket(trial);
    if (own == brackets() - 1) {
      return false;
    }
    return AshaPruner.shouldPrune(rungs.from(own), reports, trial, other -> bracket(other) == own);
  }
}
