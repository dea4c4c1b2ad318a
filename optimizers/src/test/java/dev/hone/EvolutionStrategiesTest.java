package dev.hone;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import dev.hone.spi.OptimizerBuilder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The evolution strategies beside CMA-ES. */
class EvolutionStrategiesTest {

  enum Method {
    ONE_PLUS_ONE,
    XNES,
    CR_FM_NES;

    OptimizerBuilder<?> on(SearchSpace space) {
      return switch (this) {
        case ONE_PLUS_ONE -> OnePlusOneEs.on(space);
        case XNES -> XnesOptimizer.on(space);
        case CR_FM_NES -> CrFmNesOptimizer.on(space);
      };
    }
  }

  private static SearchSpace cube(int d) {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int j = 0; j < d; j++) {
      builder.uniform("x" + j, -5, 5);
    }
    return builder.build();
  }

  /** Away from the middle; conditioned as 1 to 1,000. */
  private static double ellipsoid(double[] unit) {
    double sum = 0;
    for (int j = 0; j < unit.length; j++) {
      double z = 10 * unit[j] - 5 - 2 * Math.sin(1 + 2.0 * j);
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

  private static double minimum(
      Optimizer optimizer, ToDoubleFunction<double[]> f, int trials, int parallel) {
    CounterRandom random = CounterRandom.of(3, 0);
    try (optimizer) {
      Deque<Trial> running = new ArrayDeque<>();
      for (int i = 0; i < trials; i++) {
        running.add(optimizer.ask());
        while (running.size() >= parallel) {
          Trial t = random.nextBoolean() ? running.removeFirst() : running.removeLast();
          if (parallel > 1 && random.nextInt(8) == 0) {
            optimizer.fail(t);
          } else {
            optimizer.tell(t, f.applyAsDouble(t.configuration().encoded()));
          }
        }
      }
      return optimizer.best().value();
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsTheMinimumOneByOneAndSideBySide(Method method) {
    for (int parallel : new int[] {1, 30}) {
      double found =
          minimum(
              method.on(cube(6)).seed(5).build(),
              EvolutionStrategiesTest::ellipsoid,
              parallel == 1 ? 6000 : 12_000,
              parallel);
      assertTrue(found < 1e-4, method + " with " + parallel + " at " + found);
    }
  }

  @ParameterizedTest
  @EnumSource
  void followsTheValleyOfRosenbrock(Method method) {
    double found =
        minimum(method.on(cube(5)).seed(5).build(), EvolutionStrategiesTest::rosenbrock, 20_000, 1);
    assertTrue(found < 1e-6, method + " at " + found);
  }

  /** Runs start again: one alone is caught by one of 10⁴ local minima. */
  @ParameterizedTest
  @EnumSource
  void startsAgainWhereARunIsCaught(Method method) {
    double found =
        minimum(
            method.on(cube(3)).seed(2).build(),
            x -> {
              double sum = 0;
              for (int j = 0; j < x.length; j++) {
                double z = 10 * x[j] - 5 - Math.sin(1 + 2.0 * j);
                sum += z * z + 10 * (1 - Math.cos(2 * Math.PI * z));
              }
              return sum;
            },
            30_000,
            1);
    assertTrue(found < 1e-3, method + " at " + found);
  }

  @ParameterizedTest
  @EnumSource
  void findsCategoriesIntegersAndConditionalParameters(Method method) {
    SearchSpace.Builder builder = SearchSpace.builder();
    DoubleParam x = builder.logUniform("x", 1e-4, 1);
    IntParam n = builder.integer("n", 0, 1000);
    OrdinalParam<Integer> size = builder.ordinal("size", 1, 2, 4, 8, 16);
    CategoricalParam<String> kind = builder.categorical("kind", "a", "b", "c", "d", "e");
    DoubleParam z = builder.uniform("z", 0, 1).onlyIf(kind, "d");
    try (Optimizer optimizer = method.on(builder.build()).maximize().seed(2).build()) {
      for (int i = 0; i < 6000; i++) {
        Trial t = optimizer.ask();
        if (i % 11 == 5) {
          optimizer.fail(t);
          continue;
        }
        double kinds = t.isActive(z) ? Math.abs(t.get(z) - 0.9) : 1;
        double sizes = t.get(size) == 4 ? 0 : 0.1;
        double rate = Math.abs(Math.log10(t.get(x)) + 2);
        optimizer.tell(t, -rate - Math.abs(t.get(n) - 777) / 1000.0 - kinds - sizes);
      }
      assertTrue(optimizer.best().value() > -0.02, () -> optimizer.best().toString());
    }
  }

  /** Only discrete: the best of 4,096 configurations, whose values say where it is. */
  @ParameterizedTest
  @EnumSource
  void searchesATable(Method method) {
    SearchSpace.Builder builder = SearchSpace.builder();
    IntParam[] levels = new IntParam[6];
    for (int j = 0; j < 6; j++) {
      levels[j] = builder.integer("l" + j, 0, 3);
    }
    try (Optimizer optimizer = method.on(builder.build()).seed(4).build()) {
      for (int i = 0; i < 1500; i++) {
        Trial t = optimizer.ask();
        double sum = 0;
        for (int j = 0; j < 6; j++) {
          sum += Math.abs(t.get(levels[j]) - j % 4);
        }
        optimizer.tell(t, sum);
      }
      assertTrue(optimizer.best().value() == 0, () -> method + " " + optimizer.best());
    }
  }

  @ParameterizedTest
  @EnumSource
  void observedTrialsDrawTheSearch(Method method) {
    SearchSpace space = cube(20);
    double[] means = new double[2];
    for (int led = 0; led < 2; led++) {
      try (Optimizer optimizer = method.on(space).seed(3).build()) {
        double[] good = new double[20];
        for (int j = 0; j < 20; j++) {
          good[j] = 0.501 + 0.2 * Math.sin(1 + 2.0 * j);
        }
        for (int i = 0; i < 300; i++) {
          Trial t = optimizer.ask();
          double value = ellipsoid(t.configuration().encoded());
          optimizer.tell(t, value);
          means[led] += i >= 200 ? value / 100 : 0;
          if (led == 1 && i % 5 == 0) {
            optimizer.observe(space.decode(good), ellipsoid(good));
          }
        }
      }
    }
    assertTrue(means[1] < 0.7 * means[0], method + " " + means[0] + " and " + means[1]);
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> OnePlusOneEs.on(cube(2)).sigma(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> XnesOptimizer.on(cube(2)).sigma(1.5));
    assertThrows(IllegalArgumentException.class, () -> XnesOptimizer.on(cube(2)).populationSize(3));
    assertThrows(
        IllegalArgumentException.class, () -> CrFmNesOptimizer.on(cube(2)).populationSize(0));
  }
}
