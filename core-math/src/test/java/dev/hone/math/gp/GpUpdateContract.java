package dev.hone.math.gp;

import static dev.hone.math.gp.GpChecks.TOLERANCE;
import static dev.hone.math.gp.GpChecks.engine;
import static dev.hone.math.gp.GpChecks.norm;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hone.math.gp.GpEngineContract.EngineMaker;
import dev.hone.math.linalg.NumericalException;
import dev.hone.math.random.CounterRandom;
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
 * Observations come and go one by one: an engine that was updated is one that was conditioned on
 * the same from scratch.
 *
 * <p>Public for the tests of other modules.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class GpUpdateContract {

  /** The engines to be tested, under their names. */
  protected abstract Stream<Named<EngineMaker>> makers();

  /** Numbers of observations. */
  protected int[] sizes() {
    return new int[] {1, 2, 7, 33, 100, 207};
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

  /** However data grew before, there is room for points as well as for targets. */
  @ParameterizedTest
  @MethodSource("makers")
  void dataThatGrewInStepsHaveRoomForMore(EngineMaker maker) {
    int most = 90;
    for (int d : new int[] {1, 3, 10}) {
      GpModel model = GpModel.numeric(CovarianceFunction.MATERN_52, d);
      CounterRandom random = CounterRandom.of(28, d);
      double[] x = new double[most * d];
      random.fillUniform(x, 0, x.length);
      double[] y = new double[most];
      random.fillUniform(y, 0, most);
      double[] theta = new double[d + 2];
      theta[d + 1] = -4;
      for (int last = 21; last < most; last++) {
        GpEngine engine = maker.create(model);
        for (int n = 20; n <= last; n++) {
          engine.setData(n, x, y);
        }
        engine.condition(theta);
        engine.append(Arrays.copyOfRange(x, last * d, (last + 1) * d), y[last]);
        assertEquals(last + 1, engine.size(), "d = " + d);
      }
    }
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
    GpChecks.assertSamePosterior(problem, expected, actual, TOLERANCE);
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
