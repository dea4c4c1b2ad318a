package dev.hone.internal.gp;

/** The function from told values to targets that {@link TargetScaling} found for some of them. */
final class FittedScaling {
  static final FittedScaling IDENTITY =
      new FittedScaling(
          1,
          ValueWarp.identity(),
          new TailBounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0),
          0,
          1);

  private final double magnitude;
  private final ValueWarp warp;
  private final TailBounds bounds;
  private final double zero;

  /** What a target's unit is, or 0 if all are equal. */
  private final double deviation;

  private FittedScaling(
      double magnitude, ValueWarp warp, TailBounds bounds, double zero, double deviation) {
    this.magnitude = magnitude;
    this.warp = warp;
    this.bounds = bounds;
    this.zero = zero;
    this.deviation = deviation;
  }

  /**
   * Standardises.
   *
   * @param values warped and bounded values
   * @param zero what becomes 0
   */
  static FittedScaling standardising(
      double magnitude,
      ValueWarp warp,
      TailBounds bounds,
      double[] values,
      TargetScaling.Zero zero) {
    boolean centred = zero != TargetScaling.Zero.ORIGIN;
    double mean = centred ? compensatedSum(values) / Math.max(1, values.length) : 0;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = Math.sqrt(squares / Math.max(1, values.length - (centred ? 1 : 0)));
    // What is left of equal values is rounding of the mean; it must not be blown up to a signal.
    boolean constant = deviation <= 1e-14;
    double expected = zero == TargetScaling.Zero.UPPER_QUARTILE ? upperQuartile(values) : mean;
    return new FittedScaling(magnitude, warp, bounds, expected, constant ? 0 : deviation);
  }

  /** Kahan's sum, as a stream's: but a stream takes milliseconds to set up in a new JVM. */
  private static double compensatedSum(double[] values) {
    double sum = 0;
    double excess = 0;
    for (double value : values) {
      double next = value - excess;
      double raised = sum + next;
      excess = (raised - sum) - next;
      sum = raised;
    }
    return sum - excess;
  }

  private static double upperQuartile(double[] values) {
    double[] sorted = Ascending.copyOf(values);
    return sorted.length == 0 ? 0 : TargetScaling.quantile(sorted, TargetScaling.UPPER_QUARTILE);
  }

  /** The target of a value. */
  double target(double value) {
    double scaled = magnitude > 0 ? value / magnitude : value;
    double bounded = bounds.apply(warp.value(scaled));
    return deviation == 0 ? 0 : (bounded - zero) / deviation;
  }

  double[] targets(double[] values) {
    double[] targets = new double[values.length];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = target(values[i]);
    }
    return targets;
  }

  /**
   * The derivative of {@link #target}, by which noise in a value becomes noise in its target; a
   * value of a bounded tail is as noisy as it would be without.
   */
  double slope(double value) {
    double unit = magnitude > 0 ? magnitude : 1;
    return deviation == 0 ? 0 : warp.slope(value / unit) / (unit * deviation);
  }

  /** Values to a unit of the targets, where they are not warped. */
  double unit() {
    return (magnitude > 0 ? magnitude : 1) * (deviation == 0 ? 1 : deviation);
  }
}
