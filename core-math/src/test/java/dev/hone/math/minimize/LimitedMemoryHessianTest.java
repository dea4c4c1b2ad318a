package dev.hone.math.minimize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitedMemoryHessianTest {

  @ParameterizedTest
  @CsvSource({"1, 3, 1", "6, 5, 1", "6, 5, 4", "8, 5, 5", "8, 3, 11", "30, 10, 25"})
  void compactFormIsTheUpdatedMatrix(int n, int memory, int pairs) {
    ModelFixture fixture = new ModelFixture(n, memory, pairs, 1, 17);
    LimitedMemoryHessian hessian = fixture.hessian;
    assertEquals(Math.min(memory, pairs), hessian.size());
    double[] v = fixture.gaussian(n);
    double[] expected = fixture.dense.times(v);
    double[] w = new double[2 * memory];
    double[] row = new double[2 * memory];
    hessian.transposedTimes(v, w);
    hessian.timesMiddle(w);
    double norm = Math.sqrt(DenseHessian.dot(expected, expected));
    for (int i = 0; i < n; i++) {
      hessian.row(i, row);
      double product = hessian.theta() * v[i] - Vectors.dot(2 * hessian.size(), row, 0, w, 0);
      assertEquals(expected[i], product, 1e-11 * norm, "row " + i);
    }
  }

  @Test
  void leavesOutPairsWithoutPositiveCurvature() {
    LimitedMemoryHessian hessian = new LimitedMemoryHessian(2, 3);
    hessian.update(new double[] {1, 0}, new double[] {-1, 0});
    hessian.update(new double[] {1, 0}, new double[] {0, 1});
    hessian.update(new double[] {0, 0}, new double[] {0, 0});
    assertEquals(0, hessian.size());
    hessian.update(new double[] {1, 0}, new double[] {4, 0});
    assertEquals(1, hessian.size());
    assertEquals(4, hessian.theta());
  }

  @Test
  void isTheIdentityAfterAReset() {
    ModelFixture fixture = new ModelFixture(4, 3, 5, 1, 1);
    fixture.hessian.reset();
    assertEquals(0, fixture.hessian.size());
    assertEquals(1, fixture.hessian.theta());
  }

  /** Equal pairs make SᵀS singular, and M⁻¹ with it up to rounding. */
  @Test
  void survivesRepeatedPairs() {
    LimitedMemoryHessian hessian = new LimitedMemoryHessian(3, 4);
    for (int k = 0; k < 6; k++) {
      hessian.update(new double[] {1, 2, 3}, new double[] {2, 4, 6});
    }
    double[] w = new double[8];
    hessian.transposedTimes(new double[] {1, 2, 3}, w);
    hessian.timesMiddle(w);
    double[] row = new double[8];
    hessian.row(0, row);
    double product = hessian.theta() - Vectors.dot(2 * hessian.size(), row, 0, w, 0);
    assertEquals(2, product, 1e-12);
  }
}
