package dev.hone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.hone.math.random.CounterRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class DualAnnealingTest {
  private static final int D = 10;

  private static SearchSpace cube(double lower, double upper) {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int j = 0; j < D; j++) {
      builder.uniform("x" + j, lower, upper);
    }
    return builder.build();
  }

  private static double[] values(Trial trial, double lower, double upper) {
    double[] x = trial.configuration().encoded();
    for (int j = 0; j < D; j++) {
      x[j] = lower + (upper - lower) * x[j];
    }
    return x;
  }

  private static double ackley(double[] x) {
    double squares = 0;
    double cosines = 0;
    for (double v : x) {
      squares += v * v;
      cosines += Math.cos(2 * Math.PI * v);
    }
    return 20 * -Math.expm1(-0.2 * Math.sqrt(squares / D)) + Math.E - Math.exp(cosines / D);
  }

  private static double griewank(double[] x) {
    double sum = 0;
    double product = 1;
    for (int k = 0; k < D; k++) {
      sum += x[k] * x[k] / 4000;
      product *= Math.cos(x[k] / Math.sqrt(k + 1));
    }
    return sum + 1 - product;
  }

  private static int trialsTo(
      double goal, long seed, double lower, double upper, ToDoubleFunction<double[]> f, int most) {
    try (Optimizer optimizer = DualAnnealing.on(cube(lower, upper)).seed(seed).build()) {
      for (int i = 1; i <= most; i++) {
        Trial t = optimizer.ask();
        double value = f.applyAsDouble(values(t, lower, upper));
        optimizer.tell(t, value);
        if (value <= goal) {
          return i;
        }
      }
      return fail("seed " + seed + ": left at " + optimizer.best().value());
    }
  }

  @Test
  void solvesAckleyAndGriewank() {
    for (long seed = 1; seed <= 3; seed++) {
      trialsTo(1e-6, seed, -16.384, 32.768, DualAnnealingTest::ackley, 30_000);
      trialsTo(1e-6, seed, -300, 600, DualAnnealingTest::griewank, 60_000);
    }
  }

  /** In a smooth valley the first local search ends at its floor, beyond what annealing reaches. */
  @Test
  void localSearchIsWhatMakesItPrecise() {
    assertTrue(bestOnEllipsoid(DualAnnealing.on(cube(-5, 5)), 1, 3000) < 1e-8);
    double alone = bestOnEllipsoid(DualAnnealing.on(cube(-5, 5)).localSearch(false), 1, 3000);
    assertTrue(alone > 1e-3, "without at " + alone);
  }

  /** Forty at a time, told in any order; one of eight fails, one of twenty is never told. */
  @Test
  void lostAndFailedTrialsDoNotStopALocalSearch() {
    double found = bestOnEllipsoid(DualAnnealing.on(cube(-5, 5)), 40, 12_000);
    assertTrue(found < 1e-6, "left at " + found);
  }

  private static double bestOnEllipsoid(DualAnnealing.Builder builder, int parallel, int trials) {
    CounterRandom random = CounterRandom.of(4, 0);
    try (Optimizer optimizer = builder.seed(2).build()) {
      Deque<Trial> running = new ArrayDeque<>();
      for (int i = 0; i < trials; i++) {
        running.add(optimizer.ask());
        while (running.size() >= parallel) {
          Trial t = random.nextBoolean() ? running.removeFirst() : running.removeLast();
          if (parallel > 1 && random.nextInt(8) == 0) {
            optimizer.fail(t);
          } else if (parallel == 1 || random.nextInt(20) > 0) {
            optimizer.tell(t, ellipsoid(values(t, -5, 5)));
          }
        }
      }
      return optimizer.best().value();
    }
  }

  private static double ellipsoid(double[] x) {
    double sum = 0;
    for (int j = 0; j < D; j++) {
      double z = x[j] - Math.sin(1 + 2.0 * j);
      sum += Math.pow(10, 2.0 * j / (D - 1)) * z * z;
    }
    return sum;
  }

  @Test
  void findsCategoriesIntegersAndConditionalParameters() {
    SearchSpace.Builder builder = SearchSpace.builder();
    DoubleParam x = builder.logUniform("x", 1e-4, 1);
    IntParam n = builder.integer("n", 0, 300);
    CategoricalParam<String> kind = builder.categorical("kind", "a", "b", "c", "d", "e");
    DoubleParam z = builder.uniform("z", 0, 1).onlyIf(kind, "d");
    try (Optimizer optimizer = DualAnnealing.on(builder.build()).maximize().seed(2).build()) {
      for (int i = 0; i < 4000; i++) {
        Trial t = optimizer.ask();
        if (i % 11 == 5) {
          optimizer.fail(t);
          continue;
        }
        double kinds = t.isActive(z) ? Math.pow(t.get(z) - 0.9, 2) : 1;
        double rate = Math.log10(t.get(x)) + 2;
        optimizer.tell(t, -rate * rate - Math.abs(t.get(n) - 177) / 300.0 - kinds);
      }
      assertTrue(optimizer.best().value() > -0.02, () -> optimizer.best().toString());
    }
  }

  /** Nothing continuous: no local search, and still no repeat before the table is through. */
  @Test
  void searchesATable() {
    SearchSpace.Builder builder = SearchSpace.builder();
    OrdinalParam<Integer> size = builder.ordinal("size", 1, 2, 4, 8, 16, 32);
    CategoricalParam<String> kind = builder.categorical("kind", "a", "b", "c", "d");
    Set<Configuration> seen = new HashSet<>();
    try (Optimizer optimizer = DualAnnealing.on(builder.build()).seed(5).build()) {
      for (int i = 0; i < 60; i++) {
        Trial t = optimizer.ask();
        seen.add(t.configuration());
        optimizer.tell(t, Math.abs(t.get(size) - 8) + (t.get(kind).equals("c") ? 0 : 1));
      }
      assertEquals(0, optimizer.best().value());
      assertTrue(seen.size() >= 22, "of 24 configurations: " + seen.size());
    }
  }

  /** Into the one valley of many where the observed trial lies; the floor of others is at 0.99. */
  @Test
  void aBetterObservedTrialIsWhereTheSearchGoesOn() {
    double led = bestOnRastrigin(true);
    double alone = bestOnRastrigin(false);
    assertTrue(led < 1e-4, "led " + led);
    assertTrue(alone > 0.9, "alone " + alone);
  }

  private static double bestOnRastrigin(boolean led) {
    SearchSpace space = cube(-5, 5);
    double least = Double.POSITIVE_INFINITY;
    try (Optimizer optimizer = DualAnnealing.on(space).seed(3).build()) {
      if (led) {
        double[] good = new double[D];
        Arrays.setAll(good, j -> 0.502 + 0.1 * Math.sin(1 + 2.0 * j));
        double[] place = Arrays.stream(good).map(u -> 10 * u - 5).toArray();
        optimizer.observe(space.decode(good), rastrigin(place));
      }
      for (int i = 0; i < 800; i++) {
        Trial t = optimizer.ask();
        double value = rastrigin(values(t, -5, 5));
        optimizer.tell(t, value);
        least = Math.min(least, value);
      }
    }
    return least;
  }

  private static double rastrigin(double[] x) {
    double sum = 0;
    for (int j = 0; j < D; j++) {
      double z = x[j] - Math.sin(1 + 2.0 * j);
      sum += z * z + 10 * (1 - Math.cos(2 * Math.PI * z));
    }
    return sum;
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    DualAnnealing.Builder options = DualAnnealing.on(cube(-1, 1));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> options.temperature(0, 0.1));
    assertEquals("temperature = 0.0: expected a finite number above 0", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> options.temperature(1, 1));
    assertThrows(IllegalArgumentException.class, () -> options.exponents(3, -5));
    assertThrows(IllegalArgumentException.class, () -> options.exponents(2, 1));
  }
}
