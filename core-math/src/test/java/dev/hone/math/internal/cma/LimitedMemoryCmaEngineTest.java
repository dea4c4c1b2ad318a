package dev.hone.math.internal.cma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.cma.CmaEngine;
import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.internal.KernelSets;
import dev.hone.math.internal.NormalKernels;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("backend")
class LimitedMemoryCmaEngineTest {

  /**
   * All samples at once, through the products of directions that follow them from generation to
   * generation, are what one direction after the other makes of each: also after very many.
   */
  @Test
  void samplesAreTheTransformedNormalNumbers() {
    for (int n : new int[] {1, 2, 7, 33, 700}) {
      int lambda = 9;
      CmaEngine engine =
          Engines.cma(
              Backend.configured(),
              new StrategyParameters(CovarianceModel.LIMITED_MEMORY, n, lambda, true));
      engine.reset(new double[n], null);
      SplittableRandom random = new SplittableRandom(n);
      CounterRandom normal = CounterRandom.of(3, n);
      double[] points = new double[lambda * n];
      int[] order = new int[lambda];
      int generations = n > 100 ? 60 : 3000;
      for (int g = 0; g <= generations; g++) {
        Arrays.fill(engine.mean(), 0);
        long key = CounterRandom.at(3, n, normal.position()).nextLong();
        engine.sample(normal, 1, points);
        if (g == generations || g < 3) {
          check(engine, key, n, lambda, points);
        }
        // Most often downhill along the diagonal, so that directions become long.
        Integer[] rows = new Integer[lambda];
        Arrays.setAll(rows, i -> i);
        boolean guided = random.nextInt(3) > 0;
        Arrays.sort(
            rows, (a, b) -> guided ? Double.compare(sum(points, a, n), sum(points, b, n)) : 0);
        Arrays.setAll(order, i -> rows[i]);
        engine.update(lambda, order, 1, g);
      }
    }
  }

  private static double sum(double[] points, int row, int n) {
    double sum = 0;
    for (int j = row * n; j < row * n + n; j++) {
      sum += points[j];
    }
    return sum;
  }

  private static void check(CmaEngine engine, long key, int n, int lambda, double[] points) {
    double[] z = new double[lambda * n];
    double[] scratch = new double[NormalKernels.SCRATCH];
    KernelSets.scalar().normals().ofKey(key, lambda * n, z, 0, scratch);
    double[] axis = new double[n];
    double[] expected = new double[lambda * n];
    double largest = 0;
    for (int j = 0; j < n; j++) {
      engine.axis(j, axis);
      for (int i = 0; i < lambda; i++) {
        for (int k = 0; k < n; k++) {
          expected[i * n + k] += z[i * n + j] * axis[k];
        }
      }
    }
    for (double v : expected) {
      largest = Math.max(largest, Math.abs(v));
    }
    assertTrue(largest > 0);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], points[i], 1e-11 * n * largest, "n = " + n + ", element " + i);
    }
  }
}
