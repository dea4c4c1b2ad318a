package dev.hone.pruner;

import java.util.HashMap;
import java.util.Map;

/**
 * Stops a trial that is worse than the best complete one, step by step, beyond doubt: for values of
 * the same folds, data sets or problem instances, which are the steps, in any order.
 *
 * <p>The best is the complete trial with the least mean value. The steps that both have reported
 * give pairs; the trial is stopped if a one-sided signed-rank test finds it worse and its mean over
 * them is worse too. One objective only. O(number of reports).
 *
 * <p>Source: Wilcoxon, Individual Comparisons by Ranking Methods (1945).
 *
 * @param significance the probability of stopping a trial that is as good, at each look; above 0
 *     and below 1
 * @param startupSteps how many pairs are needed, at least 2
 */
public record WilcoxonPruner(double significance, int startupSteps) implements Pruner {

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public WilcoxonPruner {
    if (!(significance > 0 && significance < 1)) {
      throw new IllegalArgumentException(
          "significance = " + significance + ": expected above 0 and below 1");
    }
    Checks.atLeast(2, "startupSteps", startupSteps);
  }

  /** Significance 0.1, from two pairs on. */
  public static WilcoxonPruner defaults() {
    return new WilcoxonPruner(0.1, 2);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if there are several objectives
   */
  @Override
  public boolean shouldPrune(Reports reports, long trial) {
    Checks.single(reports, "a Wilcoxon pruner");
    Curve own = reports.curve(trial);
    if (own.reports().size() < startupSteps || own.ending().isPresent()) {
      return false;
    }
    Map<Long, Double> best = best(reports);
    double[] differences =
        own.reports().stream()
            .filter(r -> best.containsKey(r.step()))
            .mapToDouble(r -> r.value() - best.getOrDefault(r.step(), 0.0))
            .toArray();
    double sum = 0;
    for (double difference : differences) {
      sum += difference;
    }
    return differences.length >= startupSteps
        && sum > 0
        && SignedRankTest.probabilityOfGreater(differences) < significance;
  }

  private static Map<Long, Double> best(Reports reports) {
    double least = Double.POSITIVE_INFINITY;
    Map<Long, Double> best = new HashMap<>();
    for (Curve curve : reports.curves()) {
      if (curve.ending().filter(Ending.COMPLETE::equals).isEmpty() || curve.isEmpty()) {
        continue;
      }
      double mean = curve.reports().stream().mapToDouble(Report::value).average().orElseThrow();
      if (mean < least) {
        least = mean;
        best.clear();
        curve.reports().forEach(r -> best.put(r.step(), r.value()));
      }
    }
    return best;
  }
}
