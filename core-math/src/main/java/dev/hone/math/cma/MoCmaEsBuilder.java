package dev.hone.math.cma;

import java.util.Arrays;

/** The options of a {@link MoCmaEs}. Not safe for use from several threads. */
public final class MoCmaEsBuilder {
  final double[] start;
  final double sigma;
  final double[] lower;
  final double[] upper;
  final double[] granularity;
  int populationSize = 100;
  long seed;
  long stream;

  MoCmaEsBuilder(double[] start, double sigma) {
    if (start.length == 0) {
      throw new IllegalArgumentException("start has length 0: expected at least 1");
    }
    if (!(sigma > 0 && sigma <= 1e250)) {
      throw new IllegalArgumentException(
          "sigma = " + sigma + ": expected a positive number up to 1e250");
    }
    this.start = start.clone();
    this.sigma = sigma;
    lower = new double[start.length];
    upper = new double[start.length];
    granularity = new double[start.length];
    Arrays.fill(lower, Double.NEGATIVE_INFINITY);
    Arrays.fill(upper, Double.POSITIVE_INFINITY);
  }

  /**
   * Sets the size μ of the population; 100 unless set.
   *
   * @throws IllegalArgumentException if it is less than 2
   */
  public MoCmaEsBuilder populationSize(int count) {
    if (count < 2) {
      throw new IllegalArgumentException("populationSize = " + count + ": expected at least 2");
    }
    populationSize = count;
    return this;
  }

  /**
   * Sets bounds that no point leaves; infinite where there are none.
   *
   * @throws IllegalArgumentException if there are not n of each, or one is not below its
   *     counterpart
   */
  public MoCmaEsBuilder bounds(double[] low, double[] high) {
    CmaEsBuilder.checkBounds(low, high, start.length);
    System.arraycopy(low, 0, lower, 0, low.length);
    System.arraycopy(high, 0, upper, 0, high.length);
    return this;
  }

  /**
   * Says which coordinates are rounded before evaluation, and to steps of what width: once σ is
   * below it, a point now and then takes a whole step.
   *
   * @param widths n numbers, 0 for a coordinate that is not rounded
   * @throws IllegalArgumentException if there are not n, or one is negative or not finite
   */
  public MoCmaEsBuilder granularity(double[] widths) {
    CmaEsBuilder.checkLength("widths", widths, start.length);
    for (int j = 0; j < widths.length; j++) {
      if (!(widths[j] >= 0 && widths[j] <= Double.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "widths[" + j + "] = " + widths[j] + ": expected a number of at least 0");
      }
    }
    System.arraycopy(widths, 0, granularity, 0, widths.length);
    return this;
  }

  /** Sets the seed of all random numbers; 0 unless set. */
  public MoCmaEsBuilder seed(long value) {
    seed = value;
    return this;
  }

  /** Sets which of the independent streams of the seed to use; 0 unless set. */
  public MoCmaEsBuilder stream(long value) {
    stream = value;
    return this;
  }

  /**
   * Makes the strategy.
   *
   * @throws IllegalArgumentException if the start is outside the bounds or not finite
   */
  public MoCmaEs build() {
    for (int j = 0; j < start.length; j++) {
      boolean inside = start[j] >= lower[j] && start[j] <= upper[j];
      if (!inside || !(Math.abs(start[j]) <= 1e250)) {
        throw new IllegalArgumentException(
            "start["
                + j
                + "] = "
                + start[j]
                + ": expected a number from "
                + lower[j]
                + " to "
                + upper[j]);
      }
    }
    return new MoCmaEs(this);
  }
}
