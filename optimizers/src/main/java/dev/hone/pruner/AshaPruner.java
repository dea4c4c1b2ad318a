package dev.hone.pruner;

import java.util.List;
import java.util.function.LongPredicate;

/**
 * Asynchronous successive halving: on every rung a trial goes on if it is among the best 1/factor
 * of those that have come so far, or the best of all while these are few. No trial waits for
 * another.
 *
 * <p>With several objectives, better is what is in an earlier front, or has more room in the same
 * one: as Schmucker, Donini, Zafar, Salinas and Archambeau, Multi-objective Asynchronous Successive
 * Halving (2021), but for the choice within a front. O(number of reports) where a rung is reached,
 * else O(reports of the trial).
 *
 * <p>Source: Li, Jamieson, Rostamizadeh, Gonina, Ben-tzur, Hardt, Recht and Talwalkar, A System for
 * Massively Parallel Hyperparameter Tuning (2020), section 3.2, with stopping instead of promotion:
 * a trial that was stopped is not taken up again.
 *
 * @param rungs the steps at which trials are compared
 */
public record AshaPruner(Rungs rungs) implements Pruner {

  /**
   * Rungs at first, 4·first, 16·first, … below the last step.
   *
   * @throws IllegalArgumentException if there is no rung below the last step
   */
  public static AshaPruner of(long first, long maxStep) {
    return new AshaPruner(new Rungs(first, 4, maxStep));
  }

  @Override
  public boolean shouldPrune(Reports reports, long trial) {
    return shouldPrune(rungs, reports, trial, other -> true);
  }

  /** The rule among some of the trials only. */
  static boolean shouldPrune(Rungs rungs, Reports reports, long trial, LongPredicate competitors) {
    Curve curve = reports.curve(trial);
    if (curve.isEmpty() || curve.ending().isPresent()) {
      return false;
    }
    int rung = rungs.reached(curve);
    if (rung < 0) {
      return false;
    }
    List<Report> others =
        rungs.on(rung, reports, other -> other != trial && competitors.test(other));
    int survivors = Math.max((others.size() + 1) / rungs.factor(), 1);
    return Standing.better(curve.last(), others) >= survivors;
  }
}
