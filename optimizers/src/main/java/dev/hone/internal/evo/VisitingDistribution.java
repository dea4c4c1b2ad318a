package dev.hone.internal.evo;

import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;

/**
 * Steps of generalised simulated annealing: of a Cauchy-Lorentz distribution distorted by q_v,
 * whose tails and width shrink with the temperature.
 *
 * <p>Source: Tsallis and Stariolo, Generalized Simulated Annealing (1996), with their algorithm for
 * drawing from it (appendix).
 */
final class VisitingDistribution {
  /** Farther is as good as anywhere. */
  private static final double FARTHEST = 1e8;

  /** A unit interval counts as so wide: the domains that temperatures are meant for are. */
  private static final double WIDTH = 10;

  private final double shape;
  private final double logWidthAtOne;

  VisitingDistribution(double shape) {
    this.shape = shape;
    double log4 =
        0.5 * StrictMath.log(Math.PI)
            + (4 - shape) * StrictMath.log(shape - 1)
            - (2 - shape) * StrictMath.log(2) / (shape - 1)
            - StrictMath.log(3 - shape);
    double log6 = logGamma(1 / (shape - 1) - 0.5);
    logWidthAtOne = (log4 - log6) * (shape - 1) / (3 - shape);
  }

  /** T_qv(t) / T_qv(1), for steps counted from 0. */
  double cooling(long step) {
    double first = StrictMath.expm1((shape - 1) * StrictMath.log(2));
    return first / StrictMath.expm1((shape - 1) * StrictMath.log(step + 2.0));
  }

  /** A step in units of the range. */
  double draw(double temperature, CounterRandom random) {
    double logWidth = logWidthAtOne + SpecialFunctions.log(temperature) / (3 - shape);
    double x = random.nextGaussian();
    double y = Math.abs(random.nextGaussian());
    double logStretch = (shape - 1) / (3 - shape) * SpecialFunctions.log(y);
    double step = x * SpecialFunctions.exp(Math.min(700, logWidth - logStretch));
    return Math.abs(step) < FARTHEST
        ? step / WIDTH
        : Math.copySign(FARTHEST * random.nextDouble(), step) / WIDTH;
  }

  /** ln Γ(x) for x > 0, to 1e-10: Stirling's series above 8, the recurrence below. */
  private static double logGamma(double x) {
    double product = 1;
    double z = x;
    while (z < 8) {
      product *= z;
      z++;
    }
    double r = 1 / (z * z);
    double series = (1 / 12.0 - r * (1 / 360.0 - r * (1 / 1260.0 - r / 1680))) / z;
    return (z - 0.5) * StrictMath.log(z)
        - z
        + 0.5 * StrictMath.log(2 * Math.PI)
        + series
        - StrictMath.log(product);
  }
}
