package dev.hone;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.pareto.Hypervolume;
import dev.hone.spi.OptimizerBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Genetic methods on the problems of Zitzler, Deb and Thiele (2000) and of Deb et al. (2002). */
class GeneticOptimizersTest {

  enum Problem {
    ZDT1(30, 2),
    ZDT2(30, 2),
    ZDT3(30, 2),
    ZDT4(10, 2),
    DTLZ2(12, 3);

    final int d;
    final int m;

    Problem(int d, int m) {
      this.d = d;
      this.m = m;
    }

    double[] values(double[] x) {
      return this == DTLZ2 ? dtlz2(x) : zdt(x);
    }

    private double[] zdt(double[] x) {
      double sum = 0;
      for (int j = 1; j < d; j++) {
        double z = 10 * x[j] - 5;
        sum += this == ZDT4 ? z * z - 10 * Math.cos(4 * Math.PI * z) : x[j];
      }
      double g = this == ZDT4 ? 1 + 10 * (d - 1) + sum : 1 + 9 * sum / (d - 1);
      return new double[] {x[0], g * shape(x[0], g)};
    }

    private double shape(double f, double g) {
      return switch (this) {
        case ZDT2 -> 1 - f * f / (g * g);
        case ZDT3 -> 1 - Math.sqrt(f / g) - f / g * Math.sin(10 * Math.PI * f);
        default -> 1 - Math.sqrt(f / g);
      };
    }

    private static double[] dtlz2(double[] x) {
      double r = 1;
      for (int j = 2; j < x.length; j++) {
        r += (x[j] - 0.5) * (x[j] - 0.5);
      }
      double a = 0.5 * Math.PI * x[0];
      double b = 0.5 * Math.PI * x[1];
      return new double[] {
        r * Math.cos(a) * Math.cos(b), r * Math.cos(a) * Math.sin(b), r * Math.sin(a)
      };
    }

    /** Of the true front, for the reference 1.1 in every objective. */
    double idealVolume() {
      if (this == DTLZ2) {
        return 1.1 * 1.1 * 1.1 - Math.PI / 6;
      }
      int n = 200_001;
      double[] front = new double[2 * n];
      for (int i = 0; i < n; i++) {
        front[2 * i] = i / (n - 1.0);
        front[2 * i + 1] = shape(front[2 * i], 1);
      }
      return Hypervolume.of(n, 2, front, new double[] {1.1, 1.1});
    }
  }

  private static double volume(
      Function<SearchSpace, OptimizerBuilder<?>> method, Problem problem, int trials, long seed) {
    SearchSpace.Builder space = SearchSpace.builder();
    IntStream.range(0, problem.d).forEach(j -> space.uniform("x" + j, 0, 1));
    Direction[] directions = new Direction[problem.m];
    Arrays.fill(directions, Direction.MINIMIZE);
    try (Optimizer optimizer =
        method.apply(space.build()).objectives(directions).seed(seed).build()) {
      for (int i = 0; i < trials; i++) {
        Trial trial = optimizer.ask();
        optimizer.tell(trial, Outcome.of(problem.values(trial.configuration().encoded())));
      }
      List<Trial> front = optimizer.front();
      double[] values =
          front.stream().flatMapToDouble(t -> Arrays.stream(t.outcome().objectives())).toArray();
      double[] reference = new double[problem.m];
      Arrays.fill(reference, 1.1);
      return Hypervolume.of(front.size(), problem.m, values, reference);
    }
  }

  /** How near the published defaults come with the usual 25,000 trials; fewer where fewer do. */
  @ParameterizedTest
  @CsvSource({
    "ZDT1, 2, 15000, 0.99",
    "ZDT2, 2, 25000, 0.99",
    "ZDT3, 3, 15000, 0.99",
    "ZDT4, 2, 25000, 0.99",
    "DTLZ2, 2, 12000, 0.97",
    "DTLZ2, 3, 12000, 0.97",
  })
  void comesNearTheTrueFront(Problem problem, int method, int trials, double share) {
    Function<SearchSpace, OptimizerBuilder<?>> on =
        method == 2 ? Nsga2Optimizer::on : Nsga3Optimizer::on;
    double found = volume(on, problem, trials, 1) / problem.idealVolume();
    assertTrue(found >= share && found <= 1, "seed 1: " + found);
    assertTrue(volume(RandomOptimizer::on, problem, trials, 1) / problem.idealVolume() < 0.95);
  }

  @Test
  void constraintsAreMetAndTheFrontLiesOnThem() {
    SearchSpace.Builder builder = SearchSpace.builder();
    DoubleParam x = builder.uniform("x", 0, 1);
    DoubleParam y = builder.uniform("y", 0, 1);
    SearchSpace space = builder.build();
    for (OptimizerBuilder<?> method : List.of(Nsga2Optimizer.on(space), Nsga3Optimizer.on(space))) {
      try (Optimizer optimizer =
          method.objectives(Direction.MINIMIZE, Direction.MINIMIZE).constraints(1).build()) {
        for (int i = 0; i < 1500; i++) {
          Trial t = optimizer.ask();
          double missing = 1 - t.get(x) - t.get(y);
          optimizer.tell(t, Outcome.of(t.get(x), t.get(y)).withConstraints(missing));
        }
        List<Trial> front = optimizer.front();
        assertTrue(front.size() > 20, front.size() + " on the front");
        double away =
            front.stream().mapToDouble(t -> t.get(x) + t.get(y) - 1).average().orElseThrow();
        assertTrue(away >= 0 && away < 0.02, "away " + away);
      }
    }
  }

  @Test
  void oneObjectiveOverMixedParameters() {
    SearchSpace.Builder builder = SearchSpace.builder();
    DoubleParam x = builder.uniform("x", -1, 1);
    IntParam n = builder.integer("n", 0, 1000);
    CategoricalParam<String> kind = builder.categorical("kind", "a", "b", "c", "d");
    DoubleParam z = builder.uniform("z", 0, 1).onlyIf(kind, "c");
    SearchSpace space = builder.build();
    for (CategoryCrossover crossover : CategoryCrossover.values()) {
      try (Optimizer optimizer =
          GeneticOptimizer.on(space)
              .populationSize(30)
              .categoryCrossover(crossover)
              .maximize()
              .seed(5)
              .build()) {
        for (int i = 0; i < 2500; i++) {
          Trial t = optimizer.ask();
          double kinds = t.isActive(z) ? Math.abs(t.get(z) - 0.9) : 1;
          optimizer.tell(t, -Math.abs(t.get(x) - 0.3) - Math.abs(t.get(n) - 777) / 1000.0 - kinds);
        }
        assertTrue(optimizer.best().value() > -0.01, () -> optimizer.best().toString());
      }
    }
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    SearchSpace.Builder builder = SearchSpace.builder();
    builder.uniform("x", 0, 1);
    GeneticOptimizer.Builder options = GeneticOptimizer.on(builder.build());
    assertThrows(IllegalArgumentException.class, () -> options.populationSize(3));
    assertThrows(IllegalArgumentException.class, () -> options.crossover(1.1, 20));
    assertThrows(IllegalArgumentException.class, () -> options.crossover(1, -1));
    assertThrows(IllegalArgumentException.class, () -> options.mutation(Double.NaN, 20));
    assertThrows(
        IllegalArgumentException.class,
        () -> options.objectives(Direction.MINIMIZE, Direction.MINIMIZE));
  }
}
