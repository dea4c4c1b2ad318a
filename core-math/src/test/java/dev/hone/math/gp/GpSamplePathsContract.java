package dev.hone.math.gp;

import static dev.hone.math.gp.IllegalCalls.assertIllegal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.gp.GpEngineContract.EngineMaker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Functions drawn from the posterior, and joint posteriors, on whatever engines a subclass names.
 *
 * <p>Public for the tests of other modules.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class GpSamplePathsContract {

  private static final EngineMaker ORACLE = model -> Engines.gp(Backend.SCALAR, model);

  /** The engines to be tested, under their names. */
  protected abstract Stream<Named<EngineMaker>> makers();

  /** Models beside the plain ones that the engines know. */
  protected abstract Stream<GpModel> otherModels();

  Stream<Arguments> problems() {
    List<GpProblem> problems = new ArrayList<>();
    otherModels().forEach(model -> problems.add(GpProblem.of(1, model, 14)));
    problems.add(GpProblem.of(2, CovarianceFunction.RBF, 1, 9, false));
    problems.add(GpProblem.of(3, CovarianceFunction.MATERN_32, 7, 33, true));
    problems.add(GpProblem.of(4, CovarianceFunction.MATERN_52, 3, 0, false));
    return makers().flatMap(maker -> problems.stream().map(p -> Arguments.of(maker, p)));
  }

  /** The smooth kernels: a path of Matérn-1/2 has waves too short for differences. */
  Stream<Arguments> smoothProblems() {
    return problems()
        .filter(
            arguments ->
                ((GpProblem) arguments.get()[1])
                    .model().kernel().parts().stream()
                        .noneMatch(part -> part.function() == CovarianceFunction.MATERN_12));
  }

  @ParameterizedTest
  @MethodSource("smoothProblems")
  void gradientsAreThoseOfTheirDifferences(EngineMaker maker, GpProblem problem) {
    GpSamplePaths paths = conditioned(maker, problem).samplePaths(3, 11);
    int d = problem.model().dimension();
    double[] x = problem.candidates(2);
    double[] values = new double[6];
    double[] gradients = new double[6 * d];
    paths.evaluate(2, x, values, gradients);
    double scale = Math.sqrt(Arrays.stream(gradients).map(v -> v * v).sum());
    for (int i = 0; i < 6 * d; i++) {
      int value = i / d;
      int coordinate = value % 2 * d + i % d;
      if (problem.model().dimensions().get(i % d) == DimensionKind.CATEGORICAL) {
        assertEquals(0, gradients[i], problem::toString);
        continue;
      }
      double[] moved = x.clone();
      double expected =
          Differences.derivative(
              x[coordinate],
              1e-4 * Math.min(1, 10 * Math.min(x[coordinate], 1 - x[coordinate])),
              t -> {
                moved[coordinate] = t;
                paths.evaluate(2, moved, values, null);
                return values[value];
              });
      int index = i;
      assertEquals(expected, gradients[i], 1e-6 * Math.max(1, scale), () -> problem + ", " + index);
    }
  }

  /** Those whose covariance is well-conditioned even without noise. */
  Stream<Arguments> roughProblems() {
    return problems()
        .filter(
            arguments ->
                ((GpProblem) arguments.get()[1]).model().kernel().parts().getFirst().function()
                    != CovarianceFunction.RBF);
  }

  @ParameterizedTest
  @MethodSource("roughProblems")
  void withoutNoisePathsGoThroughTheData(EngineMaker maker, GpProblem problem) {
    double[] theta = problem.theta();
    theta[problem.model().noiseIndex()] = Math.log(1e-10);
    GpSamplePaths paths = conditioned(maker, problem).samplePaths(9, 5);
    double[] values = new double[9 * problem.n()];
    paths.evaluate(problem.n(), problem.x(), values, null);
    for (int i = 0; i < values.length; i++) {
      assertEquals(problem.y()[i % problem.n()], values[i], 1e-3, problem::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void aPathIsOneFunction(EngineMaker maker, GpProblem problem) {
    GpEngine engine = conditioned(maker, problem);
    GpSamplePaths paths = engine.samplePaths(10, 5);
    int d = problem.model().dimension();
    int m = 70;
    double[] x = problem.candidates(m);
    double[] values = new double[10 * m];
    double[] gradients = new double[10 * m * d];
    paths.evaluate(m, x, values, gradients);

    // In other batches, without gradients, among fewer paths, and with the oracle's kernels.
    double[] again = new double[10 * m];
    paths.evaluate(m, x, again, null);
    assertArrayEquals(values, again);
    double[] alone = new double[10];
    paths.evaluate(1, Arrays.copyOfRange(x, 67 * d, 68 * d), alone, null);
    GpSamplePaths fewer = engine.samplePaths(2, 5);
    double[] two = new double[2 * m];
    fewer.evaluate(m, x, two, null);
    double[] scalar = new double[10 * m];
    conditioned(ORACLE, problem).samplePaths(10, 5).evaluate(m, x, scalar, null);
    for (int p = 0; p < 10; p++) {
      assertEquals(values[p * m + 67], alone[p], 1e-9, problem::toString);
    }
    for (int i = 0; i < values.length; i++) {
      assertEquals(values[i], scalar[i], 1e-9, problem::toString);
    }
    assertArrayEquals(Arrays.copyOf(values, 2 * m), two, 1e-9, problem::toString);

    // Whatever becomes of the engine; and drawn again, with the same bits.
    GpSamplePaths twin = engine.samplePaths(10, 5);
    engine.setData(0, x, values);
    paths.evaluate(m, x, again, null);
    assertArrayEquals(values, again);
    double[] twinGradients = new double[10 * m * d];
    twin.evaluate(m, x, again, twinGradients);
    assertArrayEquals(values, again);
    assertArrayEquals(gradients, twinGradients);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void jointCovarianceIsThatOfTheTextbook(EngineMaker maker, GpProblem problem) {
    GpEngine engine = conditioned(maker, problem);
    int m = 11;
    double[] x = problem.candidates(m);
    double[] mean = new double[m];
    double[] covariance = new double[m * m];
    engine.posteriorCovariance(m, x, mean, covariance);
    TextbookGp oracle = new TextbookGp(problem, problem.theta());
    for (int i = 0; i < m; i++) {
      assertEquals(oracle.mean(x, i), mean[i], 1e-10, problem::toString);
      for (int j = 0; j < m; j++) {
        double expected = oracle.covariance(x, i, j);
        assertEquals(expected, covariance[i * m + j], 1e-10, problem::toString);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("makers")
  void jointCovarianceOfManyPointsHasTheVariancesOnItsDiagonal(EngineMaker maker) {
    GpProblem problem = GpProblem.of(6, CovarianceFunction.MATERN_52, 4, 50, true);
    GpEngine engine = conditioned(maker, problem);
    int m = 150;
    double[] x = problem.candidates(m);
    double[] mean = new double[m];
    double[] variance = new double[m];
    double[] covariance = new double[m * m];
    engine.posterior(m, x, mean, variance);
    engine.posteriorCovariance(m, x, mean, covariance);
    for (int i = 0; i < m; i++) {
      assertEquals(variance[i], covariance[i * m + i], 1e-10);
    }
  }

  @ParameterizedTest
  @MethodSource("makers")
  void jointSamplesExistWhereThereIsNothingToSample(EngineMaker maker) {
    GpProblem problem = GpProblem.of(8, CovarianceFunction.RBF, 2, 20, false);
    problem.theta()[3] = -60;
    GpEngine engine = conditioned(maker, problem);
    double[] mean = new double[20];
    engine.posterior(20, problem.x(), mean, null);
    double[] samples = new double[60];
    engine.samplePosterior(20, problem.x(), 3, 1, samples);
    for (int i = 0; i < 60; i++) {
      assertEquals(mean[i % 20], samples[i], 2e-3);
    }
  }

  @ParameterizedTest
  @MethodSource("makers")
  void wrongCallsAreNamed(EngineMaker maker) {
    GpProblem problem = GpProblem.of(10, CovarianceFunction.MATERN_52, 2, 4, false);
    GpEngine engine = maker.create(problem.model());
    double[] four = new double[4];
    assertThrows(IllegalStateException.class, () -> engine.samplePaths(1, 1));
    assertThrows(IllegalStateException.class, () -> engine.samplePosterior(1, four, 0, 1, four));
    assertThrows(
        IllegalStateException.class, () -> engine.posteriorCovariance(1, four, four, four));
    engine.setData(4, problem.x(), problem.y());
    engine.condition(problem.theta());
    assertIllegal("count = -1", () -> engine.samplePaths(-1, 1));
    assertIllegal("count = -1", () -> engine.samplePosterior(1, four, -1, 1, four));
    assertIllegal("samples has length 4", () -> engine.samplePosterior(2, four, 3, 1, four));
    assertIllegal(
        "covariance has length 4", () -> engine.posteriorCovariance(3, new double[6], four, four));
    GpSamplePaths paths = engine.samplePaths(3, 1);
    assertEquals(3, paths.count());
    assertEquals(2, paths.dimension());
    assertIllegal("m = -1", () -> paths.evaluate(-1, four, four, null));
    assertIllegal("x has length 4", () -> paths.evaluate(3, four, four, null));
    assertIllegal("values has length 4", () -> paths.evaluate(2, four, four, null));
    assertIllegal("gradients has length 4", () -> paths.evaluate(1, four, four, four));
    double[] broken = {0, Double.NaN};
    assertIllegal("x[1] = NaN", () -> paths.evaluate(1, broken, four, null));
    engine.samplePaths(0, 1).evaluate(2, four, new double[0], new double[0]);
    paths.evaluate(0, four, new double[0], new double[0]);
  }

  private static GpEngine conditioned(EngineMaker maker, GpProblem problem) {
    GpEngine engine = maker.create(problem.model());
    engine.setData(problem.n(), problem.x(), problem.y());
    engine.condition(problem.theta());
    return engine;
  }
}
