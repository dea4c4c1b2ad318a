package dev.hone.examples.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.examples.tabular.Method;
import dev.hone.math.pareto.Hypervolume;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemTest {

  static Stream<Arguments> minima() {
    double[] hartmann = {0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573};
    return Stream.of(
        Arguments.of(ClassicFunction.branin(), new double[] {Math.PI, 2.275}, 1e-9),
        Arguments.of(ClassicFunction.hartmann6(), hartmann, 1e-9),
        Arguments.of(ClassicFunction.ackley(20, -5, 10), all(20, 0), 1e-14),
        Arguments.of(ClassicFunction.levy(10), all(10, 1), 1e-14),
        Arguments.of(ClassicFunction.rosenbrock(5), all(5, 1), 0),
        Arguments.of(ClassicFunction.rastrigin(5), all(5, 0), 0),
        Arguments.of(ClassicFunction.griewank(5), all(5, 0), 0),
        Arguments.of(ClassicFunction.sphere(5), all(5, 0), 0),
        Arguments.of(ClassicFunction.zakharov(5), all(5, 0), 0),
        Arguments.of(ClassicFunction.styblinskiTang(5), all(5, -2.903534027771177), 1e-12),
        Arguments.of(ClassicFunction.schwefel(5), all(5, 420.968746), 1e-4));
  }

  @ParameterizedTest
  @MethodSource("minima")
  void functionsHaveTheirMinimaWherePublished(
      ClassicFunction function, double[] x, double tolerance) {
    assertEquals(function.minimum(), function.function().applyAsDouble(x), tolerance);
    CounterRandom random = CounterRandom.of(3, 0);
    for (int i = 0; i < 2000; i++) {
      double[] y = new double[x.length];
      for (int k = 0; k < x.length; k++) {
        assertTrue(x[k] > function.lower()[k] && x[k] < function.upper()[k]);
        double near = x[k] + 0.01 * random.nextGaussian();
        y[k] = i % 2 == 0 ? near : random.nextDouble(function.lower()[k], function.upper()[k]);
      }
      assertTrue(
          function.function().applyAsDouble(y) >= function.minimum() - tolerance,
          () -> function.name() + " at " + Arrays.toString(y));
    }
  }

  private static double[] all(int d, double value) {
    double[] x = new double[d];
    Arrays.fill(x, value);
    return x;
  }

  static Stream<FrontProblem> fronts() {
    return Stream.of(
        FrontProblem.zdt1(6, 9, 4),
        FrontProblem.zdt2(6, 9, 4),
        FrontProblem.zdt3(6, 9, 4),
        FrontProblem.zdt4(6, 9, 4));
  }

  @ParameterizedTest
  @MethodSource("fronts")
  void fineTrueFrontsHaveTheVolumeOfTheFront(FrontProblem problem) {
    int n = 4000;
    double[] values = new double[2 * n];
    for (int i = 0; i < n; i++) {
      double[] x = all(6, problem.name().equals("zdt4") ? 0.5 : 0);
      x[0] = i / (n - 1.0);
      System.arraycopy(problem.function().apply(x), 0, values, 2 * i, 2);
    }
    double volume = Hypervolume.of(n, 2, values, problem.reference());
    assertEquals(problem.bestVolume(), volume, 2e-3 * problem.bestVolume());
    assertTrue(volume <= problem.bestVolume() * (1 + 1e-9));
  }

  /** The fronts and the thousand parameters of the README, small enough for every build. */
  @Test
  void evolutionFindsFrontsAndGroupsWhereChanceDoesNot() {
    FrontProblem front = FrontProblem.zdt1(10, 5000, 100);
    double byEvolution = front.run(Method.GA, 1)[4999];
    double byChance = front.run(Method.RANDOM, 1)[4999];
    assertTrue(byEvolution < 0.1 && byChance > 0.4, byEvolution + " and " + byChance);
    var groups = new FunctionProblem(ClassicFunction.partiallySeparable(100, 4), 6000);
    double taken = groups.run(Method.COOPERATIVE, 1)[5999];
    double whole = groups.run(Method.RANDOM, 1)[5999];
    assertTrue(taken < 1e-3 * whole, taken + " and " + whole);
  }

  @Test
  void partsOfTheLargeFunctionAddUp() {
    ClassicFunction function = ClassicFunction.partiallySeparable(30, 2);
    double[] best = new double[30];
    Arrays.setAll(best, j -> 3 * Math.sin(1 + 2.3 * j));
    assertEquals(0, function.function().applyAsDouble(best), 1e-20);
    assertEquals(10, raised(function, best, 24), 1e-12);
    // Coordinates 0, 2, … 18 hang together, and so do neither 0 and 1 nor 0 and 24.
    double alone = raised(function, best, 0);
    assertEquals(alone + raised(function, best, 1), raised(function, best, 0, 1), 1e-9 * alone);
    assertEquals(alone + 10, raised(function, best, 0, 24), 1e-9 * alone);
    assertTrue(raised(function, best, 0, 2) > 1.5 * (alone + raised(function, best, 2)));
  }

  private static double raised(ClassicFunction function, double[] x, int... coordinates) {
    double[] y = x.clone();
    for (int j : coordinates) {
      y[j] += j >= 20 ? Math.sqrt(10.0 / (1 + j % 7)) : 1;
    }
    return function.function().applyAsDouble(y);
  }

  @Test
  void theFrontOfDtlz2IsASphere() {
    FrontProblem problem = FrontProblem.dtlz2(7, 9, 4);
    double[] x = all(7, 0.5);
    x[0] = 0.3;
    x[1] = 0.8;
    double[] f = problem.function().apply(x);
    assertEquals(1, f[0] * f[0] + f[1] * f[1] + f[2] * f[2], 1e-12);
  }

  @Test
  void runsRepeatAndNeverGetWorse() {
    Problem problem = new FunctionProblem(ClassicFunction.branin(), 17, 4);
    double[] first = problem.run(Method.RANDOM, 5);
    double[] second = problem.run(Method.RANDOM, 5);
    assertEquals(17, first.length);
    assertEquals(Arrays.toString(first), Arrays.toString(second));
    for (int i = 1; i < first.length; i++) {
      assertTrue(first[i] <= first[i - 1]);
    }
    assertFalse(Arrays.equals(first, problem.run(Method.RANDOM, 6)));
  }

  @ParameterizedTest
  @EnumSource(names = {"RANDOM", "HYPERBAND", "BOHB", "DEHB", "PBT"})
  void trainingsAreCutShortByThoseWhoCanAndRepeat(Method method) {
    CurveProblem problem = CurveProblem.digits(4);
    assertTrue(problem.suits(method));
    double[] first = problem.run(method, 2);
    assertEquals(4, first.length);
    assertEquals(Arrays.toString(first), Arrays.toString(problem.run(method, 2)));
    for (int i = 0; i < first.length; i++) {
      assertTrue(first[i] > 0.05 && first[i] <= Math.log(10), Arrays.toString(first));
      assertTrue(i == 0 || first[i] <= first[i - 1]);
    }
    assertFalse(problem.suits(Method.LBFGSB));
    assertEquals(
        method == Method.RANDOM,
        new FunctionProblem(ClassicFunction.branin(), 17, 1).suits(method));
  }

  @Test
  void missingVolumeShrinks() {
    FrontProblem problem = FrontProblem.zdt1(3, 42, 4);
    double[] missing = problem.run(Method.SOBOL, 1);
    assertEquals(42, missing.length);
    assertTrue(missing[41] < missing[3] && missing[41] > 0);
  }
}
