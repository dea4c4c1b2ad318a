package dev.hone.math.pareto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParetoFrontTest {

  @Test
  void dominatesIfNoWorseAnywhereAndBetterSomewhere() {
    double[] points = {1, 2, 1, 3, 2, 1, -0.0, 5, 0.0, 5};
    assertTrue(ParetoFront.dominates(2, points, 0, points, 2));
    assertFalse(ParetoFront.dominates(2, points, 2, points, 0));
    assertFalse(ParetoFront.dominates(2, points, 0, points, 0));
    assertFalse(ParetoFront.dominates(2, points, 0, points, 4));
    assertFalse(ParetoFront.dominates(2, points, 6, points, 8));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 6})
  void frontAndRanksAreThoseOfTheDefinition(int m) {
    for (int seed = 0; seed < 40; seed++) {
      CounterRandom random = CounterRandom.of(seed, m);
      int n = seed % 25;
      double[] values = new double[n * m];
      for (int i = 0; i < values.length; i++) {
        // Few values: many ties and repeated points.
        values[i] = seed % 2 == 0 ? Math.floor(4 * random.nextDouble()) : random.nextDouble();
      }
      int[] expected = ranksByPeeling(n, m, values);
      assertArrayEquals(expected, ParetoFront.ranks(n, m, values), "seed " + seed);
      int[] front = IntStream.range(0, n).filter(i -> expected[i] == 0).toArray();
      assertArrayEquals(front, ParetoFront.nonDominated(n, m, values), "seed " + seed);
    }
  }

  private static int[] ranksByPeeling(int n, int m, double[] values) {
    int[] ranks = new int[n];
    Arrays.fill(ranks, -1);
    for (int rank = 0; Arrays.stream(ranks).anyMatch(r -> r < 0); rank++) {
      int[] before = ranks.clone();
      for (int i = 0; i < n; i++) {
        int point = i;
        boolean dominated =
            IntStream.range(0, n)
                .anyMatch(
                    k ->
                        before[k] < 0
                            && ParetoFront.dominates(m, values, k * m, values, point * m));
        if (before[i] < 0 && !dominated) {
          ranks[i] = rank;
        }
      }
    }
    return ranks;
  }

  @Test
  void crowdingIsTheRelativeGapBetweenNeighbours() {
    double[] values = {0, 10, 1, 6, 4, 5, 10, 0, 99, 99};
    double[] crowding = ParetoFront.crowdingDistances(2, values, new int[] {3, 1, 0, 2});
    assertArrayEquals(
        new double[] {Double.POSITIVE_INFINITY, 0.4 + 0.5, Double.POSITIVE_INFINITY, 0.9 + 0.6},
        crowding,
        1e-15);
  }

  @Test
  void crowdingOfEqualPointsIsNotNaN() {
    double[] crowding = ParetoFront.crowdingDistances(2, new double[6], new int[] {0, 1, 2});
    assertEquals(0, crowding[1]);
    assertEquals(0, ParetoFront.crowdingDistances(2, new double[0], new int[0]).length);
  }

  @Test
  void infiniteValuesAreOrderedLikeOthers() {
    double inf = Double.POSITIVE_INFINITY;
    double[] values = {inf, inf, 0, inf, -inf, 1};
    assertArrayEquals(new int[] {2, 1, 0}, ParetoFront.ranks(3, 2, values));
  }

  @Test
  void refusesNaNAndWrongShapes() {
    var nan =
        assertThrows(
            IllegalArgumentException.class,
            () -> ParetoFront.nonDominated(2, 2, new double[] {0, 1, Double.NaN, 2}));
    assertTrue(nan.toString().contains("values[2] = NaN"));
    assertThrows(
        IllegalArgumentException.class, () -> ParetoFront.ranks(2, 2, new double[] {0, 1, 2}));
    assertThrows(IllegalArgumentException.class, () -> ParetoFront.ranks(1, 0, new double[1]));
    assertThrows(IllegalArgumentException.class, () -> ParetoFront.ranks(-1, 1, new double[1]));
  }
}
