package dev.hone.math.gp;

import static dev.hone.math.gp.IllegalCalls.assertIllegal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.linalg.NumericalException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every engine has to pass, whatever it runs on: a subclass names the engines.
 *
 * <p>Public for the tests of other modules.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class GpEngineContract {

  /** Rounding of a well-conditioned problem: some n·ε times a condition number below 10⁵. */
  private static final double TOLERANCE = 1e-10;

  /** Makes engines of one kind. */
  public interface EngineMaker {
    /** An engine without data. */
    GpEngine create(GpModel model);
  }

  /** The engines to be tested, under their names. */
  protected abstract Stream<Named<EngineMaker>> makers();

  /** Numbers of observations. */
  protected int[] sizes() {
    return new int[] {1, 2, 7, 33, 100, 207};
  }

  @ParameterizedTest
  @MethodSource("problems")
  void agreesWithTheTextbook(EngineMaker maker, GpProblem problem) {
    GpEngine engine = engine(maker, problem);
    TextbookGp oracle = new TextbookGp(problem, problem.theta());
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

  @ParameterizedTest
  @MethodSource("problems")
  void likelihoodGradientIsThatOfItsDifferences(EngineMaker maker, GpProblem problem) {
    GpEngine engine = engine(maker, problem);
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

  @ParameterizedTest
  @MethodSource("problems")
  void improvementGradientIsThatOfItsDifferences(EngineMaker maker, GpProblem problem) {
    GpEngine engine = engine(maker, problem);
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
              1e-4,
              t -> {
                moved[index] = t;
                engine.logExpectedImprovement(3, moved, -0.5, value, null);
                return value[index / d];
              });
      double scale = Math.max(1, norm(gradient));
      assertEquals(expected, gradient[i], 1e-6 * scale, () -> problem + ", x[" + index + "]");
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void appendingEqualsConditioningFromScratch(EngineMaker maker, GpProblem problem) {
    int d = problem.model().dimension();
    int n = problem.n();
    GpEngine grown = maker.create(problem.model());
    grown.setData(n / 2, problem.x(), problem.y());
    grown.condition(problem.theta());
    for (int i = n / 2; i < n; i++) {
      grown.append(Arrays.copyOfRange(problem.x(), i * d, (i + 1) * d), problem.y()[i]);
    }
    assertEquals(n, grown.size());
    GpEngine whole = engine(maker, problem);
    whole.condition(problem.theta());
    assertSamePosterior(problem, whole, grown);
    assertEquals(
        whole.logMarginalLikelihood(problem.theta(), null),
        grown.logMarginalLikelihood(problem.theta(), null));
  }

  /** Pending points believed by hand, told one by one, are the oracle. */
  @ParameterizedTest
  @MethodSource("problems")
  void pendingPointsAreBelieved(EngineMaker maker, GpProblem problem) {
    int d = problem.model().dimension();
    int half = problem.n() / 2;
    GpEngine pending = maker.create(problem.model());
    GpEngine believed = maker.create(problem.model());
    for (GpEngine engine : List.of(pending, believed)) {
      engine.setData(half, problem.x(), problem.y());
      engine.condition(problem.theta());
    }
    double[] mean = new double[1];
    for (int i = half; i < problem.n(); i++) {
      double[] point = Arrays.copyOfRange(problem.x(), i * d, (i + 1) * d);
      pending.appendPending(point);
      believed.posterior(1, point, mean, null);
      believed.append(point, mean[0]);
    }
    assertSamePosterior(problem, believed, pending);
    GpEngine retold = engine(maker, problem);
    retold.condition(problem.theta());
    retold.setTargets(half, problem.y());
    assertSamePosterior(problem, believed, retold);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void newTargetsEqualConditioningOnThem(EngineMaker maker, GpProblem problem) {
    int n = problem.n();
    double[] other = Arrays.stream(problem.y()).map(y -> 3 * y * y - 1).toArray();
    GpEngine retold = engine(maker, problem);
    retold.condition(problem.theta());
    retold.setTargets(n / 2, other);
    retold.setTargets(n, other);
    GpEngine whole = maker.create(problem.model());
    whole.setData(n, problem.x(), other);
    whole.condition(problem.theta());
    assertSamePosterior(problem, whole, retold);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void fittedMeansAreThoseOfThePosterior(EngineMaker maker, GpProblem problem) {
    int n = problem.n();
    GpEngine engine = engine(maker, problem);
    engine.condition(problem.theta());
    for (int told : new int[] {n, n / 2}) {
      engine.setTargets(told, problem.y());
      double[] expected = new double[n];
      double[] fitted = new double[n];
      engine.posterior(n, problem.x(), expected, null);
      engine.fittedMeans(fitted);
      assertArrayEquals(expected, fitted, 1e-8 * (1 + norm(problem.y())), problem::toString);
    }
  }

  /** One after the other, by the predictive density of each before it is appended. */
  @ParameterizedTest
  @MethodSource("problems")
  void innovationsAreThoseOfOneStepPredictions(EngineMaker maker, GpProblem problem) {
    int n = problem.n();
    int d = problem.model().dimension();
    GpEngine engine = engine(maker, problem);
    engine.condition(problem.theta());
    double[] z = new double[n];
    engine.innovations(z);
    double noise = Math.exp(problem.theta()[problem.model().noiseIndex()]);
    double[] mean = new double[1];
    double[] variance = new double[1];
    for (int i = n - 1; i >= n / 2; i--) {
      engine.truncate(i);
      engine.posterior(1, Arrays.copyOfRange(problem.x(), i * d, (i + 1) * d), mean, variance);
      double expected = (problem.y()[i] - mean[0]) / Math.sqrt(variance[0] + noise);
      int row = i;
      assertEquals(expected, z[i], 1e-6 * (1 + Math.abs(expected)), () -> problem + ", row " + row);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void truncatingForgetsWhatWasAppended(EngineMaker maker, GpProblem problem) {
    int half = problem.n() / 2;
    GpEngine truncated = engine(maker, problem);
    truncated.condition(problem.theta());
    truncated.truncate(half);
    assertEquals(half, truncated.size());
    GpEngine small = maker.create(problem.model());
    small.setData(half, problem.x(), problem.y());
    small.condition(problem.theta());
    assertSamePosterior(problem, small, truncated);
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
  void aRefusedAppendChangesNothing(EngineMaker maker) {
    GpProblem problem = GpProblem.of(8, CovarianceFunction.RBF, 1, 3, false);
    double[] theta = {0, 0, -80};
    GpEngine engine = maker.create(problem.model());
    double[] x = {0.1, 0.9};
    engine.setData(2, x, problem.y());
    engine.condition(theta);
    double[] before = new double[1];
    engine.posterior(1, new double[] {0.4}, before, null);
    assertThrows(NumericalException.class, () -> engine.append(new double[] {0.9}, 3));
    assertEquals(2, engine.size());
    double[] after = new double[1];
    engine.posterior(1, new double[] {0.4}, after, null);
    assertArrayEquals(before, after);
    engine.append(new double[] {0.5}, 3);
    assertEquals(3, engine.size());
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

  @ParameterizedTest
  @MethodSource("problems")
  void leavingOneOutIsConditioningOnTheOthers(EngineMaker maker, GpProblem problem) {
    int n = problem.n();
    int d = problem.model().dimension();
    GpEngine engine = engine(maker, problem);
    engine.condition(problem.theta());
    double[] mean = new double[n];
    double[] variance = new double[n];
    double sum = engine.leaveOneOut(mean, variance);

    double expectedSum = 0;
    GpEngine others = maker.create(problem.model());
    for (int i = 0; i < n; i++) {
      others.setData(n - 1, without(i, d, problem.x()), without(i, 1, problem.y()));
      others.condition(problem.theta());
      double[] point = Arrays.copyOfRange(problem.x(), i * d, i * d + d);
      double[] expectedMean = new double[1];
      double[] expectedVariance = new double[1];
      others.posterior(1, point, expectedMean, expectedVariance);
      double noise = Math.exp(problem.theta()[problem.model().noiseIndex()]);
      assertEquals(expectedMean[0], mean[i], TOLERANCE, problem::toString);
      assertEquals(expectedVariance[0] + noise, variance[i], TOLERANCE, problem::toString);
      expectedSum += others.logPredictiveDensity(point, problem.y()[i]);
    }
    assertEquals(expectedSum, sum, TOLERANCE * n * Math.abs(sum), problem::toString);
  }

  private static double[] without(int index, int width, double[] rows) {
    double[] rest = Arrays.copyOf(rows, rows.length - width);
    System.arraycopy(rows, (index + 1) * width, rest, index * width, rest.length - index * width);
    return rest;
  }

  @ParameterizedTest
  @MethodSource("problems")
  void likelihoodIsTheSumOfPredictiveDensities(EngineMaker maker, GpProblem problem) {
    int d = problem.model().dimension();
    GpEngine engine = engine(maker, problem);
    double expected = engine.logMarginalLikelihood(problem.theta(), null);
    engine.condition(problem.theta());
    engine.truncate(0);
    double sum = 0;
    for (int i = 0; i < problem.n(); i++) {
      double[] point = Arrays.copyOfRange(problem.x(), i * d, i * d + d);
      sum += engine.logPredictiveDensity(point, problem.y()[i]);
      engine.append(point, problem.y()[i]);
    }
    assertEquals(expected, sum, 1e-9 * Math.abs(expected), problem::toString);
  }

  private static void assertSamePosterior(GpProblem problem, GpEngine expected, GpEngine actual) {
    double[] x = problem.candidates(6);
    double[][] means = new double[2][6];
    double[][] variances = new double[2][6];
    expected.posterior(6, x, means[0], variances[0]);
    actual.posterior(6, x, means[1], variances[1]);
    assertArrayEquals(means[0], means[1], TOLERANCE, problem::toString);
    assertArrayEquals(variances[0], variances[1], TOLERANCE, problem::toString);
  }

  private static GpEngine engine(EngineMaker maker, GpProblem problem) {
    GpEngine engine = maker.create(problem.model());
    engine.setData(problem.n(), problem.x(), problem.y());
    return engine;
  }

  private static double norm(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
  }

  /** Every covariance at the small sizes, the default one at all. */
  Stream<Arguments> problems() {
    return makers().flatMap(k -> randomProblems().map(problem -> Arguments.of(k, problem)));
  }

  private Stream<GpProblem> randomProblems() {
    return IntStream.of(sizes())
        .boxed()
        .flatMap(
            n ->
                Arrays.stream(CovarianceFunction.values())
                    .filter(f -> n <= 33 || f == CovarianceFunction.MATERN_52)
                    .map(f -> GpProblem.of(n, f, 1 + n % 7, n, n % 2 == 1)));
  }
}
