package dev.hone.pruner;

import java.util.ArrayList;
import java.util.List;

/**
 * Stops a trial whose best value so far is worse than those of most complete trials at the same
 * step.
 *
 * <p>With several objectives the latest report counts instead of the best, and what is better is
 * said by fronts and, within one, by crowding distance. O(number of complete trials) for each
 * report.
 *
 * <p>Source: the median rule of Golovin et al., Google Vizier: A Service for Black-Box Optimization
 * (2017), for any share.
 *
 * @param keep the share of trials to go on with, above 0 and below 1: a trial is stopped where more
 *     than this share of the complete ones is better
 * @param startupTrials how many trials must be complete with a report at the step
 * @param warmupSteps below this step nothing is stopped
 */
public record PercentilePruner(double keep, int startupTrials, long warmupSteps) implements Pruner {

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public PercentilePruner {
    if (!(keep > 0 && keep < 1)) {
      throw new IllegalArgumentException("keep = " + keep + ": expected above 0 and below 1");
    }
    Checks.atLeast(1, "startupTrials", startupTrials);
    Checks.atLeast(0, "warmupSteps", warmupSteps);
  }

  /** The better half goes on; after 5 complete trials, from the first step on. */
  public static PercentilePruner median() {
    return new PercentilePruner(0.5, 5, 0);
  }

  @Override
  public boolean shouldPrune(Reports reports, long trial) {
    Curve curve = reports.curve(trial);
    if (curve.isEmpty() || curve.ending().isPresent() || curve.last().step() < warmupSteps) {
      return false;
    }
    List<Report> others = new ArrayList<>(reports.completedAt(curve.last().step()));
    others.removeIf(r -> r.trial() == trial);
    if (others.size() < startupTrials) {
      return false;
    }
    return Standing.better(bestSoFar(curve), others) > keep * others.size();
  }

  private static Report bestSoFar(Curve curve) {
    Report best = curve.last();
    if (best.minimized().length == 1) {
      for (Report report : curve.reports()) {
        best = report.value() < best.value() ? report : best;
      }
    }
    return best;
  }
}
