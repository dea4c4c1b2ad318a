package dev.hone.math.gp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.math.internal.CpuGpEngines;
import dev.hone.math.internal.KernelSets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many samples have the moments of the posterior, to within five standard errors. */
class GpSampleMomentsTest {
  private static final int SAMPLES = 6400;
  private static final int POINTS = 6;
  private static final double DEVIATIONS = 5;

  /** Paths share features, whose covariance is off by some 3 % of the prior variance. */
  private static final double FEATURES_ERROR = 0.04;

  private static final int PATHS_PER_FEATURES = 8;

  static Stream<GpProblem> problems() {
    List<GpModel> models = GpKernelTest.models();
    return Stream.concat(
        Stream.of(CovarianceFunction.values())
            .flatMap(
                function ->
                    Stream.of(
                        GpProblem.of(1, function, 2, 8, false),
                        GpProblem.of(2, function, 4, 8, true),
                        GpProblem.of(3, function, 4, 0, true))),
        models.stream()
            .flatMap(model -> Stream.of(GpProblem.of(4, model, 10), GpProblem.of(5, model, 0))));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void pathsHaveTheMomentsOfThePosterior(GpProblem problem) {
    GpEngine engine = conditioned(problem);
    double[] values = new double[SAMPLES * POINTS];
    engine.samplePaths(SAMPLES, 17).evaluate(POINTS, points(problem), values, null);
    GpProblem empty = problem.empty();
    double prior = new TextbookGp(empty, empty.theta()).variance(points(problem), 0);
    double slack =
        DEVIATIONS * FEATURES_ERROR * prior / Math.sqrt((double) SAMPLES / PATHS_PER_FEATURES);
    assertMoments(problem, values, slack);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void jointSamplesHaveTheMomentsOfThePosterior(GpProblem problem) {
    double[] samples = new double[SAMPLES * POINTS];
    conditioned(problem).samplePosterior(POINTS, points(problem), SAMPLES, 17, samples);
    assertMoments(problem, samples, 1e-9);
  }

  private static void assertMoments(GpProblem problem, double[] samples, double slack) {
    TextbookGp oracle = new TextbookGp(problem, problem.theta());
    double[] x = points(problem);
    double[] mean = new double[POINTS];
    for (int s = 0; s < SAMPLES; s++) {
      for (int j = 0; j < POINTS; j++) {
        mean[j] += at(samples, s, j) / SAMPLES;
      }
    }
    for (int i = 0; i < POINTS; i++) {
      double variance = oracle.variance(x, i);
      double meanError = DEVIATIONS * Math.sqrt(variance / SAMPLES);
      assertEquals(oracle.mean(x, i), mean[i], meanError + 1e-9, problem + ", mean " + i);
      for (int j = 0; j <= i; j++) {
        double expected = oracle.covariance(x, i, j);
        double actual = 0;
        for (int s = 0; s < SAMPLES; s++) {
          actual += (at(samples, s, i) - mean[i]) * (at(samples, s, j) - mean[j]) / SAMPLES;
        }
        double product = variance * oracle.variance(x, j);
        double error = DEVIATIONS * Math.sqrt((product + expected * expected) / SAMPLES);
        String name = problem + ", covariance " + i + ", " + j;
        assertEquals(expected, actual, error + slack, name);
      }
    }
  }

  private static double at(double[] samples, int sample, int point) {
    return samples[sample * POINTS + point];
  }

  /** Candidates, two of which differ in but the last dimension, and a training point if any. */
  private static double[] points(GpProblem problem) {
    int d = problem.model().dimension();
    double[] x = problem.candidates(POINTS);
    System.arraycopy(x, 0, x, d, d - 1);
    if (problem.n() > 0) {
      System.arraycopy(problem.x(), 0, x, 2 * d, d);
    }
    return x;
  }

  private static GpEngine conditioned(GpProblem problem) {
    GpEngine engine = CpuGpEngines.create(problem.model(), KernelSets.best());
    engine.setData(problem.n(), problem.x(), problem.y());
    engine.condition(problem.theta());
    return engine;
  }
}
