package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.linalg.NumericalException;
import dev.hone.math.random.CounterRandom;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every engine with a full covariance has to pass, whatever it runs on: it is held against the
 * equations of the tutorial, in plain loops.
 *
 * <p>Public for the tests of other modules.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CmaEngineContract {
  private static final long SEED = 11;
  private static final int GENERATIONS = 9;

  /** Makes engines of one kind. */
  public interface EngineMaker {
    /** An engine to be reset. */
    CmaEngine create(StrategyParameters parameters);
  }

  /** The engines to be tested, with the models they know. */
  protected abstract Map<Named<EngineMaker>, List<CovarianceModel>> makers();

  Stream<Arguments> engines() {
    return makers().entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().stream()
                    .flatMap(
                        model ->
                            Stream.of(1, 2, 7, 10, 33, 100)
                                .map(n -> Arguments.of(entry.getKey(), model, n))));
  }

  /** C, p_c and m as the tutorial's eqs. 42 to 47 have them; steps in rows, best first. */
  private static final class Tutorial {
    final StrategyParameters p;
    final double[][] c;
    final double[] pc;
    final double[] ps;
    final double[] m;

    Tutorial(StrategyParameters p) {
      this.p = p;
      int n = p.dimension();
      c = new double[n][n];
      for (int i = 0; i < n; i++) {
        c[i][i] = 1;
      }
      pc = new double[n];
      ps = new double[n];
      m = new double[n];
    }

    /** Takes y and C^−½y of every sample; returns ‖p_σ‖. */
    double update(double[][] y, double[][] white, double sigma, int g) {
      int n = p.dimension();
      double cs = p.stepPathDecay();
      double cc = p.pathDecay();
      double c1 = p.rankOneRate();
      double cmu = p.rankMuRate();
      double bound = (1.4 + 2.0 / (n + 1)) * p.expectedNorm();
      double squares = 0;
      for (int k = 0; k < n; k++) {
        double step = 0;
        for (int i = 0; i < p.parents(); i++) {
          step += p.weight(i) * white[i][k];
        }
        ps[k] = (1 - cs) * ps[k] + Math.sqrt(cs * (2 - cs) * p.effectiveParents()) * step;
        squares += ps[k] * ps[k];
      }
      double pathLength = Math.sqrt(squares);
      double h = pathLength / Math.sqrt(1 - Math.pow(1 - cs, 2.0 * (g + 1))) < bound ? 1 : 0;
      double sum = 0;
      for (int i = 0; i < p.populationSize(); i++) {
        sum += p.weight(i);
      }
      for (int k = 0; k < n; k++) {
        double step = 0;
        for (int i = 0; i < p.parents(); i++) {
          step += p.weight(i) * y[i][k];
        }
        m[k] += sigma * step;
        pc[k] = (1 - cc) * pc[k] + h * Math.sqrt(cc * (2 - cc) * p.effectiveParents()) * step;
      }
      double decay = 1 + c1 * (1 - h) * cc * (2 - cc) - c1 - cmu * sum;
      for (int k = 0; k < n; k++) {
        for (int l = 0; l < n; l++) {
          double rankMu = 0;
          for (int i = 0; i < p.populationSize(); i++) {
            double w = p.weight(i);
            double factor = w >= 0 ? 1 : n / squares(white[i]);
            rankMu += w * factor * y[i][k] * y[i][l];
          }
          c[k][l] = decay * c[k][l] + c1 * pc[k] * pc[l] + cmu * rankMu;
        }
      }
      return pathLength;
    }

    private static double squares(double[] x) {
      return Arrays.stream(x).map(v -> v * v).sum();
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void covarianceAndMeanFollowTheTutorial(EngineMaker maker, CovarianceModel model, int n) {
    int lambda = Math.max(4, StrategyParameters.defaultPopulationSize(n));
    StrategyParameters p = new StrategyParameters(model, n, lambda, true);
    Tutorial tutorial = new Tutorial(p);
    CounterRandom random = CounterRandom.of(SEED, n);
    double sigma = 0.5;
    try (CmaEngine engine = maker.create(p)) {
      engine.reset(new double[n], null);
      double[] points = new double[lambda * n];
      int[] order = random.permutation(lambda);
      for (int g = 0; g < GENERATIONS; g++) {
        double[][] factor = factor(engine, n);
        engine.sample(random, sigma, points);
        double[][] y = new double[lambda][n];
        double[][] white = new double[lambda][];
        for (int i = 0; i < lambda; i++) {
          for (int k = 0; k < n; k++) {
            y[i][k] = (points[order[i] * n + k] - engine.mean()[k]) / sigma;
          }
          white[i] = white(factor, y[i], model);
        }
        double length = engine.update(lambda, order, sigma, g);
        assertEquals(tutorial.update(y, white, sigma, g), length, 1e-10, "generation " + g);
        engine.decompose(g + 1);
        assertVectors(tutorial.m, engine.mean(), "mean", g);
        assertVectors(tutorial.pc, engine.evolutionPath(), "path", g);
        if ((g + 1) % p.decompositionGap() == 0) {
          assertCovariance(tutorial.c, factor(engine, n), g);
        }
      }
    }
  }

  private static double[][] factor(CmaEngine engine, int n) {
    double[][] rows = new double[n][n];
    for (int i = 0; i < n; i++) {
      engine.axis(i, rows[i]);
    }
    return rows;
  }

  /** F⁻ᵀy by substitution for a triangular F; C^−½y along its orthogonal rows otherwise. */
  private static double[] white(double[][] factor, double[] y, CovarianceModel model) {
    int n = y.length;
    double[] z = new double[n];
    for (int i = 0; i < n; i++) {
      if (model == CovarianceModel.CHOLESKY) {
        z[i] = y[i];
        for (int k = 0; k < i; k++) {
          z[i] -= factor[k][i] * z[k];
        }
        z[i] /= factor[i][i];
      } else {
        double along = 0;
        double value = 0;
        for (int k = 0; k < n; k++) {
          along += factor[i][k] * y[k];
          value += factor[i][k] * factor[i][k];
        }
        for (int k = 0; k < n; k++) {
          z[k] += factor[i][k] * along / (value * Math.sqrt(value));
        }
      }
    }
    return z;
  }

  private static void assertVectors(double[] expected, double[] actual, String what, int g) {
    for (int k = 0; k < expected.length; k++) {
      assertEquals(expected[k], actual[k], 1e-11, what + "[" + k + "], generation " + g);
    }
  }

  private static void assertCovariance(double[][] expected, double[][] factor, int g) {
    int n = expected.length;
    for (int k = 0; k < n; k++) {
      for (int l = 0; l < n; l++) {
        double sum = 0;
        for (double[] row : factor) {
          sum += row[k] * row[l];
        }
        assertEquals(expected[k][l], sum, 1e-11 * n, "C[" + k + "," + l + "], generation " + g);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void samplesHaveTheCovarianceOfTheFactor(EngineMaker maker, CovarianceModel model, int n) {
    if (n > 10) {
      return;
    }
    int lambda = 4000;
    double[] start = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        start[i * n + j] = Math.pow(0.5, Math.abs(i - j)) * (1 + i) * (1 + j);
      }
    }
    StrategyParameters p = new StrategyParameters(model, n, lambda, true);
    try (CmaEngine engine = maker.create(p)) {
      engine.reset(new double[n], start);
      double[] points = new double[lambda * n];
      engine.sample(CounterRandom.of(SEED, n), 2, points);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double sum = 0;
          for (int s = 0; s < lambda; s++) {
            sum += points[s * n + i] * points[s * n + j] / 4;
          }
          double tolerance = 6 * (1 + i) * (1 + j) / Math.sqrt(lambda / 2.0);
          assertEquals(start[i * n + j], sum / lambda, tolerance, "C[" + i + "," + j + "]");
        }
      }
      assertTrue(engine.conditionNumber() >= 0.99, engine.name());
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void sampleThatIsReplacedByItselfChangesNothing(EngineMaker maker, CovarianceModel model, int n) {
    double[] own = run(maker, model, n, false);
    double[] replaced = run(maker, model, n, true);
    for (int k = 0; k < n; k++) {
      assertEquals(own[k], replaced[k], 1e-9 * (1 + Math.abs(own[k])), "mean[" + k + "]");
    }
  }

  /**
   * Hansen (2011): each step at most √n + 2n/(n + 2) long, their mean at most √(2n) + 2n/(n + 2).
   */
  @ParameterizedTest
  @MethodSource("engines")
  void foreignPointsThatAgreeMakeNoPathOfAnyLength(
      EngineMaker maker, CovarianceModel model, int n) {
    int lambda = 40;
    StrategyParameters p = new StrategyParameters(model, n, lambda, true);
    try (CmaEngine engine = maker.create(p)) {
      engine.reset(new double[n], null);
      double[] points = new double[lambda * n];
      engine.sample(CounterRandom.of(SEED, n), 0.5, points);
      double[] far = new double[n];
      Arrays.fill(far, 1e3);
      int[] order = new int[lambda];
      for (int i = 0; i < lambda; i++) {
        order[i] = i;
        engine.replace(i, far, 0, 0.5);
      }
      double length = engine.update(lambda, order, 0.5, 0);
      double cs = p.stepPathDecay();
      double longest = Math.sqrt(2.0 * n) + 2.0 * n / (n + 2);
      assertEquals(Math.sqrt(cs * (2 - cs)) * longest, length, 1e-9 * longest);
      double step = 0.5 * (Math.sqrt(n) + 2.0 * n / (n + 2)) / Math.sqrt(n);
      assertEquals(step, engine.mean()[0], 1e-9);
    }
  }

  private static void replaceAllThatAreNotLong(
      CmaEngine engine, CovarianceModel model, double[] points) {
    int n = engine.parameters().dimension();
    double[][] factor = factor(engine, n);
    for (int i = 0; i < engine.parameters().populationSize(); i++) {
      double[] y = new double[n];
      for (int k = 0; k < n; k++) {
        y[k] = (points[i * n + k] - engine.mean()[k]) / 0.5;
      }
      double squares = Tutorial.squares(white(factor, y, model));
      if (Math.sqrt(squares) < Math.sqrt(n) + 2.0 * n / (n + 2)) {
        engine.replace(i, points, i * n, 0.5);
      }
    }
  }

  private static double[] run(EngineMaker maker, CovarianceModel model, int n, boolean replace) {
    int lambda = Math.max(4, StrategyParameters.defaultPopulationSize(n));
    StrategyParameters p = new StrategyParameters(model, n, lambda, true);
    CounterRandom random = CounterRandom.of(SEED, n);
    try (CmaEngine engine = maker.create(p)) {
      engine.reset(new double[n], null);
      double[] points = new double[lambda * n];
      int[] order = CounterRandom.of(SEED, n).permutation(lambda);
      for (int g = 0; g < GENERATIONS; g++) {
        engine.sample(random, 0.5, points);
        // In the last generation only: where eigenvalues are equal, rounding decides on the axes.
        if (replace && g == GENERATIONS - 1) {
          replaceAllThatAreNotLong(engine, model, points);
        }
        engine.update(lambda, order, 0.5, g);
        engine.decompose(g + 1);
      }
      return engine.mean().clone();
    }
  }

  /** What is saved between two generations goes on with the same bits. */
  @ParameterizedTest
  @MethodSource("engines")
  void aSavedEngineGoesOnWithTheSameBits(EngineMaker maker, CovarianceModel model, int n)
      throws IOException {
    int lambda = Math.max(4, StrategyParameters.defaultPopulationSize(n));
    StrategyParameters p = new StrategyParameters(model, n, lambda, true);
    int[] order = CounterRandom.of(SEED, n).permutation(lambda);
    double[] points = new double[lambda * n];
    try (CmaEngine first = maker.create(p);
        CmaEngine second = maker.create(p)) {
      first.reset(new double[n], null);
      CounterRandom random = CounterRandom.of(SEED, n);
      for (int g = 0; g < 3; g++) {
        generation(first, random, order, points, g);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      first.save(new DataOutputStream(bytes));
      second.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      CounterRandom again = CounterRandom.at(random.seed(), random.stream(), random.position());
      double[] others = new double[lambda * n];
      for (int g = 3; g < 6; g++) {
        generation(first, random, order, points, g);
        generation(second, again, order, others, g);
        assertArrayEquals(points, others, "generation " + g);
      }
      double[][] covariances = new double[2][n * n];
      first.covariance(covariances[0]);
      second.covariance(covariances[1]);
      assertArrayEquals(covariances[0], covariances[1]);
    }
  }

  private static void generation(
      CmaEngine engine, CounterRandom random, int[] order, double[] points, int g) {
    engine.sample(random, 0.5, points);
    engine.update(order.length, order, 0.5, g);
    engine.decompose(g + 1);
  }

  /**
   * A covariance that has lost its definiteness, pairs of coordinates that agree, is given it back.
   */
  @ParameterizedTest
  @MethodSource("engines")
  void aCovarianceThatIsNoneIsRepaired(EngineMaker maker, CovarianceModel model, int n) {
    StrategyParameters p = new StrategyParameters(model, n, 8, true);
    double[] singular = new double[n * n];
    for (int i = 0; i < n * n; i++) {
      singular[i] = i / n / 2 == i % n / 2 ? 1 : 0;
    }
    try (CmaEngine engine = maker.create(p)) {
      engine.reset(new double[n], singular);
      double[] points = new double[8 * n];
      engine.sample(CounterRandom.of(SEED, 3), 1, points);
      assertTrue(Arrays.stream(points).allMatch(Double::isFinite));
      for (int i = 0; i < n; i++) {
        assertEquals(1, engine.standardDeviation(i), 1e-6);
        assertEquals(points[i / 2 * 2], points[i], 1e-5 * (1 + Math.abs(points[i])));
      }
      double[] back = new double[n * n];
      engine.covariance(back);
      for (int i = 0; i < n * n; i++) {
        assertEquals(singular[i], back[i], 1e-9);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void variancesThatAreNoneAreNamed(EngineMaker maker, CovarianceModel model, int n) {
    try (CmaEngine engine = maker.create(new StrategyParameters(model, n, 8, true))) {
      double[] covariance = new double[n * n];
      assertThrows(NumericalException.class, () -> engine.reset(new double[n], covariance));
    }
  }
}
