package dev.hone.math.internal.cma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.eigen.SymmetricEigen;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.internal.KernelSets;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine against a projection of the dense matrix, in plain loops, while its rank changes. */
@Tag("backend")
class VkdCmaEngineTest {
  private static final long SEED = 5;
  private static final double SIGMA = 0.5;

  static Stream<Arguments> engines() {
    return Stream.of(KernelSets.scalar(), KernelSets.best())
        .distinct()
        .flatMap(
            kernels ->
                Stream.of(1, 2, 3, 7, 10, 33).map(n -> Arguments.of(kernels, kernels.name(), n)));
  }

  @ParameterizedTest(name = "{1}, n = {2}")
  @MethodSource("engines")
  void everyGenerationIsTheProjectionOfTheFullUpdate(KernelSet kernels, String name, int n) {
    int lambda = Math.max(5, StrategyParameters.defaultPopulationSize(n));
    StrategyParameters p = new StrategyParameters(CovarianceModel.VKD, n, lambda, true);
    VkdCmaEngine engine = new VkdCmaEngine(name, p, kernels, kernels.linearAlgebra());
    double[] mean = new double[n];
    Arrays.fill(mean, 3);
    double[] start = new double[n * n];
    for (int j = 0; j < n; j++) {
      start[j * n + j] = 1 + j % 3;
    }
    engine.reset(mean, start);
    CounterRandom random = CounterRandom.of(SEED, n);
    double[] points = new double[lambda * n];
    int mostDirections = 0;
    for (int g = 0; g < Math.min(400, 60 * n); g++) {
      Dense expected = new Dense(engine);
      engine.sample(random, SIGMA, points);
      Integer[] rows = ranked(points, n, lambda, longAxis(n));
      int[] order = Arrays.stream(rows).mapToInt(Integer::intValue).toArray();
      double[][] y = new double[p.parents()][n];
      for (int i = 0; i < y.length; i++) {
        for (int j = 0; j < n; j++) {
          y[i][j] = (points[order[i] * n + j] - engine.mean()[j]) / SIGMA;
        }
      }
      int directions = engine.rank.directions();
      mostDirections = Math.max(mostDirections, directions);
      expected.update(engine, y, g, order, SIGMA);
      if (engine.rank.directions() >= directions) {
        expected.assertSame(engine, n + " dimensions, generation " + g);
      }
    }
    assertTrue(mostDirections >= Math.min(1, n / 2), "at most " + mostDirections + " directions");
  }

  private static double[] longAxis(int n) {
    double[] axis = new double[n];
    Arrays.fill(axis, 1 / Math.sqrt(n));
    return axis;
  }

  /** By the distance from the line through 0 along the directions' sum: it makes axes long. */
  private static Integer[] ranked(double[] points, int n, int lambda, double[] axis) {
    Integer[] rows = new Integer[lambda];
    Arrays.setAll(rows, i -> i);
    double[] values = new double[lambda];
    for (int i = 0; i < lambda; i++) {
      double along = 0;
      double squares = 0;
      for (int j = 0; j < n; j++) {
        along += points[i * n + j] * axis[j];
        squares += points[i * n + j] * points[i * n + j];
      }
      values[i] = 1e4 * (squares - along * along) + along * along;
    }
    Arrays.sort(rows, (a, b) -> Double.compare(values[a], values[b]));
    return rows;
  }

  /** C and D before an update, and what the update should make of them. */
  private static final class Dense {
    final int n;
    final double[][] c;
    final double[] d;
    final double[] path;

    Dense(VkdCmaEngine engine) {
      n = engine.parameters().dimension();
      c = covariance(engine);
      d = engine.scales.clone();
      path = engine.evolutionPath().clone();
    }

    static double[][] covariance(VkdCmaEngine engine) {
      int n = engine.parameters().dimension();
      double[][] c = new double[n][n];
      double[] axis = new double[n];
      for (int i = 0; i < n; i++) {
        engine.axis(i, axis);
        for (int j = 0; j < n; j++) {
          for (int k = 0; k < n; k++) {
            c[j][k] += axis[j] * axis[k];
          }
        }
      }
      return c;
    }

