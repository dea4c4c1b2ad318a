package dev.hone.pruner;

import dev.hone.math.pareto.ParetoFront;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Stops a trial only after some reports without progress: at once, or where another pruner would.
 *
 * <p>Progress is a value that is better, by more than a least gain, than all before the latest
 * reports; with several objectives, one that no earlier report equals or dominates. Steps count in
 * the order of reporting.
 *
 * @param pruner asked where there is no progress; empty: the trial is stopped
 * @param patience how many reports without progress are allowed, at least 1
 * @param leastGain 0 or more; of no effect with several objectives
 */
public record PatientPruner(Optional<Pruner> pruner, int patience, double leastGain)
    implements Pruner {

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public PatientPruner {
    Checks.atLeast(1, "patience", patience);
    if (!(leastGain >= 0 && leastGain < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "leastGain = " + leastGain + ": expected a finite number of at least 0");
    }
  }

  /** Stops a trial after so many reports without progress. */
  public static PatientPruner of(int patience) {
    return new PatientPruner(Optional.empty(), patience, 0);
  }

  /** Asks another pruner after so many reports without progress. */
  public static PatientPruner around(Pruner pruner, int patience) {
    return new PatientPruner(Optional.of(pruner), patience, 0);
  }

  @Override
  public boolean shouldPrune(Reports reports, long trial) {
    Curve curve = reports.curve(trial);
    int old = curve.reports().size() - patience;
    if (old < 1 || curve.ending().isPresent()) {
      return false;
    }
    List<Report> before = curve.reports().subList(0, old);
    for (Report latest : curve.reports().subList(old, curve.reports().size())) {
      if (before.stream().noneMatch(r -> isNoWorse(r, latest))) {
        return false;
      }
    }
    return pruner.isEmpty() || pruner.get().shouldPrune(reports, trial);
  }

  private boolean isNoWorse(Report before, Report latest) {
    double[] a = before.minimized();
    double[] b = latest.minimized();
    if (a.length == 1) {
      return a[0] - leastGain <= b[0];
    }
    return ParetoFront.dominates(a.length, a, 0, b, 0) || Arrays.equals(a, b);
  }
}
