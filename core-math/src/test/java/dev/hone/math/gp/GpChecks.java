package dev.hone.math.gp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.math.gp.GpEngineContract.EngineMaker;
import dev.hone.math.internal.CpuGpEngines;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** What any engine has to get right about any problem, whatever the model and the noise. */
final class GpChecks {

  /** Rounding of a well-conditioned problem: some n·ε times a condition number below 10⁵. */
  static final double TOLERANCE = 1e-10;

  private GpChecks() {}

  /** The engines of the CPU, under their names. */
  static Stream<Named<EngineMaker>> cpuMakers() {
    return GpProblem.kernels()
        .map(
            kernels ->
                Named.of(
                    kernels.getName(), model -> CpuGpEngines.create(model, kernels.getPayload())));
  }

  /** An engine with the data of a problem. */
  static GpEngine engine(EngineMaker maker, GpProblem problem) {
    GpEngine engine = maker.create(problem.model());
    engine.setData(problem.n(), problem.x(), problem.y());
    return engine;
  }

  /** Likelihood and posterior are those of the textbook; leaves the engine conditioned. */
  static void assertTextbook(TextbookGp oracle, GpEngine engine, GpProblem problem) {
    double expected = oracle.logMarginalLikelihood();
    double actual = engine.logMarginalLikelihood(problem.theta(), null);
    assertEquals(expected, actual, TOLERANCE * Math.abs(expected), problem::toString);
    engine.condition(problem.theta());
    double[] x = problem.candidates(5);
    double[] mean = new double[5];
    double[] variance = new double[5];
    engine.posterior(5, x, mean, variance);
    for (int j = 0; j < 5; j++) {
      assertEquals(oracle.mean(x, j), mean[j], TOLERANCE, problem::toString);
      assertEquals(oracle.variance(x, j), variance[j], TOLERANCE, problem::toString);
    }
  }

  /** The gradient of the likelihood by θ is that of its differences. */
  static void assertLikelihoodGradient(GpEngine engine, GpProblem problem) {
    double[] theta = problem.theta();
    double[] gradient = new double[theta.length];
    engine.logMarginalLikelihood(theta, gradient);
    double scale = Math.max(1, norm(gradient));
    for (int i = 0; i < theta.length; i++) {
      double[] moved = theta.clone();
      int index = i;
      double expected =
          Differences.derivative(
              theta[i],
              1e-3,
              t -> {
                moved[index] = t;
                return engine.logMarginalLikelihood(moved, null);
              });
      assertEquals(expected, gradient[i], 1e-7 * scale, () -> problem + ", theta[" + index + "]");
    }
  }

  /**
   * The gradient of Log Expected Improvement is that of its differences, and 0 by categories.
   *
   * @param step how far to go from a coordinate
   */
  static void assertImprovementGradient(
      GpEngine engine, GpProblem problem, DoubleUnaryOperator step) {
    engine.condition(problem.theta());
    int d = problem.model().dimension();
    double[] x = problem.candidates(3);
    double[] value = new double[3];
    double[] gradient = new double[3 * d];
    engine.logExpectedImprovement(3, x, -0.5, value, gradient);
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
              step.applyAsDouble(x[i]),
              t -> {
                moved[index] = t;
                engine.logExpectedImprovement(3, moved, -0.5, value, null);
                return value[index / d];
              });
      double scale = Math.max(1, norm(gradient));
      assertEquals(expected, gradient[i], 1e-6 * scale, () -> problem + ", x[" + index + "]");
    }
  }

  static void assertSamePosterior(
      GpProblem problem, GpEngine expected, GpEngine actual, double tolerance) {
    double[] x = problem.candidates(6);
    double[][] means = new double[2][6];
    double[][] variances = new double[2][6];
    expected.posterior(6, x, means[0], variances[0]);
    actual.posterior(6, x, means[1], variances[1]);
    assertArrayEquals(means[0], means[1], tolerance, problem::toString);
    assertArrayEquals(variances[0], variances[1], tolerance, problem::toString);
  }

  static double norm(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
  }
}
