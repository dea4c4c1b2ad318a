package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class BoundPenaltyTest {
  private static final double[] SCALES = {2, 1};

  /** [−1, 1]² with a margin of 0.1 at each side, mirrored at 1.1. */
  private static BoundPenalty penalty(int lambda) {
    double[] lower = {-1, -1};
    double[] upper = {1, 1};
    return new BoundPenalty(lambda, new BoundTransform(lower, upper, SCALES), SCALES);
  }

  @Test
  void changesNothingWithinTheMargins() {
    double[] samples = {0.54, 1.09, -0.54, -1.09, 0, 0};
    assertFalse(penalty(3).applies(samples, new double[] {1, 2, 3}, new int[] {0, 1, 2}, 3));
  }

  /** Two widths are 2.2: a sample at 2.2 lies half of a width beyond 1.1, and so costs 10/4. */
  @Test
  void countsSquaredWidthsInSpreadsOfTheValues() {
    double[] samples = {0, 2.2, -1.1, 0, 0, 0, 0, 0};
    double[] values = {1, 3, 2, 4};
    BoundPenalty penalty = penalty(4);
    assertTrue(penalty.applies(samples, values, new int[] {0, 2, 1, 3}, 4));
    // The quartiles are the second and the last of four: 2 and 4.
    assertArrayEquals(new double[] {1 + 2 * 2.5, 3 + 2 * 2.5, 2, 4}, penalty.values(), 1e-12);
  }

  @Test
  void leavesLostOnesLost() {
    double[] samples = {0, 5, 0, 0, 0, 0, 0, 0};
    BoundPenalty penalty = penalty(4);
    assertTrue(
        penalty.applies(samples, new double[] {1, Double.NaN, 2, 4}, new int[] {0, 2, 3}, 3));
    assertTrue(Double.isNaN(penalty.values()[1]));
  }

  @Test
  void restsWhereValuesHaveNoSpread() {
    double[] samples = {0, 5, 0, 0, 0, 0, 0, 0};
    int[] order = {0, 1, 2, 3};
    assertFalse(penalty(4).applies(samples, new double[] {2, 2, 2, 2}, order, 4));
    double inf = Double.POSITIVE_INFINITY;
    assertFalse(penalty(4).applies(samples, new double[] {2, inf, inf, inf}, order, 4));
  }

  /**
   * Mirrored, a wide distribution sees the same function everywhere, and stays as wide as it is.
   */
  @Test
  void aDistributionWiderThanTheBoxBecomesNarrower() {
    int n = 10;
    double[] lower = new double[n];
    double[] upper = new double[n];
    Arrays.fill(lower, -1);
    Arrays.fill(upper, 1);
    CmaEs strategy =
        CmaEs.builder(new double[n], 20).bounds(lower, upper).populationSize(100).seed(5).build();
    CounterRandom random = CounterRandom.of(7, 0);
    double smallest = Double.POSITIVE_INFINITY;
    for (int generation = 0; generation < 40; generation++) {
      strategy.ask();
      double[] values = new double[100];
      // Noise alone: where the points are says nothing.
      Arrays.setAll(values, i -> random.nextDouble());
      smallest = Math.min(smallest, Arrays.stream(values).min().orElseThrow());
      strategy.tell(values);
    }
    double sigma = strategy.sigma();
    assertTrue(sigma < 10, "sigma = " + sigma);
    assertEquals(smallest, strategy.bestValue());
  }
}
