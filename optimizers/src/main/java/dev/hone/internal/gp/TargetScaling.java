package dev.hone.internal.gp;

import java.util.Arrays;

/**
 * Turns told values into targets a Gaussian process can model: the bad tail is clipped, the rest is
 * standardised to mean 0 and variance 1.
 *
 * <p>Real objectives have a long bad tail: in the recorded trainings this default was chosen on,
 * the 95th percentile lies 4 to 11 medians from the best. Unclipped, the tail sets the scale, and
 * the model sees no difference among the good settings. Clipping at the 0.75 quantile halved the
 * regret.
 *
 * @param clipQuantile values above this quantile of all values are set to it; 1 clips nothing
 */
public record TargetScaling(double clipQuantile) {

  /** The quantile that did best over the recorded tables. */
  public static final TargetScaling DEFAULT = new TargetScaling(0.75);

  /**
   * Checks the quantile.
   *
   * @throws IllegalArgumentException if it is not in (0, 1]
   */
  public TargetScaling {
    if (!(clipQuantile > 0 && clipQuantile <= 1)) {
      throw new IllegalArgumentException(
          "clipQuantile = " + clipQuantile + ": expected a value in (0, 1]");
    }
  }

  /**
   * Returns the targets of finite values to be minimised, in the same order; O(n log n). Values of
   * any magnitude are fine; if all are equal, so are the targets: 0.
   */
  public double[] targets(double[] values) {
    double[] targets = toUnitMagnitude(values);
    if (targets.length == 0) {
      return targets;
    }
    clipAbove(clipLevel(targets), targets);
    standardise(targets);
    return targets;
  }

  /** Divides by the largest magnitude, so that neither sums nor squares overflow or vanish. */
  private static double[] toUnitMagnitude(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    double[] scaled = values.clone();
    if (largest > 0) {
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] /= largest;
      }
    }
    return scaled;
  }

  private double clipLevel(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double level = quantile(sorted, clipQuantile);
    if (level > sorted[0]) {
      return level;
    }
    // Most values are the best one: clipping at the quantile would leave nothing to tell apart.
    for (double value : sorted) {
      if (value > level) {
        return value;
      }
    }
    return level;
  }

  private static double quantile(double[] sorted, double q) {
    double position = q * (sorted.length - 1);
    int below = (int) position;
    if (below + 1 >= sorted.length) {
      return sorted[sorted.length - 1];
    }
    double fraction = position - below;
    return sorted[below] + fraction * (sorted[below + 1] - sorted[below]);
  }

  private static void clipAbove(double level, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.min(values[i], level);
    }
  }

  private static void standardise(double[] values) {
    double mean = Arrays.stream(values).sum() / values.length;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] -= mean;
      squares += values[i] * values[i];
    }
    double deviation = Math.sqrt(squares / Math.max(1, values.length - 1));
    // What is left of equal values is rounding of the mean; it must not be blown up to a signal.
    boolean constant = deviation <= 1e-14;
    for (int i = 0; i < values.length; i++) {
      values[i] = constant ? 0 : values[i] / deviation;
    }
  }
}
