package dev.hone.internal.cma;

import dev.hone.DiscreteParam;
import dev.hone.math.random.CounterRandom;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Steps by one value for ordered discrete coordinates whose distribution has become too narrow to
 * leave the value they have, so that none is stuck.
 *
 * <p>Source: after the integer mutation of Hansen, A CMA-ES for Mixed-Integer Nonlinear
 * Optimization (2011).
 */
final class ValueSteps {
  /** A distribution narrower than this share of the way to the next value is stuck. */
  private static final double STUCK = 0.4;

  /** The parameters of the discrete coordinates. */
  private final List<DiscreteParam<?>> params;

  private final int[] discrete;

  ValueSteps(CmaCoordinates coordinates) {
    params = coordinates.discrete();
    discrete = coordinates.discreteCoordinates();
  }

  boolean isContinuous(int coordinate) {
    for (int j : discrete) {
      if (j == coordinate) {
        return false;
      }
    }
    return true;
  }

  /**
   * Moves coordinates that are stuck, now and then.
   *
   * @param within a point of the unit cube
   * @param target the same, changed where a coordinate moves
   * @param deviation the standard deviation of a coordinate
   */
  void mutate(
      double[] within, double[] target, IntToDoubleFunction deviation, CounterRandom random) {
    double rate = 1.0 / (1 + discrete.length);
    for (int k = 0; k < discrete.length; k++) {
      int j = discrete[k];
      DiscreteParam<?> param = params.get(k);
      long index = param.decodeIndex(Math.clamp(within[j], 0, 1));
      boolean up = random.nextBoolean();
      boolean chosen = random.nextDouble() < rate;
      long next = (up && index < param.size() - 1) || index == 0 ? index + 1 : index - 1;
      if (!chosen || next >= param.size()) {
        continue;
      }
      double place = param.encodeIndex(next);
      if (deviation.applyAsDouble(j) < STUCK * Math.abs(place - within[j])) {
        target[j] = place;
      }
    }
  }
}
