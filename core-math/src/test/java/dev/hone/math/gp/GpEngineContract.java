package dev.hone.math.gp;

import static dev.hone.math.gp.GpChecks.TOLERANCE;
import static dev.hone.math.gp.GpChecks.assertImprovementGradient;
import static dev.hone.math.gp.GpChecks.assertLikelihoodGradient;
import static dev.hone.math.gp.GpChecks.assertTextbook;
import static dev.hone.math.gp.GpChecks.engine;
import static dev.hone.math.gp.GpChecks.norm;
import static dev.hone.math.gp.IllegalCalls.assertIllegal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every engine has to pass, whatever it runs on: a subclass names the engines. Values and
 * gradients, at hard places too, and what is said of wrong calls; for the rest see {@link
 * GpUpdateContract}.
 *
 * <p>Public for the tests of other modules.
 */
public abstract class GpEngineContract extends GpUpdateContract {

  /** Makes engines of one kind. */
  public interface EngineMaker {
    /** An engine without data. */
    GpEngine create(GpModel model);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void agreesWithTheTextbook(EngineMaker maker, GpProblem problem) {
    assertTextbook(new TextbookGp(problem, problem.theta()), engine(maker, problem), problem);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void likelihoodGradientIsThatOfItsDifferences(EngineMaker maker, GpProblem problem) {
    assertLikelihoodGradient(engine(maker, problem), problem);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void improvementGradientIsThatOfItsDifferences(EngineMaker maker, GpProblem problem) {
    assertImprovementGradient(engine(maker, problem), problem, x -> 1e-4);
  }

  @ParameterizedTest
  @MethodSource("makers")
  void valuesDoNotDependOnTheBatch(EngineMaker maker) {
    GpProblem problem = GpProblem.of(5, CovarianceFunction.MATERN_52, 4, 40, true);
    GpEngine engine = engine(maker, problem);
    engine.condition(problem.theta());
    int m = 301;
    double[] x = problem.candidates(m);
    double[] value = new double[m];
    double[] gradient = new double[4 * m];
    engine.logExpectedImprovement(m, x, 0, value, gradient);
    double[] mean = new double[m];
    double[] variance = new double[m];
    engine.posterior(m, x, mean, variance);
    double[] meanAlone = new double[m];
    engine.posterior(m, x, meanAlone, null);
    assertArrayEquals(mean, meanAlone);
    double[] one = new double[1];
    double[] oneVariance = new double[1];
    double[] oneGradient = new double[4];
    for (int j = 0; j < m; j += 7) {
      double[] point = Arrays.copyOfRange(x, 4 * j, 4 * j + 4);
      engine.posterior(1, point, one, oneVariance);
      assertEquals(mean[j], one[0], TOLERANCE, "point " + j);
      assertEquals(variance[j], oneVariance[0], TOLERANCE, "point " + j);
      engine.logExpectedImprovement(1, point, 0, one, oneGradient);
      assertEquals(value[j], one[0], TOLERANCE * Math.abs(value[j]), "point " + j);
      for (int k = 0; k < 4; k++) {
        double scale = Math.max(1, norm(oneGradient));
        assertEquals(gradient[4 * j + k], oneGradient[k], TOLERANCE * scale, "point " + j);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void sameCallsGiveTheSameBits(EngineMaker maker, GpProblem problem) {
    GpEngine used = maker.create(problem.model());
    GpModel model = problem.model();
    int larger = problem.n() + 9;
    GpProblem other =
        GpProblem.of(
            99, model.kernel().parts().getFirst().function(), model.dimension(), larger, false);
    used.setData(larger, other.x(), other.y());
    used.logMarginalLikelihood(other.theta(), new double[other.theta().length]);
    used.condition(other.theta());
    used.setData(problem.n(), problem.x(), problem.y());
    GpEngine fresh = engine(maker, problem);
    double[][] gradients = new double[2][problem.theta().length];
    assertEquals(
        fresh.logMarginalLikelihood(problem.theta(), gradients[0]),
        used.logMarginalLikelihood(problem.theta(), gradients[1]));
    assertArrayEquals(gradients[0], gradients[1]);
    fresh.condition(problem.theta());
    used.condition(problem.theta());
    double[] x = problem.candidates(9);
    double[][] values = new double[2][9];
    gradients = new double[2][x.length];
    fresh.logExpectedImprovement(9, x, 0, values[0], gradients[0]);
    used.logExpectedImprovement(9, x, 0, values[1], gradients[1]);
    assertArrayEquals(values[0], values[1]);
    assertArrayEquals(gradients[0], gradients[1]);
  }

  @ParameterizedTest
  @MethodSource("makers")
  void withoutObservationsThePosteriorIsThePrior(EngineMaker maker) {
    GpProblem problem = GpProblem.of(3, CovarianceFunction.RBF, 3, 0, false);
    GpEngine engine = engine(maker, problem);
    double[] gradient = {1, 1, 1, 1, 1};
    assertEquals(0, Math.abs(engine.logMarginalLikelihood(problem.theta(), gradient)));
    assertArrayEquals(new double[5], gradient);
    engine.condition(problem.theta());
    double[] mean = {1, 1};
    double[] variance = new double[2];
    double[] x = problem.candidates(2);
    engine.posterior(2, x, mean, variance);
    assertArrayEquals(new double[2], mean);
    double prior = Math.exp(problem.theta()[3]);
    assertEquals(prior, variance[0], 1e-15);
    double[] value = new double[2];
    double[] inputGradient = {1, 1, 1, 1, 1, 1};
    engine.logExpectedImprovement(2, x, 0, value, inputGradient);
    assertEquals(Math.log(Math.sqrt(prior / (2 * Math.PI))), value[0], 1e-14);
    assertArrayEquals(new double[6], Arrays.stream(inputGradient).map(Math::abs).toArray());
  }

  @ParameterizedTest
  @MethodSource("makers")
  void duplicatesWithTinyNoiseAreNotModelledBlindly(EngineMaker maker) {
    GpProblem problem = GpProblem.of(7, CovarianceFunction.RBF, 2, 12, false);
    double[] x = problem.x();
    System.arraycopy(x, 0, x, 2, 2);
    System.arraycopy(x, 0, x, 8, 2);
    double[] theta = problem.theta();
    theta[3] = -60;
    GpEngine engine = engine(maker, problem);
    double[] gradient = new double[4];
    assertEquals(Double.NEGATIVE_INFINITY, engine.logMarginalLikelihood(theta, gradient));
    assertTrue(Double.isNaN(gradient[0]) && Double.isNaN(gradient[3]));
    engine.condition(theta);
    double[] mean = new double[12];
    double[] variance = new double[12];
    engine.posterior(12, x, mean, variance);
    double duplicates = (problem.y()[0] + problem.y()[1] + problem.y()[4]) / 3;
    assertEquals(duplicates, mean[0], 1e-3);
    for (double v : variance) {
      assertTrue(v >= 0 && v < 1e-5, "variance " + v);
    }
    double[] value = new double[12];
    double[] inputGradient = new double[24];
    engine.logExpectedImprovement(12, x, -3, value, inputGradient);
    assertTrue(Arrays.stream(value).allMatch(Double::isFinite));
    assertTrue(Arrays.stream(inputGradient).allMatch(Double::isFinite));
  }

  @ParameterizedTest
  @MethodSource("makers")
  void gradientsAtObservationsAreFinite(EngineMaker maker) {
    for (CovarianceFunction covariance : CovarianceFunction.values()) {
      GpProblem problem = GpProblem.of(13, covariance, 4, 20, true);
      GpEngine engine = engine(maker, problem);
      engine.condition(problem.theta());
      double[] gradient = new double[80];
      engine.logExpectedImprovement(20, problem.x(), -0.5, new double[20], gradient);
      assertTrue(Arrays.stream(gradient).allMatch(Double::isFinite), problem::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("makers")
  void roundingNeverMakesAVarianceNegative(EngineMaker maker) {
    GpProblem problem = GpProblem.of(12, CovarianceFunction.MATERN_52, 2, 40, false);
    double[] theta = {-2.5, -2.5, 0, -60};
    GpEngine engine = engine(maker, problem);
    engine.condition(theta);
    double[] variance = new double[40];
    engine.posterior(40, problem.x(), new double[40], variance);
    for (double v : variance) {
      assertTrue(v >= 0 && v < 1e-12, "variance " + v);
    }
  }

  @ParameterizedTest
  @MethodSource("makers")
  void likelihoodDoesNotDisturbThePosterior(EngineMaker maker) {
    GpProblem problem = GpProblem.of(9, CovarianceFunction.MATERN_32, 3, 20, true);
    GpEngine engine = engine(maker, problem);
    engine.condition(problem.theta());
    double[] x = problem.candidates(4);
    double[] before = new double[4];
    engine.posterior(4, x, before, new double[4]);
    engine.logMarginalLikelihood(new double[5], new double[5]);
    double[] after = new double[4];
    engine.posterior(4, x, after, new double[4]);
    assertArrayEquals(before, after);
  }

  @ParameterizedTest
  @MethodSource("makers")
  void wrongCallsAreNamed(EngineMaker maker) {
    GpProblem problem = GpProblem.of(10, CovarianceFunction.MATERN_52, 2, 4, false);
    GpEngine engine = engine(maker, problem);
    double[] four = new double[4];
    double[] point = new double[2];
    assertThrows(IllegalStateException.class, () -> engine.posterior(1, point, four, null));
    assertThrows(
        IllegalStateException.class, () -> engine.logExpectedImprovement(1, point, 0, four, null));
    assertThrows(IllegalStateException.class, () -> engine.append(point, 0));
    assertThrows(IllegalStateException.class, () -> engine.truncate(0));
    assertThrows(IllegalStateException.class, () -> engine.appendPending(point));
    assertThrows(IllegalStateException.class, () -> engine.setTargets(0, four));
    assertThrows(IllegalStateException.class, () -> engine.fittedMeans(four));
    assertThrows(IllegalStateException.class, () -> engine.innovations(four));
    assertThrows(IllegalStateException.class, () -> engine.leaveOneOut(four, four));
    assertThrows(IllegalStateException.class, () -> engine.logPredictiveDensity(point, 0));
    assertIllegal("n = -1", () -> engine.setData(-1, four, four));
    assertIllegal("x has length 4", () -> engine.setData(3, four, four));
    assertIllegal("y has length 4", () -> engine.setData(5, new double[10], four));
    assertIllegal("y[0] = NaN", () -> engine.setData(1, point, new double[] {Double.NaN}));
    assertIllegal("theta has length 2", () -> engine.condition(point));
    engine.condition(problem.theta());
    assertIllegal("n = 5", () -> engine.truncate(5));
    assertIllegal("count = 5", () -> engine.setTargets(5, new double[5]));
    assertIllegal("y has length 2", () -> engine.setTargets(4, point));
    assertIllegal("mean has length 2", () -> engine.fittedMeans(point));
    assertIllegal("z has length 2", () -> engine.innovations(point));
    assertIllegal("y = Infinity", () -> engine.append(point, Double.POSITIVE_INFINITY));
    assertIllegal("m = -1", () -> engine.posterior(-1, point, four, null));
    assertIllegal("mean has length 0", () -> engine.posterior(1, point, new double[0], null));
    assertIllegal(
        "best = NaN", () -> engine.logExpectedImprovement(1, point, Double.NaN, four, null));
    assertIllegal(
        "gradient has length 2", () -> engine.logExpectedImprovement(2, four, 0, four, point));
    engine.setData(4, problem.x(), problem.y());
    assertThrows(IllegalStateException.class, () -> engine.posterior(1, point, four, null));
  }
}
