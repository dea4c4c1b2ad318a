package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The engines with a full covariance against the equations of the tutorial, in plain loops. */
@Tag("backend")
class CmaEngineTest {
  private static final long SEED = 11;
  private static final int GENERATIONS = 9;

  static Stream<Arguments> engines() {
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    return Stream.of(Backend.SCALAR, vectors ? Backend.SIMD : Backend.AUTO)
        .flatMap(
            backend ->
                Stream.of(CovarianceModel.CHOLESKY, CovarianceModel.EIGEN)
                    .flatMap(
                        model ->
                            Stream.of(1, 2, 7, 10, 33, 100)
                                .map(n -> Arguments.of(backend, model, n))));
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
  void covarianceAndMeanFollowTheTutorial(Backend backend, CovarianceModel model, int n) {
    int lambda = Math.max(4, StrategyParameters.defaultPopulationSize(n));
    StrategyParameters p = new StrategyParameters(model, n, lambda, true);
    Tutorial tutorial = new Tutorial(p);
    CounterRandom random = CounterRandom.of(SEED, n);
    double sigma = 0.5;
    try (CmaEngine engine = Engines.cma(backend, p)) {
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
  void samplesHaveTheCovarianceOfTheFactor(Backend backend, CovarianceModel model, int n) {
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
    try (CmaEngine engine = Engines.cma(backend, p)) {
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
  void sampleThatIsReplacedByItselfChangesNothing(Backend backend, CovarianceModel model, int n) {
    double[] own = run(backend, model, n, false);
    double[] replaced = run(backend, model, n, true);
    for (int k = 0; k < n; k++) {
      assertEquals(own[k], replaced[k], 1e-9 * (1 + Math.abs(own[k])), "mean[" + k + "]");
    }
  }

  /** The whitened sample that the inverse finds is the one the step was made from. */
  @ParameterizedTest
  @EnumSource(names = {"SEPARABLE", "VKD", "LIMITED_MEMORY"})
  void modelsWithoutAMatrixRecogniseTheirOwnSamples(CovarianceModel model) {
    int n = 33;
    int lambda = 14;
    double[] lengths = new double[2];
    for (int replaced = 0; replaced < 2; replaced++) {
      StrategyParameters p = new StrategyParameters(model, n, lambda, true);
      CounterRandom random = CounterRandom.of(SEED, n);
      int[] order = CounterRandom.of(SEED, 1).permutation(lambda);
      try (CmaEngine engine = Engines.cma(Backend.SCALAR, p)) {
        engine.reset(new double[n], null);
        double[] points = new double[lambda * n];
        for (int g = 0; g < 40; g++) {
          engine.sample(random, 0.5, points);
          if (replaced == 1) {
            engine.replace(order[0], points, order[0] * n, 0.5);
          }
          lengths[replaced] = engine.update(lambda, order, 0.5, g);
        }
      }
    }
    // One sample in some hundred is long enough to be shortened, which fades from the path.
    assertEquals(lengths[0], lengths[1], 0.01);
  }

  /**
   * Hansen (2011): each step at most √n + 2n/(n + 2) long, their mean at most √(2n) + 2n/(n + 2).
   */
  @ParameterizedTest
  @MethodSource("engines")
  void foreignPointsThatAgreeMakeNoPathOfAnyLength(Backend backend, CovarianceModel model, int n) {
    int lambda = 40;
    StrategyParameters p = new StrategyParameters(model, n, lambda, true);
    try (CmaEngine engine = Engines.cma(backend, p)) {
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

  private static double[] run(Backend backend, CovarianceModel model, int n, boolean replace) {
    int lambda = Math.max(4, StrategyParameters.defaultPopulationSize(n));
    StrategyParameters p = new StrategyParameters(model, n, lambda, true);
    CounterRandom random = CounterRandom.of(SEED, n);
    try (CmaEngine engine = Engines.cma(backend, p)) {
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
}
