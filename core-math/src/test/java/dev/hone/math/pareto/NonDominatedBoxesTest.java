package dev.hone.math.pareto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NonDominatedBoxesTest {
  private static final int SIDE = 5;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void everyCellIsInOneBoxUnlessItIsDominated(int m) {
    for (int seed = 0; seed < 30; seed++) {
      int n = seed % 12;
      double[] points = HypervolumeTest.gridPoints(n, m, seed);
      double[] reference = new double[m];
      Arrays.fill(reference, SIDE);
      NonDominatedBoxes boxes = NonDominatedBoxes.of(n, m, points, reference);
      for (int code = 0; code < Math.pow(SIDE, m); code++) {
        double[] cell = HypervolumeTest.cell(code, m);
        int expected = HypervolumeTest.isDominated(n, m, points, cell) ? 0 : 1;
        assertEquals(expected, holders(boxes, cell), "m " + m + " seed " + seed + " cell " + code);
      }
    }
  }

  private static int holders(NonDominatedBoxes boxes, double[] cell) {
    int count = 0;
    for (int box = 0; box < boxes.size(); box++) {
      boolean inside = true;
      for (int j = 0; j < cell.length; j++) {
        inside &= boxes.lower(box, j) <= cell[j] && cell[j] < boxes.upper(box, j);
      }
      count += inside ? 1 : 0;
    }
    return count;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void improvementIsTheGainInHypervolume(int m) {
    for (int seed = 0; seed < 20; seed++) {
      CounterRandom random = CounterRandom.of(seed, 100 + m);
      int n = 1 + seed;
      double[] points = new double[(n + 1) * m];
      random.fillUniform(points, 0, points.length);
      double[] reference = new double[m];
      Arrays.fill(reference, 0.8);
      double[] y = Arrays.copyOfRange(points, n * m, (n + 1) * m);
      double gain =
          Hypervolume.of(n + 1, m, points, reference) - Hypervolume.of(n, m, points, reference);
      double improvement = NonDominatedBoxes.of(n, m, points, reference).improvement(y);
      assertEquals(gain, improvement, 1e-13, "m " + m + " seed " + seed);
    }
  }

  @Test
  void boxesAreAsManyAsTheSourceSays() {
    int n = 50;
    for (int m = 2; m <= 3; m++) {
      double[] points = new double[n * m];
      CounterRandom random = CounterRandom.of(3, m);
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int j = 0; j < m; j++) {
          points[i * m + j] = -Math.log(random.nextOpenDouble());
          sum += points[i * m + j];
        }
        for (int j = 0; j < m; j++) {
          points[i * m + j] /= sum;
        }
      }
      double[] reference = new double[m];
      Arrays.fill(reference, 1.1);
      int size = NonDominatedBoxes.of(n, m, points, reference).size();
      assertTrue(m == 2 ? size == n + 1 : size <= 2 * n + 1, "m " + m + ": " + size);
    }
  }
}
