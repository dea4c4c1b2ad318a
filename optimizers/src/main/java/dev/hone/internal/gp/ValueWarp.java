package dev.hone.internal.gp;

import java.util.Arrays;

/**
 * An increasing function of values of magnitude 1 at most.
 *
 * @param kind which function
 * @param centre what is subtracted first
 * @param scale what is divided by then, positive
 * @param lambda exponent of the power transform
 */
record ValueWarp(Kind kind, double centre, double scale, double lambda) {

  /** The functions. */
  enum Kind {
    IDENTITY,
    LOGARITHM,
    YEO_JOHNSON,
    BILOG
  }

  /** Added to the distance from the best value, in those of the median. */
  private static final double FLOOR = 0.1;

  /** Exponents tried; beyond them a few values would decide. */
  private static final double LARGEST_EXPONENT = 3;

  private static final int SEARCH_STEPS = 40;
  private static final double LEAST_SCALE = 1e-300;

  static ValueWarp identity() {
    return new ValueWarp(Kind.IDENTITY, 0, 1, 1);
  }

  /** See {@link dev.hone.OutputTransform#LOG}. */
  static ValueWarp logarithm(double[] values) {
    double[] sorted = Ascending.copyOf(values);
    double best = sorted.length == 0 ? 0 : sorted[0];
    double median = sorted.length == 0 ? 0 : TargetScaling.quantile(sorted, 0.5);
    return new ValueWarp(Kind.LOGARITHM, best, positive(median - best, sorted, best), 0);
  }

  /** See {@link dev.hone.OutputTransform#POWER}. */
  static ValueWarp yeoJohnson(double[] values) {
    int n = values.length;
    double mean = Arrays.stream(values).sum() / Math.max(1, n);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = Math.sqrt(squares / Math.max(1, n));
    if (!(deviation > 1e-14)) {
      return identity();
    }
    // The log likelihood has one maximum: golden sections.
    double low = -LARGEST_EXPONENT;
    double high = LARGEST_EXPONENT;
    double ratio = (Math.sqrt(5) - 1) / 2;
    for (int step = 0; step < SEARCH_STEPS; step++) {
      double left = high - ratio * (high - low);
      double right = low + ratio * (high - low);
      if (logLikelihood(values, mean, deviation, left)
          >= logLikelihood(values, mean, deviation, right)) {
        high = right;
      } else {
        low = left;
      }
    }
    return new ValueWarp(Kind.YEO_JOHNSON, mean, deviation, (low + high) / 2);
  }

  /** Yeo and Johnson (2000), eq. 3.1, at the best mean and variance. */
  private static double logLikelihood(double[] values, double centre, double scale, double lambda) {
    ValueWarp warp = new ValueWarp(Kind.YEO_JOHNSON, centre, scale, lambda);
    double sum = 0;
    double jacobian = 0;
    double[] warped = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      warped[i] = warp.value(values[i]);
      sum += warped[i];
      double z = (values[i] - centre) / scale;
      jacobian += Math.copySign(StrictMath.log1p(Math.abs(z)), z);
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double w : warped) {
      squares += (w - mean) * (w - mean);
    }
    return -0.5 * values.length * StrictMath.log(squares / values.length) + (lambda - 1) * jacobian;
  }

  /** See {@link TargetScaling#CONSTRAINT}. */
  static ValueWarp bilog(double[] values) {
    double[] magnitudes = Arrays.stream(values).map(Math::abs).sorted().toArray();
    double median = magnitudes.length == 0 ? 0 : TargetScaling.quantile(magnitudes, 0.5);
    return new ValueWarp(Kind.BILOG, 0, positive(median, magnitudes, 0), 0);
  }

  /**
   * A scale, or the first value above another if it is 0, or 1; never so small that values of
   * magnitude 1 overflow in it.
   */
  private static double positive(double scale, double[] sorted, double above) {
    if (scale > 0) {
      return Math.max(scale, LEAST_SCALE);
    }
    for (double value : sorted) {
      if (value > above) {
        return Math.max(value - above, LEAST_SCALE);
      }
    }
    return 1;
  }

  double value(double x) {
    if (kind == Kind.IDENTITY) {
      return x;
    }
    double z = (x - centre) / scale;
    return switch (kind) {
      case IDENTITY -> x;
      case LOGARITHM -> StrictMath.log(FLOOR + Math.max(z, 0));
      case BILOG -> Math.copySign(StrictMath.log1p(Math.abs(z)), z);
      case YEO_JOHNSON -> z >= 0 ? power(z, lambda) : -power(-z, 2 - lambda);
    };
  }

  private static double power(double z, double exponent) {
    double logarithm = StrictMath.log1p(z);
    return Math.abs(exponent) < 1e-9
        ? logarithm
        : StrictMath.expm1(exponent * logarithm) / exponent;
  }

  double slope(double x) {
    double z = (x - centre) / scale;
    return switch (kind) {
      case IDENTITY -> 1;
      case LOGARITHM -> 1 / (scale * (FLOOR + Math.max(z, 0)));
      case BILOG -> 1 / (scale * (1 + Math.abs(z)));
      case YEO_JOHNSON -> {
        double exponent = z >= 0 ? lambda - 1 : 1 - lambda;
        yield StrictMath.pow(1 + Math.abs(z), exponent) / scale;
      }
    };
  }
}
