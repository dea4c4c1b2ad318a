package dev.hone.pruner;

/**
 * Stops a trial that reports a value outside of what is sensible.
 *
 * @param objective which one, from 0
 * @param lower a value below is stopped, as it was reported (not negated)
 * @param upper a value above is stopped
 * @param warmupSteps below this step nothing is stopped
 */
public record ThresholdPruner(int objective, double lower, double upper, long warmupSteps)
    implements Pruner {

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public ThresholdPruner {
    Checks.atLeast(0, "objective", objective);
    Checks.atLeast(0, "warmupSteps", warmupSteps);
    if (!(lower < upper)) {
      throw new IllegalArgumentException(
          "lower = " + lower + ", upper = " + upper + ": expected the first below the second");
    }
  }

  /** Stops what is above a value. */
  public static ThresholdPruner above(double upper) {
    return new ThresholdPruner(0, Double.NEGATIVE_INFINITY, upper, 0);
  }

  /** Stops what is below a value. */
  public static ThresholdPruner below(double lower) {
    return new ThresholdPruner(0, lower, Double.POSITIVE_INFINITY, 0);
  }

  @Override
  public boolean shouldPrune(Reports reports, long trial) {
    if (objective >= reports.directions().size()) {
      throw new IllegalArgumentException(
          "objective = " + objective + ": expected below " + reports.directions().size());
    }
    Curve curve = reports.curve(trial);
    if (curve.isEmpty() || curve.ending().isPresent() || curve.last().step() < warmupSteps) {
      return false;
    }
    double value = reports.directions().get(objective).toMinimized(curve.last().value(objective));
    return value < lower || value > upper;
  }
}
