package dev.hone.math.gp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hone.math.internal.CpuGpEngines;
import dev.hone.math.internal.KernelSet;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Candidates that follow their engine, and functions of the posterior. */
@Tag("backend")
class GpFollowingTest {
  private static final double TOLERANCE = 1e-9;

  static Stream<Arguments> problems() {
    return GpProblem.kernels()
        .flatMap(
            kernels ->
                Stream.concat(
                        Stream.of(
                            GpProblem.of(1, CovarianceFunction.MATERN_52, 3, 12, false),
                            GpProblem.of(2, CovarianceFunction.MATERN_32, 4, 33, true),
                            GpProblem.of(3, CovarianceFunction.RBF, 2, 70, false)),
                        GpKernelTest.models().stream().map(model -> GpProblem.of(4, model, 12)))
                    .map(problem -> Arguments.of(kernels, problem)));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void candidatesAnswerForTheEngineAsItIs(KernelSet kernels, GpProblem problem) {
    for (int m : new int[] {1, 7, 501}) {
      GpEngine engine = half(kernels, problem);
      double[] x = problem.candidates(m);
      GpCandidates candidates = engine.candidates(m, x);
      assertSame(engine, candidates, x, problem);
      int n = problem.n();
      engine.append(point(problem, n / 2), problem.y()[n / 2]);
      engine.append(point(problem, n / 2 + 1), problem.y()[n / 2 + 1]);
      assertSame(engine, candidates, x, problem);
      engine.appendPending(point(problem, n / 2 + 2));
      engine.appendKnown(point(problem, n / 2 + 3));
      assertSame(engine, candidates, x, problem);
      engine.truncate(n / 2 + 1);
      engine.appendPending(point(problem, n / 2 + 4));
      assertSame(engine, candidates, x, problem);
      engine.setTargets(n / 2, Arrays.copyOfRange(problem.y(), 1, n));
      assertSame(engine, candidates, x, problem);
      engine.truncate(n / 2 - 2);
      assertSame(engine, candidates, x, problem);
      double[] theta = problem.theta().clone();
      theta[0] += 0.2;
      engine.condition(theta);
      assertSame(engine, candidates, x, problem);
      double[] others = problem.empty().candidates(m + 1);
      candidates.replace(others);
      assertSame(engine, candidates, others, problem);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void bitsDoNotDependOnWhenCandidatesLooked(KernelSet kernels, GpProblem problem) {
    GpEngine engine = half(kernels, problem);
    int m = 20;
    GpCandidates often = engine.candidates(m, problem.candidates(m));
    double[] sink = new double[m];
    often.moments(sink, sink);
    int n = problem.n();
    engine.appendPending(point(problem, n / 2 + 2));
    often.moments(sink, sink);
    engine.truncate(n / 2);
    for (int i = n / 2; i < n; i++) {
      engine.append(point(problem, i), problem.y()[i]);
      often.logExpectedImprovement(0, sink);
    }
    GpCandidates once = engine.candidates(m, problem.candidates(m));
    double[][] expected = {new double[m], new double[m]};
    double[][] actual = {new double[m], new double[m]};
    once.moments(expected[0], expected[1]);
    often.moments(actual[0], actual[1]);
    assertArrayEquals(expected, actual, problem.toString());
  }

  @ParameterizedTest
  @MethodSource("problems")
  void functionsSeeTheJointPosterior(KernelSet kernels, GpProblem problem) {
    GpEngine engine = half(kernels, problem);
    int d = problem.model().dimension();
    double[] x = problem.candidates(5);
    double[] mean = new double[5];
    double[] covariance = new double[25];
    engine.posteriorCovariance(5, x, mean, covariance);
    for (int i = 0; i < 4; i++) {
      engine.appendKnown(Arrays.copyOfRange(x, i * d, (i + 1) * d));
    }
    // Known points first: the whitened covariances are the columns of the Cholesky factor.
    double[] value = new double[5];
    for (int i = 0; i < 4; i++) {
      int row = i;
      engine.evaluate(
          5,
          x,
          4,
          (m, mu, variance, a, ld, v, derivatives) -> {
            for (int j = 0; j < m; j++) {
              v[j] = j == row ? variance[j] : 0;
              for (int k = 0; k < 4; k++) {
                v[j] += a[k * ld + j] * a[k * ld + row];
              }
            }
          },
          value,
          null);
      for (int j = 0; j < 5; j++) {
        assertEquals(covariance[i * 5 + j], value[j], 1e-8, problem + ", " + i + ", " + j);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void gradientsOfFunctionsAreThoseOfTheirDifferences(KernelSet kernels, GpProblem problem) {
    GpEngine engine = half(kernels, problem);
    int d = problem.model().dimension();
    int last = 3;
    for (int i = 0; i < last; i++) {
      engine.appendPending(point(problem, problem.n() / 2 + i));
    }
    PosteriorFunction function =
        (m, mean, variance, a, ld, value, derivatives) -> {
          for (int j = 0; j < m; j++) {
            value[j] = Math.sin(mean[j]) + variance[j] * variance[j];
            for (int i = 0; i < last; i++) {
              value[j] += (i + 1) * a[i * ld + j] * mean[j];
            }
            if (derivatives != null) {
              derivatives.byVariance()[j] = 2 * variance[j];
              double byMean = Math.cos(mean[j]);
              for (int i = 0; i < last; i++) {
                byMean += (i + 1) * a[i * ld + j];
                derivatives.byCovariance()[i * ld + j] = (i + 1) * mean[j];
              }
              derivatives.byMean()[j] = byMean;
            }
          }
        };
    double[] x = problem.candidates(3);
    double[] value = new double[3];
    double[] gradient = new double[3 * d];
    engine.evaluate(3, x, last, function, value, gradient);
    for (int i = 0; i < 3 * d; i++) {
      int index = i;
      if (problem.model().dimensions().get(i % d) == DimensionKind.CATEGORICAL) {
        assertEquals(0, gradient[i], problem::toString);
        continue;
      }
      double[] moved = x.clone();
      double expected =
          Differences.derivative(
              x[i],
              1e-4,
              t -> {
                moved[index] = t;
                engine.evaluate(3, moved, last, function, value, null);
                return value[index / d];
              });
      assertEquals(expected, gradient[i], 1e-6, () -> problem + ", x[" + index + "]");
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void refusesWhatCannotBe(KernelSet kernels) {
    GpProblem problem = GpProblem.of(1, CovarianceFunction.RBF, 2, 6, false);
    GpEngine engine = half(kernels, problem);
    double[] x = problem.candidates(3);
    assertThrows(IllegalArgumentException.class, () -> engine.candidates(4, x));
    assertThrows(IllegalArgumentException.class, () -> engine.candidates(-1, x));
    GpCandidates candidates = engine.candidates(3, x);
    double[] tooShort = new double[2];
    double[] value = new double[3];
    assertThrows(IllegalArgumentException.class, () -> candidates.moments(value, tooShort));
    assertThrows(
        IllegalArgumentException.class, () -> candidates.logExpectedImprovement(Double.NaN, value));
    for (int last : List.of(-1, 4)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> engine.evaluate(3, x, last, (m, mu, s, a, ld, v, g) -> {}, value, null));
    }
  }

  static Stream<Named<KernelSet>> kernels() {
    return GpProblem.kernels();
  }

  private static GpEngine half(KernelSet kernels, GpProblem problem) {
    GpEngine engine = CpuGpEngines.create(problem.model(), kernels);
    engine.setData(problem.n() / 2, problem.x(), problem.y());
    engine.condition(problem.theta());
    return engine;
  }

  private static double[] point(GpProblem problem, int i) {
    int d = problem.model().dimension();
    return Arrays.copyOfRange(problem.x(), i * d, (i + 1) * d);
  }

  private static void assertSame(
      GpEngine engine, GpCandidates candidates, double[] x, GpProblem problem) {
    int m = candidates.size();
    double[] expected = new double[m];
    double[] actual = new double[m];
    double[] variance = new double[m];
    double[] expectedVariance = new double[m];
    engine.posterior(m, x, expected, expectedVariance);
    candidates.moments(actual, variance);
    assertArrayEquals(expected, actual, TOLERANCE, problem.toString());
    assertArrayEquals(expectedVariance, variance, TOLERANCE, problem.toString());
    engine.logExpectedImprovement(m, x, -1, expected, null);
    candidates.logExpectedImprovement(-1, actual);
    assertArrayEquals(expected, actual, 1e-6, problem.toString());
  }
}
