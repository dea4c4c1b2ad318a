package dev.hone.internal.gp;

import dev.hone.OutputTransform;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Turns told values into targets a Gaussian process can model. By default the bad tail is
 * compressed, the variance becomes 1, and the 0.75 quantile 0.
 *
 * <p>Real objectives have a long bad tail: in the recorded trainings this default was chosen on,
 * the 95th percentile lies 4 to 11 medians from the best. Left alone, the tail sets the scale, and
 * the model sees no difference among the good settings. Clipping at the 0.75 quantile halved the
 * regret there, but a clipped function has no slope where most points are; compressed by a
 * logarithm it keeps one.
 *
 * <p>0 is what the model expects where nothing was tried, and values that a search has told are
 * better than that on average.
 *
 * @param transform what happens to the values
 * @param clipQuantile the quantile of all values above which {@link OutputTransform#CLIP} and
 *     {@link OutputTransform#COMPRESS} see a tail; with 1 there is none
 * @param zero what becomes 0
 */
public record TargetScaling(OutputTransform transform, double clipQuantile, Zero zero) {

  /** What becomes 0; variances are those about the average. */
  public enum Zero {
    /** The 0.75 quantile of what the transform makes of the values. */
    UPPER_QUARTILE,
    /** The average of that. */
    AVERAGE,
    /** 0 itself, about which variances then are. */
    ORIGIN
  }

  /** The quantile that did best over the recorded tables. */
  public static final TargetScaling DEFAULT =
      new TargetScaling(OutputTransform.COMPRESS, 0.75, Zero.UPPER_QUARTILE);

  /**
   * For values of which the sign counts: magnitudes are compressed by a logarithm, and 0 stays 0.
   *
   * <p>Source: Eriksson and Poloczek, Scalable constrained Bayesian optimization (2021), the bilog
   * transform.
   */
  static final TargetScaling CONSTRAINT =
      new TargetScaling(OutputTransform.STANDARDIZE, 1, Zero.ORIGIN);

  private static final double TAIL = 0.05;
  private static final double LOWER_QUARTILE = 0.25;
  static final double UPPER_QUARTILE = 0.75;

  /** Softness in distances between the quartiles. */
  private static final double SOFTNESS = 0.5;

  /** Beside values of magnitude 1; in units of less, they overflow. */
  private static final double LEAST_SPREAD = 1e-300;

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
   * Clips the bad tail and standardises.
   *
   * @throws IllegalArgumentException if the quantile is not in (0, 1]
   */
  public TargetScaling(double clipQuantile) {
    this(OutputTransform.CLIP, clipQuantile, DEFAULT.zero());
  }

  /** Another transform. */
  public static TargetScaling of(OutputTransform transform) {
    return new TargetScaling(transform, DEFAULT.clipQuantile(), DEFAULT.zero());
  }

  /** This scaling with another transform, at the quantile that is usual for it. */
  public TargetScaling withTransform(OutputTransform other) {
    return new TargetScaling(other, DEFAULT.clipQuantile(), zero);
  }

  /**
   * This scaling, but clipping the bad tail.
   *
   * @throws IllegalArgumentException if the quantile is not in (0, 1]
   */
  public TargetScaling withClipQuantile(double quantile) {
    return new TargetScaling(OutputTransform.CLIP, quantile, zero);
  }

  /** This scaling with another 0. */
  public TargetScaling withZero(Zero other) {
    return new TargetScaling(transform, clipQuantile, other);
  }

  /**
   * Returns the targets of finite values to be minimised, in the same order; O(n log n). Values of
   * any magnitude are fine; if all are equal, so are the targets: 0.
   */
  public double[] targets(double[] values) {
    return fit(values).targets(values);
  }

  /** The function from values to targets that suits these values; O(n log n). */
  FittedScaling fit(double[] values) {
    return fit(values, Double.NEGATIVE_INFINITY);
  }

  /**
   * As {@link #fit(double[])}, but not to clip values up to a level: those on a front are part of
   * it, however bad in one objective.
   */
  FittedScaling fit(double[] values, double kept) {
    if (transform == OutputTransform.NONE) {
      return FittedScaling.IDENTITY;
    }
    double magnitude = 0;
    for (double value : values) {
      magnitude = Math.max(magnitude, Math.abs(value));
    }
    double[] scaled = values.clone();
    // By the largest magnitude, so that neither sums nor squares overflow or vanish.
    for (int i = 0; magnitude > 0 && i < scaled.length; i++) {
      scaled[i] /= magnitude;
    }
    ValueWarp warp = warp(scaled);
    double[] warped = new double[scaled.length];
    for (int i = 0; i < warped.length; i++) {
      warped[i] = warp.value(scaled[i]);
    }
    double[] sorted = Ascending.copyOf(warped);
    TailBounds bounds = new TailBounds(lowest(sorted), highest(sorted), softness(sorted));
    if (kept > Double.NEGATIVE_INFINITY) {
      bounds = bounds.keeping(warp.value(magnitude > 0 ? kept / magnitude : kept));
    }
    for (int i = 0; i < warped.length; i++) {
      warped[i] = bounds.apply(warped[i]);
    }
    return FittedScaling.standardising(magnitude, warp, bounds, warped, zero);
  }

  private ValueWarp warp(double[] values) {
    if (zero == Zero.ORIGIN) {
      return ValueWarp.bilog(values);
    }
    return switch (transform) {
      case NONE, STANDARDIZE, COMPRESS, CLIP, WINSORIZE -> ValueWarp.identity();
      case LOG -> ValueWarp.logarithm(values);
      case POWER -> ValueWarp.yeoJohnson(values);
    };
  }

  private double lowest(double[] sorted) {
    return transform == OutputTransform.WINSORIZE && sorted.length > 0
        ? Math.min(quantile(sorted, TAIL), highest(sorted))
        : Double.NEGATIVE_INFINITY;
  }

  private double highest(double[] sorted) {
    if (sorted.length == 0) {
      return Double.POSITIVE_INFINITY;
    }
    return switch (transform) {
      case COMPRESS, CLIP -> clipLevel(sorted, clipQuantile);
      case WINSORIZE -> clipLevel(sorted, 1 - TAIL);
      case NONE, STANDARDIZE, LOG, POWER -> Double.POSITIVE_INFINITY;
    };
  }

  private double softness(double[] sorted) {
    if (transform != OutputTransform.COMPRESS || sorted.length == 0) {
      return 0;
    }
    double spread = quantile(sorted, UPPER_QUARTILE) - quantile(sorted, LOWER_QUARTILE);
    return spread < LEAST_SPREAD ? 0 : SOFTNESS * spread;
  }

  private static double clipLevel(double[] sorted, double quantile) {
    double level = quantile(sorted, quantile);
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

  /** With linear interpolation. */
  static double quantile(double[] sorted, double q) {
    double position = q * (sorted.length - 1);
    int below = (int) position;
    if (below + 1 >= sorted.length) {
      return sorted[sorted.length - 1];
    }
    double fraction = position - below;
    return sorted[below] + fraction * (sorted[below + 1] - sorted[below]);
  }

  /** Writes what {@link #load} reads. */
  public void save(DataOutput out) throws IOException {
    out.writeUTF(transform.name());
    out.writeDouble(clipQuantile);
    out.writeUTF(zero.name());
  }

  /** Reads what {@link #save} wrote. */
  public static TargetScaling load(DataInput in) throws IOException {
    OutputTransform transform = ModelOptions.constant(OutputTransform.class, in.readUTF());
    return new TargetScaling(
        transform, in.readDouble(), ModelOptions.constant(Zero.class, in.readUTF()));
  }
}
