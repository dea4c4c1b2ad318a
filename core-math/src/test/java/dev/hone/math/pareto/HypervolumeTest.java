package dev.hone.math.pareto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HypervolumeTest {
  private static final int SIDE = 5;

  @Test
  void isTheAreaUnderTheStepsInTwoDimensions() {
    double[] front = {1, 3, 2, 2, 3, 1, 2.5, 2.5, 5, 0};
    assertEquals(3 + 2 + 1, Hypervolume.of(5, 2, front, new double[] {4, 4}));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void countsTheCellsOfAGrid(int m) {
    for (int seed = 0; seed < 30; seed++) {
      int n = 1 + seed % 12;
      double[] points = gridPoints(n, m, seed);
      double[] reference = new double[m];
      Arrays.fill(reference, SIDE);
      assertEquals(
          cells(n, m, points), Hypervolume.of(n, m, points, reference), "m " + m + " seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aContributionIsWhatIsLostWithoutThePoint(int m) {
    for (int seed = 0; seed < 15; seed++) {
      int n = 1 + seed % 8;
      double[] points = gridPoints(n, m, seed);
      double[] reference = new double[m];
      Arrays.fill(reference, SIDE);
      double[] contributions = Hypervolume.contributions(n, m, points, reference);
      for (int i = 0; i < n; i++) {
        double[] others = new double[(n - 1) * m];
        System.arraycopy(points, 0, others, 0, i * m);
        System.arraycopy(points, (i + 1) * m, others, i * m, (n - 1 - i) * m);
        assertEquals(
            cells(n, m, points) - cells(n - 1, m, others),
            contributions[i],
            "m " + m + " seed " + seed + " point " + i);
      }
    }
  }

  @Test
  void aSphereInFourDimensionsHasTheVolumeThatSamplingFinds() {
    int n = 60;
    int m = 4;
    CounterRandom random = CounterRandom.of(7, 0);
    double[] points = new double[n * m];
    for (int i = 0; i < n; i++) {
      double norm = 0;
      for (int j = 0; j < m; j++) {
        points[i * m + j] = Math.abs(random.nextGaussian());
        norm += points[i * m + j] * points[i * m + j];
      }
      for (int j = 0; j < m; j++) {
        points[i * m + j] = 1 - points[i * m + j] / Math.sqrt(norm);
      }
    }
    int hits = 0;
    int draws = 40_000;
    double[] y = new double[m];
    for (int s = 0; s < draws; s++) {
      random.fillUniform(y, 0, m);
      boolean dominated = false;
      for (int i = 0; i < n && !dominated; i++) {
        dominated = ParetoFront.dominates(m, points, i * m, y, 0);
      }
      hits += dominated ? 1 : 0;
    }
    double expected = hits / (double) draws;
    double volume = Hypervolume.of(n, m, points, new double[] {1, 1, 1, 1});
    assertEquals(expected, volume, 5 * Math.sqrt(expected * (1 - expected) / draws));
  }

  @Test
  void aTinyContributionIsNotLostInTheWhole() {
    double[] points = {0, 0.5, 0.5, 0, 0.5 - 1e-12, 0.5 - 1e-12};
    double[] contributions = Hypervolume.contributions(3, 2, points, new double[] {1e3, 1e3});
    assertEquals(1e-24, contributions[2], 1e-27);
  }

  @Test
  void referenceLiesATenthOfTheRangeBeyondTheFront() {
    double[] values = {0, 10, 5, 0, 50, 50};
    assertArrayEquals(new double[] {5.5, 11}, Hypervolume.referencePoint(3, 2, values), 1e-12);
    assertArrayEquals(
        new double[] {1 + 0.1 * 2, 2 + 0.1 * 3},
        Hypervolume.referencePoint(2, 2, new double[] {1, 2, 3, 5}),
        1e-12);
    assertTrue(Hypervolume.referencePoint(1, 1, new double[] {0})[0] > 0);
  }

  @Test
  void refusesAReferenceOfAnotherLengthOrNotFinite() {
    double[] one = {0, 0};
    assertThrows(IllegalArgumentException.class, () -> Hypervolume.of(1, 2, one, new double[] {1}));
    var nan =
        assertThrows(
            IllegalArgumentException.class,
            () -> Hypervolume.of(1, 2, one, new double[] {1, Double.NaN}));
    assertTrue(nan.toString().contains("reference[1] = NaN"));
    assertThrows(
        IllegalArgumentException.class, () -> Hypervolume.referencePoint(0, 2, new double[0]));
  }

  static double[] gridPoints(int n, int m, int seed) {
    CounterRandom random = CounterRandom.of(seed, m);
    double[] points = new double[n * m];
    for (int i = 0; i < points.length; i++) {
      points[i] = Math.floor((SIDE + 1) * random.nextDouble());
    }
    return points;
  }

  /** The unit cells below {@link #SIDE} whose lower corner a point reaches. */
  private static double cells(int n, int m, double[] points) {
    double count = 0;
    for (int code = 0; code < Math.pow(SIDE, m); code++) {
      count += isDominated(n, m, points, cell(code, m)) ? 1 : 0;
    }
    return count;
  }

  static double[] cell(int code, int m) {
    double[] corner = new double[m];
    int rest = code;
    for (int j = 0; j < m; j++) {
      corner[j] = rest % SIDE;
      rest /= SIDE;
    }
    return corner;
  }

  static boolean isDominated(int n, int m, double[] points, double[] corner) {
    for (int i = 0; i < n; i++) {
      boolean below = true;
      for (int j = 0; j < m; j++) {
        below &= points[i * m + j] <= corner[j];
      }
      if (below) {
        return true;
      }
    }
    return false;
  }
}
