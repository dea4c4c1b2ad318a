package dev.hone.internal.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeastNormQuadraticTest {

  /** A random quadratic without a constant. */
  private static final class Quadratic {
    final int d;
    final double[] g;
    final double[] h;

    Quadratic(int d, CounterRandom random) {
      this.d = d;
      g = new double[d];
      h = new double[d * d];
      for (int i = 0; i < d; i++) {
        g[i] = random.nextGaussian();
        for (int j = 0; j <= i; j++) {
          h[i * d + j] = random.nextGaussian();
          h[j * d + i] = h[i * d + j];
        }
      }
    }

    double at(double[] t) {
      double sum = 0;
      for (int i = 0; i < d; i++) {
        sum += g[i] * t[i];
        for (int j = 0; j < d; j++) {
          sum += 0.5 * t[i] * h[i * d + j] * t[j];
        }
      }
      return sum;
    }
  }

  private static List<double[]> cloud(int d, int n, CounterRandom random) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double[] t = new double[d];
      for (int k = 0; k < d; k++) {
        t[k] = random.nextDouble(-1, 1);
      }
      points.add(t);
    }
    points.sort(Comparator.comparingDouble(t -> VectorSums.norm(t, 0)));
    return points;
  }

  private static double[] values(Quadratic quadratic, List<double[]> points) {
    return points.stream().mapToDouble(quadratic::at).toArray();
  }

  @ParameterizedTest
  @CsvSource({"1, 4", "2, 12", "3, 20", "5, 50", "8, 120"})
  void isAQuadraticThatThePointsDetermine(int d, int n) {
    CounterRandom random = CounterRandom.of(7, d);
    Quadratic truth = new Quadratic(d, random);
    List<double[]> points = cloud(d, n, random);
    LeastNormQuadratic model = LeastNormQuadratic.fit(d, points, values(truth, points));
    assertNull(model.unknownDirection());
    assertArrayEquals(truth.g, model.gradient(), 1e-9);
    assertArrayEquals(truth.h, model.hessian(), 1e-8);
  }

  @ParameterizedTest
  @CsvSource({"2, 3", "3, 6", "5, 9", "8, 20"})
  void agreesWithFewPointsAndBendsNoMoreThanTheTruth(int d, int n) {
    CounterRandom random = CounterRandom.of(8, d);
    Quadratic truth = new Quadratic(d, random);
    List<double[]> points = cloud(d, n, random);
    LeastNormQuadratic model = LeastNormQuadratic.fit(d, points, values(truth, points));
    double[] slope = new double[d];
    for (double[] t : points) {
      assertEquals(truth.at(t), model.value(t, slope), 1e-9);
    }
    // Of all that agree, the one of least norm.
    assertTrue(VectorSums.norm(model.hessian(), 0) <= VectorSums.norm(truth.h, 0) * (1 + 1e-9));
    for (double[] t : points) {
      double[] moved = t.clone();
      model.value(t, slope);
      double derivative = slope[0];
      moved[0] += 1e-6;
      double above = model.value(moved, slope);
      moved[0] -= 2e-6;
      assertEquals(derivative, (above - model.value(moved, slope)) / 2e-6, 1e-6);
    }
  }

  @Test
  void namesADirectionThatNoPointLeadsIn() {
    List<double[]> points = List.of(new double[] {1, 0, 1}, new double[] {0, 1, 0});
    LeastNormQuadratic model = LeastNormQuadratic.fit(3, points, new double[] {1, 2});
    double[] unknown = model.unknownDirection();
    assertNotNull(unknown);
    assertEquals(1, VectorSums.norm(unknown, 0), 1e-12);
    for (double[] t : points) {
      assertEquals(0, VectorSums.dot(t, unknown, 0), 1e-12);
    }
    assertEquals(Double.POSITIVE_INFINITY, LeastNormQuadratic.reach(3, points));
    assertEquals(
        1, LeastNormQuadratic.reach(2, List.of(new double[] {1, 0}, new double[] {0.5, 1})));
  }

  @Test
  void pointsThatSayTheSameDoNotSpoilIt() {
    Quadratic truth = new Quadratic(3, CounterRandom.of(9, 0));
    List<double[]> points = new ArrayList<>(cloud(3, 15, CounterRandom.of(9, 1)));
    for (int i = 0; i < 5; i++) {
      double[] twin = points.get(3 * i).clone();
      twin[0] += 1e-13;
      points.add(3 * i + 1, twin);
    }
    double[] values = values(truth, points);
    LeastNormQuadratic model = LeastNormQuadratic.fit(3, points, values);
    assertArrayEquals(truth.h, model.hessian(), 1e-6);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "4", "7"})
  void theStepIsNoWorseThanAnyPointOfTheBox(int d) {
    for (int round = 0; round < 20; round++) {
      CounterRandom random = CounterRandom.of(10 + d, round);
      Quadratic truth = new Quadratic(d, random);
      List<double[]> points = cloud(d, 4 * (d + 1) * (d + 2), random);
      LeastNormQuadratic model = LeastNormQuadratic.fit(d, points, values(truth, points));
      double[] lower = new double[d];
      double[] upper = new double[d];
      for (int k = 0; k < d; k++) {
        lower[k] = -random.nextDouble();
        upper[k] = random.nextDouble();
      }
      double[] step = ModelStep.lowest(model, lower, upper);
      double lowest = model.value(step, new double[d]);
      assertTrue(lowest <= 0);
      int beaten = 0;
      for (int i = 0; i < 300; i++) {
        double[] t = new double[d];
        for (int k = 0; k < d; k++) {
          assertTrue(step[k] >= lower[k] && step[k] <= upper[k]);
          t[k] = random.nextDouble(lower[k], upper[k] + 1e-300);
        }
        beaten += model.value(t, new double[d]) < lowest - 1e-9 ? 1 : 0;
      }
      // A model that is not convex may have a lower minimum elsewhere, but seldom a much wider one.
      assertTrue(beaten < 30, "d = " + d + ", round " + round + ": " + beaten);
    }
  }
}
