package dev.hone.math.cma;

/**
 * Maps all of ℝ onto an interval, so that a strategy without bounds never leaves them: the identity
 * inside, but for a twentieth of the width at each end, where a parabola leads smoothly to the
 * bound, and mirrored beyond.
 *
 * <p>Source: the boundary handling of pycma (BoxConstraintsLinQuadTransformation).
 */
final class BoundTransform {
  private static final double MARGIN = 0.05;

  private final double[] lower;
  private final double[] upper;

  /** Where the identity starts and ends, as distances from the bounds. */
  private final double[] lowerMargin;

  private final double[] upperMargin;

  /**
   * Takes bounds, infinite where there are none.
   *
   * @param deviations initial standard deviations: the margin of a bound without a counterpart
   */
  BoundTransform(double[] lower, double[] upper, double[] deviations) {
    this.lower = lower;
    this.upper = upper;
    lowerMargin = new double[lower.length];
    upperMargin = new double[lower.length];
    for (int j = 0; j < lower.length; j++) {
      boolean both = Double.isFinite(lower[j]) && Double.isFinite(upper[j]);
      double margin = both ? MARGIN * (upper[j] - lower[j]) : deviations[j];
      lowerMargin[j] = Double.isFinite(lower[j]) ? margin : 0;
      upperMargin[j] = Double.isFinite(upper[j]) ? margin : 0;
    }
  }

  /** The point that coordinate j of an unbounded one stands for. */
  double apply(int j, double x) {
    double folded = fold(j, x);
    double low = lower[j] + lowerMargin[j];
    double high = upper[j] - upperMargin[j];
    double y = folded;
    if (folded < low) {
      double step = folded - (lower[j] - lowerMargin[j]);
      y = lower[j] + step * (step / (4 * lowerMargin[j]));
    } else if (folded > high) {
      double step = upper[j] + upperMargin[j] - folded;
      y = upper[j] - step * (step / (4 * upperMargin[j]));
    }
    return Math.clamp(y, lower[j], upper[j]);
  }

  /**
   * How far x lies beyond where it is mirrored, in widths of the box: 0 within, and without one.
   */
  double beyond(int j, double x) {
    double low = lower[j] - lowerMargin[j];
    double high = upper[j] + upperMargin[j];
    double distance = Math.max(0, Math.max(low - x, x - high));
    return distance / (high - low);
  }

  /** Brings x into [lower − margin, upper + margin] by reflection at the ends. */
  private double fold(int j, double x) {
    double low = lower[j] - lowerMargin[j];
    double high = upper[j] + upperMargin[j];
    if (x >= low && x <= high) {
      return x;
    }
    if (Double.isInfinite(low) || Double.isInfinite(high)) {
      return x < low ? low + (low - x) : high - (x - high);
    }
    double width = high - low;
    double offset = (x < low ? low - x : x - low) % (2 * width);
    return low + (offset <= width ? offset : 2 * width - offset);
  }

  /** An unbounded coordinate that {@link #apply} maps to y: the one nearest to the identity. */
  double invert(int j, double y) {
    double low = lower[j] + lowerMargin[j];
    double high = upper[j] - upperMargin[j];
    if (y < low) {
      double share = Math.max(0, y - lower[j]) / lowerMargin[j];
      return lower[j] - lowerMargin[j] + 2 * lowerMargin[j] * Math.sqrt(share);
    }
    if (y > high) {
      double share = Math.max(0, upper[j] - y) / upperMargin[j];
      return upper[j] + upperMargin[j] - 2 * upperMargin[j] * Math.sqrt(share);
    }
    return y;
  }
}
