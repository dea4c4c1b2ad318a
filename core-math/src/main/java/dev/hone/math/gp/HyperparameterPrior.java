package dev.hone.math.gp;

import dev.hone.math.special.SpecialFunctions;

/**
 * What is believed of one hyperparameter before the data: that it is known, or a density with
 * bounds and a place to start from.
 */
public sealed interface HyperparameterPrior {

  /**
   * A hyperparameter that is not fitted.
   *
   * @param logarithm its natural logarithm, finite
   */
  record Fixed(double logarithm) implements HyperparameterPrior {

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public Fixed {
      if (!Double.isFinite(logarithm)) {
        throw new IllegalArgumentException(
            "logarithm = " + logarithm + ": expected a finite number");
      }
    }
  }

  /**
   * A hyperparameter floor + eᵗ that is fitted through its free coordinate t.
   *
   * @param density density of eᵗ
   * @param floor what the hyperparameter exceeds, 0 or more; 0 makes t its natural logarithm
   * @param lower least t
   * @param upper greatest t
   * @param start t to start a fit from
   */
  record Free(LogDensity density, double floor, double lower, double upper, double start)
      implements HyperparameterPrior {

    /**
     * Checks floor and bounds.
     *
     * @throws IllegalArgumentException if the floor is negative or not finite, or unless lower ≤
     *     start ≤ upper
     */
    public Free {
      if (!(floor >= 0 && floor < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "floor = " + floor + ": expected a finite number of 0 or more");
      }
      if (!(lower <= start && start <= upper)) {
        throw new IllegalArgumentException(
            "start = " + start + ": expected a number in [" + lower + ", " + upper + "]");
      }
    }

    /** The natural logarithm of the hyperparameter at t. */
    double logarithm(double t) {
      return floor == 0 ? t : SpecialFunctions.log(floor + SpecialFunctions.exp(t));
    }

    /** The derivative of {@link #logarithm} by t. */
    double slope(double t) {
      if (floor == 0) {
        return 1;
      }
      double excess = SpecialFunctions.exp(t);
      return excess / (floor + excess);
    }

    /** The t within bounds that comes closest to a logarithm of the hyperparameter. */
    double coordinate(double logarithm) {
      if (floor == 0) {
        return Math.clamp(logarithm, lower, upper);
      }
      double excess = SpecialFunctions.exp(logarithm) - floor;
      return excess > 0 ? Math.clamp(SpecialFunctions.log(excess), lower, upper) : lower;
    }
  }
}
