package dev.hone.internal.gp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class PolynomialSumTest {
  private static final int D = 4;

  private final CounterRandom random = CounterRandom.of(11, 0);

  /** Each parameter has a good well and a better one; all parameters are in the better one. */
  @Test
  void findsTheLowestPointOfASumOfQuartics() {
    List<double[]> points = points(60);
    PolynomialSum sum = fit(points, PolynomialSumTest::quartics, 6);

    assertTrue(sum.explained() > 0.999, () -> "seed 11: " + sum.explained());
    for (double x : sum.lowest()) {
      assertEquals(0.2096, x, 5e-3);
    }
    double[] lowest = sum.lowest();
    assertEquals(quartics(lowest), sum.value(lowest), 5);
  }

  /** What does not act parameter by parameter is left to others. */
  @Test
  void explainsNothingOfAProduct() {
    PolynomialSum sum = fit(points(80), x -> (x[0] - 0.5) * (x[1] - 0.5), 2);
    assertTrue(sum.explained() < 0.2, () -> "seed 11: " + sum.explained());
  }

  /** Fits without one value after the other, at each ridge, say the same of the predictions. */
  @Test
  void explainsWhatFitsWithoutEachValueExplain() {
    List<double[]> points = points(25);
    ToDoubleFunction<double[]> function = x -> quartics(x) + 40 * x[0] * x[1];
    double[] values = points.stream().mapToDouble(function).toArray();
    double best = Double.NEGATIVE_INFINITY;
    for (double ridge : new double[] {0.1, 1, 10}) {
      double errors = 0;
      double squares = 0;
      for (int left = 0; left < values.length; left++) {
        // The centre is that of all, as in the class.
        double mean = mean(values, -1);
        double predicted = mean + predicted(points, values, mean, left, ridge);
        errors += Math.pow(values[left] - predicted, 2);
        squares += Math.pow(values[left] - mean(values, left), 2);
      }
      best = Math.max(best, 1 - errors / squares);
    }
    assertEquals(best, fit(points, function, 2).explained(), 1e-9);
  }

  @Test
  void hasNothingToSayOfEqualValuesAndOfTooDifferentOnes() {
    List<double[]> points = points(20);
    assertNull(PolynomialSum.fit(points, new double[20], 2));
    double[] huge = new double[20];
    for (int i = 0; i < huge.length; i++) {
      huge[i] = i % 2 == 0 ? Double.MAX_VALUE : -Double.MAX_VALUE;
    }
    PolynomialSum sum = PolynomialSum.fit(points, huge, 2);
    assertTrue(sum == null || Double.isFinite(sum.explained()), "seed 11");
  }

  private static double quartics(double[] x) {
    double sum = 0;
    for (double u : x) {
      double v = 10 * u - 5;
      sum += 0.5 * (((v * v - 16) * v + 5) * v);
    }
    return sum;
  }

  private static PolynomialSum fit(
      List<double[]> points, ToDoubleFunction<double[]> function, int degree) {
    PolynomialSum sum =
        PolynomialSum.fit(points, points.stream().mapToDouble(function).toArray(), degree);
    assertNotNull(sum);
    return sum;
  }

  private List<double[]> points(int count) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] point = new double[D];
      random.fillUniform(point, 0, D);
      points.add(point);
    }
    return points;
  }

  private static double mean(double[] values, int left) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += i == left ? 0 : values[i];
    }
    return sum / (left < 0 ? values.length : values.length - 1);
  }

  /** Ridge regression on quadratics by elimination. */
  private static double predicted(
      List<double[]> points, double[] values, double mean, int left, double ridge) {
    int p = 1 + 2 * D;
    double[][] system = new double[p][p + 1];
    for (int i = 0; i < values.length; i++) {
      double[] f = features(points.get(i));
      for (int q = 0; i != left && q < p; q++) {
        for (int r = 0; r < p; r++) {
          system[q][r] += f[q] * f[r];
        }
        system[q][p] += f[q] * (values[i] - mean);
      }
    }
    for (int q = 0; q < p; q++) {
      system[q][q] += ridge * (q == 0 ? 0.1 : q % 2 == 1 ? 0.5 : 1);
    }
    for (int q = 0; q < p; q++) {
      for (int r = 0; r < p; r++) {
        double share = r == q ? 0 : system[r][q] / system[q][q];
        for (int s = q; s <= p; s++) {
          system[r][s] -= share * system[q][s];
        }
      }
    }
    double[] f = features(points.get(left));
    double sum = 0;
    for (int q = 0; q < p; q++) {
      sum += f[q] * system[q][p] / system[q][q];
    }
    return sum;
  }

  private static double[] features(double[] x) {
    double[] f = new double[1 + 2 * D];
    f[0] = 1;
    for (int k = 0; k < D; k++) {
      double u = 2 * x[k] - 1;
      f[1 + 2 * k] = Math.sqrt(3) * u;
      f[2 + 2 * k] = Math.sqrt(5) * (3 * u * u - 1) / 2;
    }
    return f;
  }
}
