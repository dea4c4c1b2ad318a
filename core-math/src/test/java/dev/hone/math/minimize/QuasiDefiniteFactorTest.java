package dev.hone.math.minimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuasiDefiniteFactorTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 10})
  void solvesWhatItFactored(int half) {
    int order = 2 * half;
    CounterRandom random = CounterRandom.of(2, half);
    QuasiDefiniteFactor factor = new QuasiDefiniteFactor(order + 2);
    double[][] a = new double[order][order];
    factor.clear(half);
    for (int i = 0; i < order; i++) {
      for (int j = 0; j <= i; j++) {
        a[i][j] = random.nextGaussian();
        if (i == j) {
          a[i][j] = (i < half ? -1 : 1) * (order + 1);
        }
        a[j][i] = a[i][j];
        factor.add(i, j, a[i][j]);
      }
    }
    double[] x = new double[order];
    random.fillGaussian(x, 0, order);
    double[] b = new double[order];
    for (int i = 0; i < order; i++) {
      b[i] = DenseHessian.dot(a[i], x);
    }
    assertTrue(factor.factor());
    factor.solve(b);
    for (int i = 0; i < order; i++) {
      assertEquals(x[i], b[i], 1e-13 * order, "element " + i);
    }
  }

  @Test
  void refusesOtherSigns() {
    assertFalse(factors(1, 1));
    assertFalse(factors(-1, -1));
    assertFalse(factors(-1, 0));
    assertFalse(factors(Double.NaN, 1));
    assertFalse(factors(Double.NEGATIVE_INFINITY, 1));
    assertTrue(factors(-1, 1));
  }

  private static boolean factors(double first, double second) {
    QuasiDefiniteFactor factor = new QuasiDefiniteFactor(2);
    factor.clear(1);
    factor.add(0, 0, first);
    factor.add(1, 1, second);
    return factor.factor();
  }
}
