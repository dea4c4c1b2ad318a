package dev.hone.math.minimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LbfgsbTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** Until the gradient, not the last reduction, says that it is done. */
  private static final Lbfgsb EXACT = Lbfgsb.defaults().withRelativeReduction(0);

  @ParameterizedTest
  @CsvSource({"2, 60", "5, 90", "10, 120", "20, 200", "50, 420"})
  void minimisesRosenbrock(int n, int mostEvaluations) {
    double[] start = new double[n];
    Arrays.setAll(start, i -> i % 2 == 0 ? -1.2 : 1);
    Minimum free =
        EXACT.minimize(TestFunctions::rosenbrock, start, all(n, -INFINITY), all(n, INFINITY));
    assertEquals(Termination.PROJECTED_GRADIENT, free.termination());
    assertArrayEquals(all(n, 1), free.point(), 1e-4);
    assertTrue(free.evaluations() <= mostEvaluations, free.toString());
    Minimum boxed = EXACT.minimize(TestFunctions::rosenbrock, start, all(n, -2), all(n, 2));
    assertArrayEquals(all(n, 1), boxed.point(), 1e-4);
    assertTrue(boxed.evaluations() <= mostEvaluations, boxed.toString());
  }

  @Test
  void minimisesRosenbrockAgainstABound() {
    Minimum minimum =
        EXACT.minimize(
            TestFunctions::rosenbrock,
            new double[] {-1.2, 1},
            new double[] {-INFINITY, -INFINITY},
            new double[] {0.8, INFINITY});
    assertArrayEquals(new double[] {0.8, 0.64}, minimum.point(), 1e-6);
    assertEquals(0.8, minimum.point()[0]);
  }

  @Test
  void minimisesBeale() {
    Minimum minimum =
        EXACT.minimize(
            TestFunctions::beale, new double[] {1, 1}, all(2, -4.5), new double[] {4.5, 4.5});
    assertArrayEquals(new double[] {3, 0.5}, minimum.point(), 1e-4);
    assertTrue(minimum.evaluations() <= 30, minimum.toString());
  }

  @Test
  void minimisesPowellsSingularFunction() {
    Minimum minimum =
        EXACT.minimize(
            TestFunctions::powellSingular,
            new double[] {3, -1, 0, 1},
            all(4, -INFINITY),
            all(4, INFINITY));
    assertEquals(0, minimum.value(), 1e-7);
    assertTrue(minimum.evaluations() <= 100, minimum.toString());
  }

  /** A diagonal Hessian, so that clipping the free minimiser solves the bounded problem. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 100})
  void minimisesSeparableQuadratics(int n) {
    double[][] a = new double[n][n];
    double[] b = new double[n];
    double[] expected = new double[n];
    for (int i = 0; i < n; i++) {
      a[i][i] = 1 + 10.0 * i / n;
      b[i] = a[i][i] * Math.sin(i + 1) * 2;
      expected[i] = Math.clamp(b[i] / a[i][i], -1.0, 1.0);
    }
    Lbfgsb tight = EXACT.withProjectedGradientTolerance(1e-6);
    Minimum minimum =
        tight.minimize(TestFunctions.quadratic(a, b), new double[n], all(n, -1), all(n, 1));
    assertEquals(Termination.PROJECTED_GRADIENT, minimum.termination());
    assertArrayEquals(expected, minimum.point(), 1e-6);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void meetsTheOptimalityConditionsOfConvexQuadratics(long seed) {
    CounterRandom random = CounterRandom.of(seed, 0);
    int n = 2 + random.nextInt(40);
    double[][] a = randomPositiveDefinite(random, n);
    double[] b = new double[n];
    double[] start = new double[n];
    double[] lower = new double[n];
    double[] upper = new double[n];
    for (int i = 0; i < n; i++) {
      b[i] = 3 * random.nextGaussian();
      start[i] = 2 * random.nextGaussian();
      lower[i] = random.nextInt(4) == 0 ? -INFINITY : -random.nextDouble();
      upper[i] = random.nextInt(4) == 0 ? INFINITY : random.nextDouble();
    }
    DifferentiableFunction f = TestFunctions.quadratic(a, b);
    Lbfgsb tight = EXACT.withProjectedGradientTolerance(1e-7);
    Minimum minimum = tight.minimize(f, start, lower, upper);

    double[] x = minimum.point();
    double[] gradient = new double[n];
    assertEquals(f.evaluate(x, gradient), minimum.value());
    for (int i = 0; i < n; i++) {
      String where = "variable " + i + ", seed " + seed + ": " + minimum;
      assertTrue(x[i] >= lower[i] && x[i] <= upper[i], where);
      assertTrue(gradient[i] > -1e-6 || x[i] == upper[i], where);
      assertTrue(gradient[i] < 1e-6 || x[i] == lower[i], where);
    }
    assertTrue(minimum.evaluations() <= 20 + 10 * n, minimum.toString());
  }

  /** Σ cᵢxᵢ − ln xᵢ, minimal at 1/cᵢ and not defined at or below 0. */
  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void stepsBackFromWhereTheFunctionIsNotFinite(double undefined) {
    int n = 6;
    int[] retreats = new int[1];
    DifferentiableFunction f =
        (x, gradient) -> {
          double sum = 0;
          for (int i = 0; i < n; i++) {
            if (x[i] <= 0) {
              retreats[0]++;
              Arrays.fill(gradient, Double.NaN);
              return undefined;
            }
            sum += (i + 1) * x[i] - Math.log(x[i]);
            gradient[i] = i + 1 - 1 / x[i];
          }
          return sum;
        };
    Minimum minimum = EXACT.minimize(f, all(n, 0.7), all(n, -INFINITY), all(n, INFINITY));
    double[] expected = new double[n];
    Arrays.setAll(expected, i -> 1.0 / (i + 1));
    assertArrayEquals(expected, minimum.point(), 1e-5);
    assertTrue(retreats[0] > 0, "the test must meet the region");
  }

  @Test
  void stepsBackFromAGradientThatIsNotFinite() {
    DifferentiableFunction f =
        (x, gradient) -> {
          gradient[0] = x[0] < 1 ? Double.NaN : 2 * x[0] - 2.5;
          return x[0] * x[0] - 2.5 * x[0];
        };
    Minimum minimum = EXACT.minimize(f, new double[] {2}, all(1, -INFINITY), all(1, INFINITY));
    assertArrayEquals(new double[] {1.25}, minimum.point(), 1e-5);
  }

  @Test
  void saysSoWhenTheStartIsNotFinite() {
    Minimum minimum =
        EXACT.minimize((x, gradient) -> Double.NaN, new double[] {3}, all(1, -1), all(1, 1));
    assertEquals(Termination.START_NOT_FINITE, minimum.termination());
    assertArrayEquals(new double[] {1}, minimum.point());
    assertEquals(1, minimum.evaluations());
    assertTrue(Double.isNaN(minimum.value()));
  }

  @Test
  void hasNothingToDoWhereAllVariablesAreFixed() {
    double[] fixed = {1, -2, 3};
    Minimum minimum = EXACT.minimize(TestFunctions::rosenbrock, new double[3], fixed, fixed);
    assertEquals(Termination.PROJECTED_GRADIENT, minimum.termination());
    assertArrayEquals(fixed, minimum.point());
    assertEquals(0, minimum.projectedGradientNorm());
    assertEquals(1, minimum.evaluations());
  }

  /** A step of length 1, and one to the bound. */
  @Test
  void followsASlopeStraightToTheBound() {
    DifferentiableFunction slope =
        (x, gradient) -> {
          gradient[0] = -1;
          return -x[0];
        };
    Minimum minimum = EXACT.minimize(slope, new double[1], new double[1], new double[] {5});
    assertArrayEquals(new double[] {5}, minimum.point());
    assertEquals(3, minimum.evaluations());
  }

  @Test
  void stopsAtOnceAtTheSolution() {
    Minimum minimum =
        EXACT.minimize(TestFunctions::rosenbrock, all(4, 1), all(4, -INFINITY), all(4, INFINITY));
    assertEquals(Termination.PROJECTED_GRADIENT, minimum.termination());
    assertEquals(0, minimum.iterations());
    assertEquals(1, minimum.evaluations());
  }

  @Test
  void minimisesFunctionsOfNoVariable() {
    Minimum minimum =
        EXACT.minimize((x, gradient) -> 7, new double[0], new double[0], new double[0]);
    assertEquals(7, minimum.value());
    assertEquals(Termination.PROJECTED_GRADIENT, minimum.termination());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 25})
  void keepsItsBudgets(int budget) {
    double[] start = {-1.2, 1, -1.2, 1};
    double[][] bounds = {all(4, -INFINITY), all(4, INFINITY)};
    Minimum iterations =
        EXACT
            .withMaxIterations(budget)
            .minimize(TestFunctions::rosenbrock, start, bounds[0], bounds[1]);
    assertEquals(Termination.MAX_ITERATIONS, iterations.termination());
    assertEquals(budget, iterations.iterations());
    double[] lowest = {INFINITY};
    Minimum evaluations =
        EXACT
            .withMaxEvaluations(budget)
            .minimize(
                (x, gradient) -> {
                  double f = TestFunctions.rosenbrock(x, gradient);
                  lowest[0] = Math.min(lowest[0], f);
                  return f;
                },
                start,
                bounds[0],
                bounds[1]);
    assertEquals(Termination.MAX_EVALUATIONS, evaluations.termination());
    assertEquals(budget, evaluations.evaluations());
    assertEquals(lowest[0], evaluations.value());
  }

  @Test
  void stopsWhenTheReductionIsSmall() {
    double[] start = {-1.2, 1};
    Minimum coarse =
        Lbfgsb.defaults()
            .withRelativeReduction(1e-2)
            .minimize(TestFunctions::rosenbrock, start, all(2, -2), all(2, 2));
    Minimum fine = EXACT.minimize(TestFunctions::rosenbrock, start, all(2, -2), all(2, 2));
    assertEquals(Termination.RELATIVE_REDUCTION, coarse.termination());
    assertTrue(coarse.evaluations() < fine.evaluations());
  }

  /** A gradient of the wrong sign: nothing lowers the function. */
  @Test
  void givesUpWhenNoStepHelps() {
    DifferentiableFunction f =
        (x, gradient) -> {
          gradient[0] = -1;
          return x[0];
        };
    Minimum minimum = EXACT.minimize(f, new double[] {0.5}, all(1, -INFINITY), all(1, INFINITY));
    assertEquals(Termination.LINE_SEARCH_FAILED, minimum.termination());
    assertArrayEquals(new double[] {0.5}, minimum.point());
  }

  /** From its fifth evaluation on the function is a wall: neither the model nor its loss helps. */
  @Test
  void forgetsTheModelOnceAndThenGivesUp() {
    int[] evaluations = new int[1];
    DifferentiableFunction f =
        (x, gradient) -> {
          double value = TestFunctions.rosenbrock(x, gradient);
          evaluations[0]++;
          return evaluations[0] < 5 ? value : 1e9;
        };
    Minimum minimum =
        EXACT.minimize(f, new double[] {-1.2, 1}, all(2, -INFINITY), all(2, INFINITY));
    assertEquals(Termination.LINE_SEARCH_FAILED, minimum.termination());
    assertTrue(minimum.iterations() > 0, minimum.toString());
    assertTrue(minimum.value() < 10, minimum.toString());
    assertTrue(minimum.evaluations() <= 45, minimum.toString());
  }

  @Test
  void handsOutCopiesOnly() {
    Minimum minimum = EXACT.minimize(TestFunctions::rosenbrock, all(2, 1), all(2, -2), all(2, 2));
    minimum.point()[0] = 99;
    assertEquals(1, minimum.point()[0]);
  }

  @Test
  void rejectsBadArgumentsByName() {
    double[] two = {0, 0};
    assertMessage(
        "lower[1] = 0.0, upper[1] = -1.0: expected bounds with a number between them",
        () -> EXACT.start(two, two, new double[] {1, -1}));
    assertMessage(
        "lower[0] = NaN, upper[0] = 0.0: expected bounds with a number between them",
        () -> EXACT.start(two, new double[] {Double.NaN, 0}, two));
    assertMessage(
        "lower[0] = Infinity, upper[0] = Infinity: expected bounds with a number between them",
        () -> EXACT.start(two, all(2, INFINITY), all(2, INFINITY)));
    assertMessage(
        "start[1] = NaN: expected a finite number",
        () -> EXACT.start(new double[] {0, Double.NaN}, two, two));
    assertMessage(
        "start has length 1: expected 2, as lower has", () -> EXACT.start(new double[1], two, two));
    assertMessage(
        "upper has length 3: expected 2, as lower has", () -> EXACT.start(two, two, new double[3]));
    assertMessage("memory = 0: expected at least 1", () -> EXACT.withMemory(0));
    assertMessage("maxIterations = 0: expected at least 1", () -> EXACT.withMaxIterations(0));
    assertMessage("maxEvaluations = -1: expected at least 1", () -> EXACT.withMaxEvaluations(-1));
    assertMessage(
        "relativeReduction = NaN: expected a finite number of 0 or more",
        () -> EXACT.withRelativeReduction(Double.NaN));
    assertMessage(
        "projectedGradientTolerance = -1.0: expected a finite number of 0 or more",
        () -> EXACT.withProjectedGradientTolerance(-1));
  }

  /** GᵀG/n + I/10. */
  private static double[][] randomPositiveDefinite(CounterRandom random, int n) {
    double[][] g = new double[n][n];
    for (double[] row : g) {
      random.fillGaussian(row, 0, n);
    }
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = DenseHessian.dot(g[i], g[j]) / n + (i == j ? 0.1 : 0);
      }
    }
    return a;
  }

  private static double[] all(int n, double value) {
    double[] array = new double[n];
    Arrays.fill(array, value);
    return array;
  }

  private static void assertMessage(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
