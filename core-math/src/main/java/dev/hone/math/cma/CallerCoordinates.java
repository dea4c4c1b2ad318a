package dev.hone.math.cma;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The way between the coordinates of an engine, in which the distribution lives, and those of the
 * caller: times the scales, then into the bounds.
 */
final class CallerCoordinates {
  private static final double LARGEST = 1e307;

  private final int n;
  private final double[] lower;
  private final double[] upper;
  private final double[] scales;
  private final @Nullable BoundTransform transform;
  private final boolean identical;

  /** As options have them. */
  CallerCoordinates(CmaOptions options) {
    n = options.start.length;
    lower = options.lower;
    upper = options.upper;
    scales = options.scales.clone();
    transform = options.bounded ? new BoundTransform(lower, upper, options.deviations()) : null;
    // An integer margin changes the scales later.
    identical =
        !options.bounded
            && !options.hasThresholds()
            && Arrays.stream(scales).allMatch(scale -> scale == 1);
  }

  /** Whether the engine's coordinates are the caller's, and stay so. */
  boolean areTheEngines() {
    return identical;
  }

  /** What an engine's coordinate times its scale goes through, or null without bounds. */
  @Nullable BoundTransform bounds() {
    return transform;
  }

  /** An engine's coordinates times these are the caller's, before bounds: the array itself. */
  double[] scales() {
    return scales;
  }

  /** A point in the engine's coordinates. */
  double[] toEngine(double[] point) {
    double[] x = new double[n];
    toEngine(point, 0, x, 0);
    return x;
  }

  /** Writes one of the caller's points in the engine's coordinates. */
  void toEngine(double[] from, int fromOffset, double[] to, int toOffset) {
    for (int j = 0; j < n; j++) {
      double x = from[fromOffset + j];
      to[toOffset + j] = (transform == null ? x : transform.invert(j, x)) / scales[j];
    }
  }

  /** Writes samples of the engine as finite points of the caller. */
  void present(double[] samples, double[] points) {
    for (int row = 0; row < samples.length; row += n) {
      for (int j = 0; j < n; j++) {
        double x = Math.clamp(samples[row + j] * scales[j], -LARGEST, LARGEST);
        points[row + j] = transform == null ? x : transform.apply(j, x);
      }
    }
  }

  /** A point of the engine in the caller's coordinates. */
  double[] of(double[] sample) {
    double[] point = new double[n];
    for (int j = 0; j < n; j++) {
      double x = sample[j] * scales[j];
      point[j] = transform == null ? x : transform.apply(j, x);
    }
    return point;
  }

  /** Whether a point is finite and within the bounds. */
  boolean contains(double[] point) {
    for (int j = 0; j < n; j++) {
      if (!contains(j, point[j])) {
        return false;
      }
    }
    return true;
  }

  private boolean contains(int j, double x) {
    return x >= lower[j] && x <= upper[j] && !Double.isInfinite(x);
  }

  /**
   * Refuses what is no coordinate of a point.
   *
   * @param index where it is among the coordinates of all points
   * @throws IllegalArgumentException if it is not finite, or beyond a bound
   */
  void check(int index, double x) {
    int j = index % n;
    if (!contains(j, x)) {
      throw new IllegalArgumentException(
          "point "
              + index / n
              + " has coordinate "
              + j
              + " = "
              + x
              + ": expected a number from "
              + lower[j]
              + " to "
              + upper[j]);
    }
  }
}
