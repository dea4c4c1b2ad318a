package dev.hone.internal.tpe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.SearchSpace;
import dev.hone.TpeBandwidth;
import dev.hone.math.Backend;
import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ParzenEstimatorTest {
  private static final double[] NONE = {};

  private static SearchSpace space() {
    var s = SearchSpace.builder();
    s.uniform("x", 0, 1);
    s.logUniform("y", 1, 10);
    s.integer("i", 1, 7);
    s.logInteger("j", 1, 40);
    s.categorical("a", "p", "q", "r");
    s.categorical("only", "one");
    s.categorical("b", "p", "q");
    return s.build();
  }

  private static ParzenEstimator estimator(SearchSpace space, TpeBandwidth bandwidth) {
    return new ParzenEstimator(ParameterGroup.of(space).getFirst(), bandwidth, 0.7, Backend.SCALAR);
  }

  private static double[] point(SearchSpace space, long number) {
    double[] point = new double[space.dimension()];
    CounterRandom.of(3, number).fillUniform(point, 0, point.length);
    space.canonicalize(point, 0);
    return point;
  }

  private static void fill(ParzenEstimator estimator, SearchSpace space, int n) {
    for (int i = 0; i < n; i++) {
      estimator.setWeight(estimator.add(point(space, i)), 0.5 + i % 3);
    }
  }

  @ParameterizedTest
  @CsvSource({"SCOTT, 0", "SCOTT, 1", "SCOTT, 30", "NEIGHBOUR, 1", "NEIGHBOUR, 2", "NEIGHBOUR, 30"})
  void densityOfANumberIsThatOfTruncatedNormalsAndIntegratesToOne(TpeBandwidth bandwidth, int n) {
    var s = SearchSpace.builder();
    s.uniform("x", 0, 1);
    SearchSpace space = s.build();
    ParzenEstimator estimator = estimator(space, bandwidth);
    fill(estimator, space, n);
    int steps = 4000;
    double[] x = new double[steps];
    double[] density = new double[steps];
    Arrays.setAll(x, i -> (i + 0.5) / steps);
    estimator.logDensities(steps, x, NONE, density);
    double integral = 0;
    for (int i = 0; i < steps; i++) {
      density[i] = Math.exp(density[i]) / Math.sqrt(2 * Math.PI);
      integral += density[i] / steps;
    }
    assertEquals(1, integral, 1e-5);
    double total = 0.7;
    double expected = 0.7 * normal(x[1234], 0.5, 1);
    for (int i = 0; i < n; i++) {
      double width = Math.clamp(width(bandwidth, space, n, i), 1.0 / Math.min(100, n + 2), 1);
      expected += (0.5 + i % 3) * normal(x[1234], point(space, i)[0], width);
      total += 0.5 + i % 3;
    }
    assertEquals(expected / total, density[1234], 1e-12 * density[1234]);
  }

  private static double normal(double x, double mean, double deviation) {
    double inside =
        SpecialFunctions.ndtr((1 - mean) / deviation) - SpecialFunctions.ndtr(-mean / deviation);
    double z = (x - mean) / deviation;
    return Math.exp(-0.5 * z * z) / (Math.sqrt(2 * Math.PI) * deviation * inside);
  }

  private static double width(TpeBandwidth bandwidth, SearchSpace space, int n, int i) {
    if (bandwidth == TpeBandwidth.SCOTT) {
      return 0.2 * Math.pow(n == 30 ? 28 : n, -0.2);
    }
    List<Double> sorted = new ArrayList<>(List.of(0.5));
    for (int j = 0; j < n; j++) {
      sorted.add(point(space, j)[0]);
    }
    sorted.sort(null);
    int p = sorted.indexOf(point(space, i)[0]);
    double below = p == 0 ? 0 : sorted.get(p) - sorted.get(p - 1);
    double above = p == n ? 0 : sorted.get(p + 1) - sorted.get(p);
    return Math.max(below, above);
  }

  @ParameterizedTest
  @EnumSource
  void massesOfDiscreteValuesSumToOne(TpeBandwidth bandwidth) {
    var s = SearchSpace.builder();
    var i = s.integer("i", 1, 12);
    var a = s.categorical("a", "p", "q", "r");
    SearchSpace space = s.build();
    ParzenEstimator estimator = estimator(space, bandwidth);
    fill(estimator, space, 6);
    double sum = 0;
    for (int k = 0; k < 12; k++) {
      for (int c = 0; c < 3; c++) {
        double[] out = new double[1];
        estimator.logDensities(
            1, new double[] {i.encodeIndex(k)}, new double[] {a.encodeIndex(c)}, out);
        sum += Math.exp(out[0]) / Math.sqrt(2 * Math.PI) / 11;
      }
    }
    assertEquals(1, sum, 0.02, "the density in the middle of a bin is not quite its mean");
  }

  @ParameterizedTest
  @EnumSource
  void stateDependsOnThePointsInTheirSlotsOnly(TpeBandwidth bandwidth) {
    SearchSpace space = space();
    ParzenEstimator changed = estimator(space, bandwidth);
    CounterRandom random = CounterRandom.of(9, 0);
    Map<Integer, Integer> slots = new HashMap<>();
    double[] x = new double[4 * 20];
    double[] a = new double[2 * 20];
    double[] out = new double[20];
    double[] expected = new double[20];
    for (int step = 0; step < 300; step++) {
      int number = random.nextInt(130);
      if (slots.containsKey(number)) {
        changed.remove(slots.remove(number));
      } else {
        int slot = changed.add(point(space, number));
        changed.setWeight(slot, 1 + number % 4);
        slots.put(number, slot);
      }
      if (step % 7 == 0) {
        ParzenEstimator fresh = estimator(space, bandwidth);
        slots.forEach(
            (other, slot) -> {
              fresh.addAt(slot, point(space, other));
              fresh.setWeight(slot, 1 + other % 4);
            });
        assertEquals(slots.size(), fresh.count());
        fresh.draw(CounterRandom.of(1, step), 20, x, a);
        fresh.logDensities(20, x, a, expected);
        changed.logDensities(20, x, a, out);
        assertArrayEquals(expected, out, "step " + step);
      }
    }
    assertTrue(slots.size() > 20);
  }

  @ParameterizedTest
  @EnumSource
  void pointsThatAreSetAgainAreAsIfTheyWereNew(TpeBandwidth bandwidth) {
    SearchSpace space = space();
    ParzenEstimator kept = estimator(space, bandwidth);
    List<double[]> points = new ArrayList<>();
    CounterRandom random = CounterRandom.of(10, 0);
    double[] x = new double[4 * 20];
    double[] a = new double[2 * 20];
    double[] out = new double[20];
    double[] expected = new double[20];
    for (int step = 0; step < 200; step++) {
      if (points.size() > 12 || (!points.isEmpty() && random.nextInt(3) == 0)) {
        points.remove(random.nextInt(points.size()));
      } else {
        points.add(random.nextInt(points.size() + 1), point(space, step % 50));
      }
      ParzenEstimator fresh = estimator(space, bandwidth);
      kept.setPoints(points);
      fresh.setPoints(points);
      for (int slot = 1; slot <= points.size(); slot++) {
        kept.setWeight(slot, 1 + slot % 3);
        fresh.setWeight(slot, 1 + slot % 3);
      }
      assertEquals(points.size(), kept.count());
      fresh.draw(CounterRandom.of(1, step), 20, x, a);
      fresh.logDensities(20, x, a, expected);
      kept.logDensities(20, x, a, out);
      assertArrayEquals(expected, out, "step " + step);
    }
    kept.setPoints(List.of());
    estimator(space, bandwidth).logDensities(20, x, a, expected);
    kept.logDensities(20, x, a, out);
    assertArrayEquals(expected, out);
  }

  @ParameterizedTest
  @EnumSource
  void drawsAreFromTheDensity(TpeBandwidth bandwidth) {
    var s = SearchSpace.builder();
    s.uniform("x", 0, 1);
    s.categorical("a", "p", "q", "r");
    SearchSpace space = s.build();
    ParzenEstimator estimator = estimator(space, bandwidth);
    fill(estimator, space, 4);
    int n = 20000;
    double[] x = new double[n];
    double[] a = new double[n];
    estimator.draw(CounterRandom.of(8, 8), n, x, a);
    int cells = 8;
    double[][] counts = new double[3][cells];
    for (int i = 0; i < n; i++) {
      counts[(int) Math.round(2 * a[i])][Math.min((int) (cells * x[i]), cells - 1)] += 1.0 / n;
    }
    int steps = 400;
    double[] out = new double[1];
    for (int c = 0; c < 3; c++) {
      double[] mass = new double[cells];
      for (int i = 0; i < steps; i++) {
        double at = (i + 0.5) / steps;
        estimator.logDensities(1, new double[] {at}, new double[] {c / 2.0}, out);
        mass[(int) (cells * at)] += Math.exp(out[0]) / Math.sqrt(2 * Math.PI) / steps;
      }
      assertArrayEquals(mass, counts[c], 0.012, "category " + c);
    }
  }
}
