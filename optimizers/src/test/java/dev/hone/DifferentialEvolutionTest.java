package dev.hone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class DifferentialEvolutionTest {
  private static final int D = 20;

  /** Where the minima are: nowhere near the middle, and on no grid. */
  private static double shift(int j) {
    return 3.7 * Math.sin(1 + 2.3 * j);
  }

  private static double rastrigin(double[] x) {
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      double z = x[j] - shift(j);
      sum += z * z + 10 * (1 - Math.cos(2 * Math.PI * z));
    }
    return sum;
  }

  /** Rastrigin, stretched, skewed and rippled coordinate by coordinate, as f3 of BBOB is. */
  private static double f3(double[] x) {
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      double share = j / (D - 1.0);
      double z = ripple(x[j] - shift(j));
      if (z > 0) {
        z = Math.pow(z, 1 + 0.2 * share * Math.sqrt(z));
      }
      z *= Math.pow(10, 0.5 * share);
      sum += z * z + 10 * (1 - Math.cos(2 * Math.PI * z));
    }
    return sum;
  }

  private static double ripple(double x) {
    if (x == 0) {
      return 0;
    }
    double log = Math.log(Math.abs(x));
    double c1 = x > 0 ? 10 : 5.5;
    double c2 = x > 0 ? 7.9 : 3.1;
    return Math.signum(x) * Math.exp(log + 0.049 * (Math.sin(c1 * log) + Math.sin(c2 * log)));
  }

  private static double minimum(
      Optimizer optimizer, int trials, ToDoubleFunction<double[]> function) {
    try (optimizer) {
      for (int i = 0; i < trials; i++) {
        Trial trial = optimizer.ask();
        double[] x = trial.configuration().encoded();
        for (int j = 0; j < x.length; j++) {
          x[j] = 10 * x[j] - 5;
        }
        optimizer.tell(trial, function.applyAsDouble(x));
      }
      return optimizer.best().value();
    }
  }

  private static SearchSpace cube(int d) {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int j = 0; j < d; j++) {
      builder.uniform("x" + j, -5, 5);
    }
    return builder.build();
  }

  @Test
  void solvesSeparableMultimodalFunctionsThatPlainCmaEsDoesNot() {
    int trials = 80_000;
    for (ToDoubleFunction<double[]> f :
        List.<ToDoubleFunction<double[]>>of(
            DifferentialEvolutionTest::rastrigin, DifferentialEvolutionTest::f3)) {
      double found =
          minimum(DifferentialEvolution.on(cube(D)).budget(trials).seed(3).build(), trials, f);
      assertTrue(found < 1e-3, "left at " + found);
      double plain = minimum(CmaEsOptimizer.on(cube(D)).seed(3).build(), 10_000, f);
      assertTrue(plain > 1, "CMA-ES at " + plain);
    }
  }

  @Test
  void goesOnBeyondItsBudgetWithAWiderSearch() {
    double found =
        minimum(
            DifferentialEvolution.on(cube(3)).budget(150).seed(1).build(),
            150 + 300 + 600 + 1200 + 2400,
            DifferentialEvolutionTest::rastrigin);
    assertTrue(found < 1e-3, "left at " + found);
  }

  @Test
  void findsCategoriesIntegersAndConditionalParameters() {
    SearchSpace.Builder builder = SearchSpace.builder();
    DoubleParam x = builder.logUniform("x", 1e-4, 1);
    IntParam n = builder.integer("n", 0, 1000);
    CategoricalParam<String> kind = builder.categorical("kind", "a", "b", "c", "d", "e");
    DoubleParam z = builder.uniform("z", 0, 1).onlyIf(kind, "d");
    SearchSpace space = builder.build();
    try (Optimizer optimizer =
        DifferentialEvolution.on(space).budget(3000).maximize().seed(2).build()) {
      for (int i = 0; i < 3000; i++) {
        Trial t = optimizer.ask();
        if (i % 11 == 5) {
          optimizer.fail(t);
          continue;
        }
        double kinds = t.isActive(z) ? Math.abs(t.get(z) - 0.9) : 1;
        optimizer.tell(
            t, -Math.abs(Math.log10(t.get(x)) + 2) - Math.abs(t.get(n) - 777) / 1000.0 - kinds);
      }
      assertTrue(optimizer.best().value() > -0.01, () -> optimizer.best().toString());
    }
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    DifferentialEvolution.Builder options = DifferentialEvolution.on(cube(2));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> options.budget(0));
    assertEquals("budget = 0: expected at least 1", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> options.populationSize(3));
  }
}
