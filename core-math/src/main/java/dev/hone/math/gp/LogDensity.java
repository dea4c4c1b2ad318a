package dev.hone.math.gp;

import dev.hone.math.special.SpecialFunctions;

/**
 * The logarithm of a prior density of a positive quantity v, as a function of t = ln v and up to a
 * constant.
 *
 * <p>A mode depends on the variable a density is taken in: {@link Normal} is a density in t, the
 * others are densities in v. No method allocates.
 */
public sealed interface LogDensity {

  /** Returns log p at t = ln v. */
  double value(double t);

  /** Returns the derivative of {@link #value} by t. */
  double derivative(double t);

  /** No preference at all, on the logarithmic scale. It is not a probability density. */
  record Flat() implements LogDensity {

    @Override
    public double value(double t) {
      return 0;
    }

    @Override
    public double derivative(double t) {
      return 0;
    }
  }

  /**
   * t is normally distributed, and the density is taken in t.
   *
   * @param mean mean of ln v
   * @param standardDeviation standard deviation of ln v, positive
   */
  record Normal(double mean, double standardDeviation) implements LogDensity {

    /**
     * Checks the standard deviation.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Normal {
      checkPositive("standardDeviation", standardDeviation);
    }

    @Override
    public double value(double t) {
      double z = (t - mean) / standardDeviation;
      return -0.5 * z * z;
    }

    @Override
    public double derivative(double t) {
      return -(t - mean) / (standardDeviation * standardDeviation);
    }
  }

  /**
   * v is log-normally distributed, and the density is taken in v: the term −ln v that comes of it
   * moves the mode from e^mean to e^(mean − standardDeviation²).
   *
   * @param mean mean of ln v
   * @param standardDeviation standard deviation of ln v, positive
   */
  record LogNormal(double mean, double standardDeviation) implements LogDensity {

    /**
     * Checks the standard deviation.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public LogNormal {
      checkPositive("standardDeviation", standardDeviation);
    }

    /** ln v where the density is highest. */
    public double mode() {
      return mean - standardDeviation * standardDeviation;
    }

    @Override
    public double value(double t) {
      double z = (t - mean) / standardDeviation;
      return -t - 0.5 * z * z;
    }

    @Override
    public double derivative(double t) {
      return -1 - (t - mean) / (standardDeviation * standardDeviation);
    }
  }

  /**
   * v is gamma distributed with mean shape/rate, and the density is taken in v.
   *
   * @param shape shape parameter, positive
   * @param rate rate parameter, positive
   */
  record Gamma(double shape, double rate) implements LogDensity {

    /**
     * Checks both parameters.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public Gamma {
      checkPositive("shape", shape);
      checkPositive("rate", rate);
    }

    @Override
    public double value(double t) {
      return (shape - 1) * t - rate * SpecialFunctions.exp(t);
    }

    @Override
    public double derivative(double t) {
      return shape - 1 - rate * SpecialFunctions.exp(t);
    }
  }

  /**
   * The penalty −weight·(v² + 1/v²), symmetric about v = 1 on the logarithmic scale: it keeps a
   * length-scale from running off to either side. It is not a probability density.
   *
   * @param weight its strength, positive
   */
  record InverseSquared(double weight) implements LogDensity {

    /**
     * Checks the weight.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public InverseSquared {
      checkPositive("weight", weight);
    }

    @Override
    public double value(double t) {
      double square = SpecialFunctions.exp(2 * t);
      return -weight * (square + 1 / square);
    }

    @Override
    public double derivative(double t) {
      double square = SpecialFunctions.exp(2 * t);
      return -2 * weight * (square - 1 / square);
    }
  }

  private static void checkPositive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " = " + value + ": expected a positive finite number");
    }
  }
}
