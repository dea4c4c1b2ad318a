package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.cma.HybridSearch.Part;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HybridSearchTest {

  private static double[] filled(int n, double value) {
    double[] x = new double[n];
    Arrays.fill(x, value);
    return x;
  }

  /** Skewed Rastrigin: separable, with some 10ⁿ local minima. */
  private static double skewed(double[] x) {
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      double z = (x[j] - 1.3 - 0.1 * j) * (j % 2 == 0 && x[j] > 1.3 + 0.1 * j ? 10 : 1);
      sum += 10 - 10 * Math.cos(2 * Math.PI * z) + z * z;
    }
    return sum;
  }

  /** Rastrigin of sums of neighbouring coordinates. */
  private static double coupled(double[] x) {
    double[] z = x.clone();
    for (int j = 1; j < x.length; j++) {
      z[j] += 0.3 * x[j - 1];
    }
    double sum = 0;
    for (int j = 0; j < z.length; j++) {
      double t = z[j] - 1.3 - 0.1 * j;
      sum += 10 - 10 * Math.cos(2 * Math.PI * t) + t * t;
    }
    return sum;
  }

  private static HybridSearch search(int n, long budget, long seed) {
    return HybridSearch.builder(filled(n, -5), filled(n, 5)).budget(budget).seed(seed).build();
  }

  private static void step(HybridSearch search, int n, ToDoubleFunction<double[]> f) {
    double[] points = search.ask();
    double[] values = new double[search.askedCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = f.applyAsDouble(Arrays.copyOfRange(points, i * n, i * n + n));
    }
    search.tell(values);
  }

  private static long solve(ToDoubleFunction<double[]> f, int n, long budget, long seed) {
    try (HybridSearch search = search(n, budget, seed)) {
      while (!(search.bestValue() <= 1e-8)) {
        step(search, n, f);
        assertTrue(
            search.evaluations() <= budget, () -> "seed " + seed + ": " + search.bestValue());
      }
      assertEquals(search.bestValue(), f.applyAsDouble(search.best()));
      return search.evaluations();
    }
  }

  @Test
  void separableFunctionsOfManyMinimaAreSolved() {
    for (long seed = 0; seed < 3; seed++) {
      solve(HybridSearchTest::skewed, 10, 150_000, seed);
    }
  }

  @Test
  void soAreThoseThatAreSeparableAlongOtherDirections() {
    for (long seed = 0; seed < 3; seed++) {
      solve(HybridSearchTest::coupled, 8, 150_000, seed);
    }
  }

  @Test
  void everyPartHasItsTurnAndEveryEvaluationIsCounted() {
    try (HybridSearch search = search(4, 60_000, 1)) {
      // Nothing to be found: no part may starve the others.
      ToDoubleFunction<double[]> f = x -> 1 + Math.abs(Math.sin(1e6 * x[0] + 3e5 * x[1]));
      while (search.evaluations() < 60_000) {
        step(search, 4, f);
      }
      EnumSet<Part> parts =
          search.runs().stream()
              .map(HybridSearch.Run::part)
              .collect(Collectors.toCollection(() -> EnumSet.noneOf(Part.class)));
      assertTrue(parts.containsAll(EnumSet.complementOf(EnumSet.of(Part.FINALE))), parts::toString);
      long ended = search.runs().stream().mapToLong(HybridSearch.Run::evaluations).sum();
      assertTrue(ended <= search.evaluations());
      double best =
          search.runs().stream().mapToDouble(HybridSearch.Run::bestValue).min().orElseThrow();
      assertTrue(search.bestValue() <= best);
    }
  }

  @Test
  void sameSeedSamePointsWithinTheBox() {
    double[] lower = {-1e-3, 2, 1e5};
    double[] upper = {1e-3, 7, 9e5};
    HybridSearch one = HybridSearch.builder(lower, upper).budget(20_000).seed(9).build();
    HybridSearch two = HybridSearch.builder(lower, upper).budget(20_000).seed(9).build();
    while (one.evaluations() < 20_000) {
      double[] points = one.ask().clone();
      double[] values = new double[one.askedCount()];
      double[] other = two.ask();
      for (int i = 0; i < values.length * 3; i++) {
        assertEquals(points[i], other[i]);
        assertTrue(points[i] >= lower[i % 3] && points[i] <= upper[i % 3]);
      }
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.sin(1e4 * points[3 * i]) * points[3 * i + 1] + points[3 * i + 2] / 1e5;
      }
      one.tell(values);
      two.tell(values);
    }
    assertArrayEquals(one.best(), two.best());
    assertEquals(one.runs(), two.runs());
  }

  @Test
  void oddValuesAreSurvived() {
    SplittableRandom random = new SplittableRandom(1);
    for (int n : new int[] {1, 2, 5}) {
      for (int kind = 0; kind < 6; kind++) {
        int k = kind;
        try (HybridSearch search =
            HybridSearch.builder(filled(n, -1e300), filled(n, 1e300)).seed(kind).build()) {
          for (int i = 0; i < 3000; i++) {
            for (double x : search.ask()) {
              assertTrue(Double.isFinite(x));
            }
            step(
                search,
                n,
                x ->
                    switch (k) {
                      case 0 -> Double.NaN;
                      case 1 -> Double.POSITIVE_INFINITY;
                      case 2 -> Double.NEGATIVE_INFINITY;
                      case 3 -> 0;
                      case 4 -> random.nextInt(3) == 0 ? Double.NaN : random.nextDouble();
                      default -> x[0] * x[0];
                    });
          }
        }
      }
    }
  }

  @Test
  void linesFindTheLowestOfManyMinima() {
    AxisLine line = new AxisLine();
    line.restart(0.1, -5, 5);
    int evaluations = 1;
    double zero = ripple(0.1);
    while (!line.isAtEnd(400)) {
      double t = line.next();
      assertTrue(t >= -5 && t <= 5);
      line.add(t, ripple(t) - zero);
      evaluations++;
    }
    assertEquals(400, evaluations);
    assertEquals(2.345, line.best(), 1e-4);
    double gained = line.centre();
    assertEquals(ripple(line.best()) - zero, gained, 1e-12);
    assertEquals(0, line.at(line.best()));
  }

  private static double ripple(double t) {
    double z = 3 * (t - 2.345);
    return 10 - 10 * Math.cos(2 * Math.PI * z) + z * z;
  }

  @Test
  void separabilityIsRecognised() {
    for (boolean separable : new boolean[] {true, false}) {
      AxisSearch search = new AxisSearch(filled(4, -5), filled(4, 5), CounterRandom.of(1, 0));
      ToDoubleFunction<double[]> f =
          separable ? HybridSearchTest::skewed : HybridSearchTest::coupled;
      while (!search.isAtEnd()) {
        search.tell(f.applyAsDouble(search.ask().clone()));
      }
      assertEquals(separable, search.isSeparable());
    }
  }

  @Test
  void faultyCallsAreRefused() {
    double[] one = {1};
    double[] two = {2};
    assertThrows(IllegalArgumentException.class, () -> HybridSearch.builder(two, one));
    assertThrows(
        IllegalArgumentException.class, () -> HybridSearch.builder(new double[0], new double[0]));
    double[] open = {Double.POSITIVE_INFINITY};
    assertThrows(IllegalArgumentException.class, () -> HybridSearch.builder(one, open));
    HybridSearchBuilder builder = HybridSearch.builder(one, two);
    assertThrows(IllegalArgumentException.class, () -> builder.budget(0));
    HybridSearch search = builder.build();
    assertThrows(IllegalStateException.class, () -> search.tell(new double[4]));
    search.ask();
    assertThrows(IllegalArgumentException.class, () -> search.tell(new double[3]));
    assertFalse(search.best()[0] != 0);
  }

  @Test
  void snapshotsGoOnBitForBitInEveryPart() {
    EnumSet<Part> seen = EnumSet.noneOf(Part.class);
    HybridSearch first = search(3, 30_000, 4);
    Part before = Part.FINALE;
    for (int i = 0; first.evaluations() < 30_000; i++) {
      // Some steps into each run, and now and then within it.
      if (first.part() != before || i % 997 == 0) {
        before = first.part();
        seen.add(before);
        if (i % 2 == 0) {
          first.ask();
        }
        byte[] bytes = first.snapshot();
        HybridSearch second =
            HybridSearch.builder(filled(3, -5), filled(3, 5)).budget(30_000).seed(4).restore(bytes);
        assertArrayEquals(bytes, second.snapshot());
        for (int k = 0; k < 20; k++) {
          step(first, 3, HybridSearchTest::coupled);
          step(second, 3, HybridSearchTest::coupled);
        }
        assertArrayEquals(first.snapshot(), second.snapshot());
      }
      step(first, 3, HybridSearchTest::coupled);
    }
    assertEquals(EnumSet.allOf(Part.class), seen);
    byte[] bytes = first.snapshot();
    assertThrows(
        IllegalArgumentException.class,
        () -> HybridSearch.builder(filled(3, -5), filled(3, 5)).seed(4).restore(bytes));
  }
}
