package dev.hone.math.gp;

import static dev.hone.math.gp.IllegalCalls.assertIllegal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.gp.GpEngineContract.EngineMaker;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every engine makes of functions of its posterior, of points that are known, and of itself
 * without noise. The oracle is the textbook's joint posterior.
 *
 * <p>Public for the tests of other modules.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class GpFunctionContract {
  private static final double TOLERANCE = 1e-9;

  /** Points that a test adds behind the observations. */
  private static final int LAST = 3;

  /** The engines to be tested, under their names. */
  protected abstract Stream<Named<EngineMaker>> makers();

  Stream<Arguments> problems() {
    return makers()
        .flatMap(
            maker ->
                Stream.of(
                        GpProblem.of(31, CovarianceFunction.MATERN_52, 4, 30, true),
                        GpProblem.of(32, CovarianceFunction.RBF, 2, 66, false),
                        GpProblem.of(33, CovarianceFunction.MATERN_32, 3, 1, false))
                    .map(problem -> Arguments.of(maker, problem)));
  }

  /** A function in which everything a function may depend on has a part. */
  private static final class Everything implements PosteriorFunction {
    private final int last;

    Everything(int last) {
      this.last = last;
    }

    @Override
    public void evaluate(
        int m,
        double[] mean,
        double[] variance,
        double[] covariance,
        int ld,
        double[] value,
        @Nullable Derivatives derivatives) {
      for (int j = 0; j < m; j++) {
        value[j] = Math.sin(mean[j]) + 0.7 * variance[j] * variance[j];
        for (int i = 0; i < last; i++) {
          value[j] += (i + 1) * covariance[i * ld + j] * covariance[i * ld + j];
        }
        if (derivatives != null) {
          derivatives.byMean()[j] = Math.cos(mean[j]);
          derivatives.byVariance()[j] = 1.4 * variance[j];
          for (int i = 0; i < last; i++) {
            derivatives.byCovariance()[i * ld + j] = 2 * (i + 1) * covariance[i * ld + j];
          }
        }
      }
    }
  }

  private static GpEngine conditioned(EngineMaker maker, GpProblem problem) {
    GpEngine engine = maker.create(problem.model());
    engine.setData(problem.n(), problem.x(), problem.y());
    engine.condition(problem.theta());
    return engine;
  }

  @ParameterizedTest
  @MethodSource("problems")
  void functionsAreToldTheMoments(EngineMaker maker, GpProblem problem) {
    GpEngine engine = conditioned(maker, problem);
    int m = 70;
    double[] x = problem.candidates(m);
    double[] mean = new double[m];
    double[] variance = new double[m];
    engine.posterior(m, x, mean, variance);
    double[] value = new double[m];
    engine.evaluate(m, x, 0, new Everything(0), value, null);
    for (int j = 0; j < m; j++) {
      double expected = Math.sin(mean[j]) + 0.7 * variance[j] * variance[j];
      assertEquals(expected, value[j], TOLERANCE, problem::toString);
    }
  }

  /**
   * Whitened covariances with points known: of the latent function at the candidate with the
   * Cholesky factor of its covariance at these points.
   */
  @ParameterizedTest
  @MethodSource("problems")
  void whitenedCovariancesAreThoseOfTheJointPosterior(EngineMaker maker, GpProblem problem) {
    int d = problem.model().dimension();
    TextbookGp oracle = new TextbookGp(problem, problem.theta());
    int m = 5;
    double[] x = problem.candidates(m + LAST);
    GpEngine engine = conditioned(maker, problem);
    for (int i = 0; i < LAST; i++) {
      engine.appendKnown(Arrays.copyOfRange(x, (m + i) * d, (m + i + 1) * d));
    }
    double[][] l = new double[LAST][LAST];
    for (int i = 0; i < LAST; i++) {
      for (int k = 0; k <= i; k++) {
        l[i][k] = oracle.covariance(x, m + i, m + k);
        for (int q = 0; q < k; q++) {
          l[i][k] -= l[i][q] * l[k][q];
        }
        l[i][k] = i == k ? Math.sqrt(l[i][i]) : l[i][k] / l[k][k];
      }
    }
    engine.evaluate(
        m,
        x,
        LAST,
        (count, mean, variance, covariance, ld, value, derivatives) -> {
          for (int j = 0; j < count; j++) {
            double[] a = new double[LAST];
            double known = 0;
            for (int i = 0; i < LAST; i++) {
              a[i] = oracle.covariance(x, m + i, j);
              for (int q = 0; q < i; q++) {
                a[i] -= l[i][q] * a[q];
              }
              a[i] /= l[i][i];
              known += a[i] * a[i];
              assertEquals(a[i], covariance[i * ld + j], 1e-6, problem::toString);
            }
            assertEquals(oracle.mean(x, j), mean[j], 1e-8, problem::toString);
            assertEquals(oracle.covariance(x, j, j) - known, variance[j], 1e-6);
          }
        },
        new double[m],
        null);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void gradientsOfFunctionsAreThoseOfDifferences(EngineMaker maker, GpProblem problem) {
    int d = problem.model().dimension();
    GpEngine engine = conditioned(maker, problem);
    double[] more = problem.candidates(LAST);
    engine.appendPending(Arrays.copyOfRange(more, 0, d));
    engine.appendKnown(Arrays.copyOfRange(more, d, 2 * d));
    engine.append(Arrays.copyOfRange(more, 2 * d, 3 * d), 0.3);
    int m = 3;
    double[] x = problem.candidates(m);
    for (int last : new int[] {0, LAST}) {
      Everything function = new Everything(last);
      double[] value = new double[m];
      double[] gradient = new double[m * d];
      engine.evaluate(m, x, last, function, value, gradient);
      for (int i = 0; i < m * d; i++) {
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
                  engine.evaluate(m, moved, last, function, value, null);
                  return value[index / d];
                });
        assertEquals(expected, gradient[i], 1e-6 * (1 + Math.abs(expected)), problem::toString);
      }
    }
  }

  /** A function may ask other engines, and what it throws reaches the caller as it is. */
  @ParameterizedTest
  @MethodSource("problems")
  void functionsRunWhereTheyAreAskedFor(EngineMaker maker, GpProblem problem) {
    GpEngine engine = conditioned(maker, problem);
    GpEngine other = conditioned(maker, problem);
    double[] x = problem.candidates(2);
    Thread caller = Thread.currentThread();
    engine.evaluate(
        2,
        x,
        0,
        (m, mean, variance, covariance, ld, value, derivatives) -> {
          assertSame(caller, Thread.currentThread());
          other.posterior(m, x, value, null);
          assertArrayEquals(Arrays.copyOf(value, m), Arrays.copyOf(mean, m), TOLERANCE);
        },
        new double[2],
        null);
    IllegalStateException thrown = new IllegalStateException("of the function");
    IllegalStateException caught =
        assertThrows(
            IllegalStateException.class,
            () ->
                engine.evaluate(
                    2,
                    x,
                    0,
                    (m, mean, variance, covariance, ld, value, derivatives) -> {
                      throw thrown;
                    },
                    new double[2],
                    null));
    assertSame(thrown, caught);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void aPointThatIsKnownHasNoVarianceLeft(EngineMaker maker, GpProblem problem) {
    int d = problem.model().dimension();
    GpEngine engine = conditioned(maker, problem);
    double[] x = problem.candidates(4);
    double[] before = new double[4];
    engine.posterior(4, x, before, null);
    engine.appendKnown(Arrays.copyOf(x, d));
    double[] after = new double[4];
    double[] variance = new double[4];
    engine.posterior(4, x, after, variance);
    assertArrayEquals(before, after, TOLERANCE, problem::toString);
    double prior = Math.exp(problem.theta()[problem.model().outputScaleIndex()]);
    assertTrue(variance[0] <= 2e-10 * prior, problem + ": " + variance[0]);
    engine.truncate(problem.n());
    engine.posterior(4, x, after, null);
    assertArrayEquals(before, after, TOLERANCE, problem::toString);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void withoutNoiseItGoesThroughWhatItIsTold(EngineMaker maker, GpProblem problem) {
    int n = problem.n();
    GpEngine engine = conditioned(maker, problem);
    assertArrayEquals(problem.x(), engine.points());
    double[] f = new double[n];
    CounterRandom.of(problem.seed(), 9).fillGaussian(f, 0, n);
    try (GpEngine exact = engine.withoutNoise()) {
      assertEquals(n, exact.size());
      exact.setTargets(n, f);
      double[] mean = new double[n];
      double[] variance = new double[n];
      exact.posterior(n, problem.x(), mean, variance);
      if (problem.model().dimensions().contains(DimensionKind.CATEGORICAL)) {
        assertTrue(Arrays.stream(variance).max().orElseThrow() < 1e-6, problem::toString);
      }
      exact.fittedMeans(f);
      assertArrayEquals(f, mean, 1e-4, problem::toString);
    }
    // It no longer depends on the other, nor the other on it.
    engine.posterior(1, problem.x(), new double[1], null);
  }

  /** Levels of the categories of a problem. */
  private static int[] levels(GpModel model) {
    return model.dimensions().stream()
        .mapToInt(kind -> kind == DimensionKind.CATEGORICAL ? 3 : 0)
        .toArray();
  }

  /** Scoring and sorting all candidates is the oracle. */
  @ParameterizedTest
  @MethodSource("problems")
  void theBestCandidatesAreThoseOfAll(EngineMaker maker, GpProblem problem) {
    int d = problem.model().dimension();
    GpEngine engine = conditioned(maker, problem);
    int spread = 300;
    int around = 77;
    CandidateDesign design =
        CandidateDesign.sobol(d, spread, 5)
            .withLevels(levels(problem.model()))
            .withPerturbations(around, 0.2, problem.candidates(2));
    int all = spread + around;
    double[] points = new double[all * d];
    design.points(0, all, points);
    double[] values = new double[all];
    engine.logExpectedImprovement(all, points, -0.7, values, null);
    Integer[] order = new Integer[all];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(values[b], values[a]));
    for (int k : new int[] {1, 9, 1000}) {
      int expected = Math.min(k, all);
      double[] x = new double[expected * d];
      double[] value = new double[expected];
      assertEquals(expected, engine.bestCandidates(design, -0.7, k, x, value));
      for (int rank = 0; rank < expected; rank++) {
        int index = order[rank];
        double size = 1 + Math.abs(values[index]);
        assertEquals(values[index], value[rank], 1e-9 * size, problem + ", rank " + rank);
        if (rank < 9) {
          for (int j = 0; j < d; j++) {
            assertEquals(points[index * d + j], x[rank * d + j], 1e-12, problem + ", rank " + rank);
          }
        }
      }
    }
    assertEquals(0, engine.bestCandidates(design, 0, 0, new double[0], new double[0]));
  }

  @ParameterizedTest
  @MethodSource("makers")
  void wrongSearchesAreNamed(EngineMaker maker) {
    GpProblem problem = GpProblem.of(35, CovarianceFunction.RBF, 2, 4, false);
    GpEngine engine = maker.create(problem.model());
    engine.setData(4, problem.x(), problem.y());
    double[] two = new double[2];
    CandidateDesign design = CandidateDesign.sobol(2, 8, 1);
    assertThrows(IllegalStateException.class, () -> engine.bestCandidates(design, 0, 1, two, two));
    engine.condition(problem.theta());
    assertIllegal("k = -1", () -> engine.bestCandidates(design, 0, -1, two, two));
    assertIllegal("x has length 2", () -> engine.bestCandidates(design, 0, 2, two, two));
    assertIllegal(
        "value has length 2", () -> engine.bestCandidates(design, 0, 3, new double[6], two));
    assertIllegal("best = NaN", () -> engine.bestCandidates(design, Double.NaN, 1, two, two));
    CandidateDesign other = CandidateDesign.sobol(3, 8, 1);
    assertIllegal("design.dimension = 3", () -> engine.bestCandidates(other, 0, 1, two, two));
    CandidateDesign levelled = design.withLevels(new int[] {0, 2});
    assertIllegal("design.levels[1] = 2", () -> engine.bestCandidates(levelled, 0, 1, two, two));
  }

  @ParameterizedTest
  @MethodSource("makers")
  void wrongCallsAreNamed(EngineMaker maker) {
    GpProblem problem = GpProblem.of(34, CovarianceFunction.RBF, 2, 4, false);
    GpEngine engine = maker.create(problem.model());
    engine.setData(4, problem.x(), problem.y());
    double[] two = new double[2];
    Everything function = new Everything(0);
    assertThrows(
        IllegalStateException.class, () -> engine.evaluate(1, two, 0, function, two, null));
    assertThrows(IllegalStateException.class, () -> engine.appendKnown(two));
    assertThrows(IllegalStateException.class, engine::withoutNoise);
    engine.condition(problem.theta());
    assertIllegal("last = 5", () -> engine.evaluate(1, two, 5, function, two, null));
    assertIllegal("m = -1", () -> engine.evaluate(-1, two, 0, function, two, null));
    assertIllegal(
        "value has length 0", () -> engine.evaluate(1, two, 0, function, new double[0], null));
    assertIllegal(
        "gradient has length 1", () -> engine.evaluate(1, two, 0, function, two, new double[1]));
    assertIllegal(
        "meanGradient has length 2",
        () -> engine.posterior(2, new double[4], two, null, two, null));
    assertIllegal("varianceGradient", () -> engine.posterior(1, two, two, two, two, null));
    assertIllegal("x has length 2", () -> engine.posterior(2, two, two, null, two, null));
    assertIllegal("noise = -1", () -> engine.append(two, 0, -1));
  }
}