    void update(VkdCmaEngine engine, double[][] y, int g, int[] order, double sigma) {
      StrategyParameters p = engine.parameters();
      int k = engine.rank.directions();
      double c1 = p.projectedRankOneRate(k);
      double cmu = p.projectedRankMuRate(k);
      double cc = Math.sqrt(c1);
      double length = engine.update(order.length, order, sigma, g);
      double faded = Math.sqrt(1 - Math.pow(1 - p.stepPathDecay(), 2.0 * (g + 1)));
      boolean moving = length / faded < (1.4 + 2.0 / (n + 1)) * p.expectedNorm();
      double keep = 1 - c1 - cmu + (moving ? 0 : c1 * cc * (2 - cc));
      for (int j = 0; j < n; j++) {
        double step = 0;
        for (int i = 0; i < y.length; i++) {
          step += p.weight(i) * y[i][j];
        }
        double weight = moving ? Math.sqrt(cc * (2 - cc) * p.effectiveParents()) : 0;
        path[j] = (1 - cc) * path[j] + weight * step;
      }
      double[] a = new double[n * n];
      for (int j = 0; j < n; j++) {
        for (int l = 0; l < n; l++) {
          double value = keep * c[j][l] + c1 * path[j] * path[l];
          for (int i = 0; i < y.length; i++) {
            value += cmu * p.weight(i) * y[i][j] * y[i][l];
          }
          a[j * n + l] = value / (d[j] * d[l]);
        }
      }
      project(a, k);
    }

    /** The k longest axes of A stay, the others become equal, the diagonal of A is kept. */
    private void project(double[] a, int k) {
      SymmetricEigen eigen = new SymmetricEigen(KernelSets.scalar().linearAlgebra());
      eigen.decompose(n, a, 0, n);
      double bulk = 0;
      for (int i = 0; i < n - k; i++) {
        bulk += eigen.eigenvalues()[i] / (n - k);
      }
      double[][] model = new double[n][n];
      for (int j = 0; j < n; j++) {
        model[j][j] = 1;
        for (int l = 0; l < n; l++) {
          for (int i = n - k; i < n; i++) {
            int row = i * eigen.leadingDimension();
            double s = eigen.eigenvalues()[i] / bulk - 1;
            model[j][l] += s * eigen.eigenvectors()[row + j] * eigen.eigenvectors()[row + l];
          }
        }
      }
      double[] scale = new double[n];
      for (int j = 0; j < n; j++) {
        scale[j] = d[j] * Math.sqrt(a[j * n + j] / model[j][j]);
      }
      for (int j = 0; j < n; j++) {
        for (int l = 0; l < n; l++) {
          c[j][l] = scale[j] * model[j][l] * scale[l];
        }
      }
    }

    /** The determinant is brought back to that of the start, the path with it. */
    void assertSame(VkdCmaEngine engine, String message) {
      double[][] actual = covariance(engine);
      double factor = actual[0][0] / c[0][0];
      for (int j = 0; j < n; j++) {
        for (int l = 0; l < n; l++) {
          double size = Math.sqrt(actual[j][j] * actual[l][l]);
          assertEquals(factor * c[j][l], actual[j][l], 1e-9 * size, message);
        }
        assertEquals(
            Math.sqrt(factor) * path[j],
            engine.evolutionPath()[j],
            1e-9 * engine.standardDeviation(j),
            message);
        assertEquals(
            Math.sqrt(actual[j][j]), engine.standardDeviation(j), 1e-9 * engine.largestDeviation());
      }
      SymmetricEigen eigen = new SymmetricEigen(KernelSets.scalar().linearAlgebra());
      double[] flat = new double[n * n];
      for (int j = 0; j < n; j++) {
        System.arraycopy(actual[j], 0, flat, j * n, n);
      }
      eigen.decompose(n, flat, 0, n);
      double logs = 0;
      for (int j = 0; j < n; j++) {
        logs += Math.log(eigen.eigenvalues()[j]) - Math.log(1 + j % 3);
      }
      assertEquals(0, logs, 1e-6, message);
      double condition = eigen.eigenvalues()[n - 1] / eigen.eigenvalues()[0];
      assertTrue(engine.conditionNumber() <= condition * (1 + 1e-9), message);
      assertTrue(engine.conditionNumber() >= 0.999, message);
    }
  }
}
