package dev.hone.pruner;

import java.util.List;

/**
 * Successive halving in cohorts: trials 0 to n − 1 are one, n to 2n − 1 the next, and so on; on
 * rung k, counted from 0, the best n/factor^(k+1) of a cohort go on.
 *
 * <p>A trial cannot wait for the slower ones here; it is stopped as soon as so many of its cohort
 * are known to be better. The earlier ones of a cohort therefore run on longer than they would if
 * all were compared at once, and none that would survive that is stopped. With several objectives,
 * better is what is in an earlier front, or has more room in the same one.
 *
 * <p>Source: Jamieson and Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter
 * Optimization (2016).
 *
 * @param rungs the steps at which trials are compared
 * @param cohort n, at least the factor of the rungs
 */
public record SuccessiveHalvingPruner(Rungs rungs, int cohort) implements Pruner {

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if a cohort is too small to lose a trial
   */
  public SuccessiveHalvingPruner {
    Checks.atLeast(rungs.factor(), "cohort", cohort);
  }

  @Override
  public boolean shouldPrune(Reports reports, long trial) {
    Curve curve = reports.curve(trial);
    if (curve.isEmpty() || curve.ending().isPresent()) {
      return false;
    }
    int rung = rungs.reached(curve);
    if (rung < 0) {
      return false;
    }
    long group = Math.floorDiv(trial, cohort);
    List<Report> others =
        rungs.on(rung, reports, t -> t != trial && Math.floorDiv(t, cohort) == group);
    long survivors = cohort;
    for (int k = 0; k <= rung; k++) {
      survivors /= rungs.factor();
    }
    return Standing.better(curve.last(), others) >= Math.max(survivors, 1);
  }
}
