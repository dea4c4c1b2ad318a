package dev.hone.math.cma;

import dev.hone.math.random.CounterRandom;
import java.util.Arrays;

/**
 * Steps that are sure to be seen of coordinates that are rounded before evaluation: without them, a
 * distribution narrower than the rounding would draw the same point again and again.
 */
final class WholeSteps {
  /** Points that one is tried in. */
  private static final double SHARE = 0.2;

  private final double[] granularity;
  private final int grainy;

  /**
   * Takes what each coordinate is rounded to; 0 for one that is not.
   *
   * @param granularity n numbers, not copied
   */
  WholeSteps(double[] granularity) {
    this.granularity = granularity;
    grainy = (int) Arrays.stream(granularity).filter(g -> g > 0).count();
  }

  /** What each coordinate is rounded to: the array itself. */
  double[] granularity() {
    return granularity;
  }

  /**
   * Adds one to a point now and then, where its distribution would hardly take it.
   *
   * @return whether one was added
   */
  boolean addTo(ElitistIndividual offspring, CounterRandom random) {
    if (grainy == 0 || random.nextDouble() >= SHARE) {
      return false;
    }
    int chosen = random.nextInt(grainy);
    int j = 0;
    while (granularity[j] == 0 || chosen-- > 0) {
      j++;
    }
    if (offspring.deviation(j) >= granularity[j]) {
      return false;
    }
    offspring.x[j] += random.nextBoolean() ? granularity[j] : -granularity[j];
    return true;
  }
}
