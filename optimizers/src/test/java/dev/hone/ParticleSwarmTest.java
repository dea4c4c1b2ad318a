package dev.hone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParticleSwarmTest {

  private static SearchSpace cube(int d) {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int j = 0; j < d; j++) {
      builder.uniform("x" + j, -5, 5);
    }
    return builder.build();
  }

  /** An ellipsoid, away from the middle; every axis counts ten times more than the one before. */
  private static double ellipsoid(double[] unit) {
    double sum = 0;
    for (int j = 0; j < unit.length; j++) {
      double z = 10 * unit[j] - 5 - Math.sin(1 + 2.0 * j);
      sum += Math.pow(10, 3.0 * j / (unit.length - 1)) * z * z;
    }
    return sum;
  }

  private static double rosenbrock(double[] unit) {
    double sum = 0;
    for (int j = 0; j + 1 < unit.length; j++) {
      double x = 10 * unit[j] - 5;
      double y = 10 * unit[j + 1] - 5;
      sum += 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x);
    }
    return sum;
  }

  /** One after the other, and 60 at a time told in any order, some of them never. */
  @ParameterizedTest
  @CsvSource({"1, 8000, 1e-2", "60, 12000, 1e-2"})
  void findsTheMinimumWhateverTheOrder(int parallel, int trials, double below) {
    CounterRandom random = CounterRandom.of(3, 0);
    try (Optimizer optimizer = ParticleSwarm.on(cube(5)).seed(6).build()) {
      Deque<Trial> running = new ArrayDeque<>();
      for (int i = 0; i < trials; i++) {
        running.add(optimizer.ask());
        while (running.size() >= parallel) {
          Trial t = random.nextBoolean() ? running.removeFirst() : running.removeLast();
          if (parallel > 1 && random.nextInt(8) == 0) {
            optimizer.fail(t);
          } else {
            optimizer.tell(t, ellipsoid(t.configuration().encoded()));
          }
        }
      }
      assertTrue(optimizer.best().value() < below, () -> optimizer.best().toString());
    }
  }

  @Test
  void crawlsAlongTheValleyOfRosenbrock() {
    try (Optimizer optimizer = ParticleSwarm.on(cube(5)).seed(2).build()) {
      for (int i = 0; i < 12_000; i++) {
        Trial t = optimizer.ask();
        optimizer.tell(t, rosenbrock(t.configuration().encoded()));
      }
      assertTrue(optimizer.best().value() < 1, () -> optimizer.best().toString());
    }
  }

  /** Into the one valley of many where an observed trial lies; the floor of others is at 0.99. */
  @Test
  void observedTrialsAttractTheSwarm() {
    for (long seed = 1; seed <= 3; seed++) {
      double led = bestAsked(true, seed);
      double alone = bestAsked(false, seed);
      assertTrue(led < 0.99, "seed " + seed + ", led " + led);
      assertTrue(alone > 0.99, "seed " + seed + ", alone " + alone);
    }
  }

  private static double bestAsked(boolean led, long seed) {
    SearchSpace space = cube(10);
    double best = Double.POSITIVE_INFINITY;
    try (Optimizer optimizer = ParticleSwarm.on(space).seed(seed).build()) {
      if (led) {
        double[] good = new double[10];
        Arrays.setAll(good, j -> 0.502 + 0.1 * Math.sin(1 + 2.0 * j));
        Configuration known = space.decode(good);
        assertTrue(rastrigin(known.encoded()) > 0.7);
        optimizer.observe(known, rastrigin(known.encoded()));
      }
      for (int i = 0; i < 8000; i++) {
        Trial t = optimizer.ask();
        double value = rastrigin(t.configuration().encoded());
        optimizer.tell(t, value);
        best = Math.min(best, value);
      }
    }
    return best;
  }

  private static double rastrigin(double[] unit) {
    double sum = 0;
    for (int j = 0; j < unit.length; j++) {
      double z = 10 * unit[j] - 5 - Math.sin(1 + 2.0 * j);
      sum += z * z + 10 * (1 - Math.cos(2 * Math.PI * z));
    }
    return sum;
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    ParticleSwarm.Builder options = ParticleSwarm.on(cube(2));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> options.particles(1, 1));
    assertEquals("size = 1: expected at least 2", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> options.particles(5, 0));
    assertThrows(IllegalArgumentException.class, () -> options.flight(1, 1));
    assertThrows(IllegalArgumentException.class, () -> options.flight(0.7, Double.NaN));
  }
}
