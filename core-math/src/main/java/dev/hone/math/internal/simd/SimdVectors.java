package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import jdk.incubator.vector.DoubleVector;

/** Dot product and axpy on contiguous elements. */
final class SimdVectors {
  private static final int L = SPECIES.length();

  private SimdVectors() {}

  /** Σ x[i]·y[i]; four partial sums hide the latency of the FMA. */
  static double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    DoubleVector s0 = DoubleVector.zero(SPECIES);
    DoubleVector s1 = DoubleVector.zero(SPECIES);
    DoubleVector s2 = DoubleVector.zero(SPECIES);
    DoubleVector s3 = DoubleVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - 4 * L; i += 4 * L) {
      int p = xOffset + i;
      int q = yOffset + i;
      DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, p);
      DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, p + L);
      DoubleVector x2 = DoubleVector.fromArray(SPECIES, x, p + 2 * L);
      DoubleVector x3 = DoubleVector.fromArray(SPECIES, x, p + 3 * L);
      s0 = x0.fma(DoubleVector.fromArray(SPECIES, y, q), s0);
      s1 = x1.fma(DoubleVector.fromArray(SPECIES, y, q + L), s1);
      s2 = x2.fma(DoubleVector.fromArray(SPECIES, y, q + 2 * L), s2);
      s3 = x3.fma(DoubleVector.fromArray(SPECIES, y, q + 3 * L), s3);
    }
    for (; i <= n - L; i += L) {
      DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, xOffset + i);
      s0 = x0.fma(DoubleVector.fromArray(SPECIES, y, yOffset + i), s0);
    }
    double sum = sumOfLanes(s0.add(s1).add(s2.add(s3)));
    for (; i < n; i++) {
      sum = Math.fma(x[xOffset + i], y[yOffset + i], sum);
    }
    return sum;
  }

  /** y ← y + alpha·x. */
  static void axpy(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset) {
    DoubleVector scale = DoubleVector.broadcast(SPECIES, alpha);
    int i = 0;
    for (; i <= n - L; i += L) {
      DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, xOffset + i);
      DoubleVector y0 = DoubleVector.fromArray(SPECIES, y, yOffset + i);
      scale.fma(x0, y0).intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = Math.fma(alpha, x[xOffset + i], y[yOffset + i]);
    }
  }

  /**
   * Adds the lanes in a fixed order: {@code reduceLanes} leaves the order open, and uses another
   * once compiled.
   */
  static double sumOfLanes(DoubleVector v) {
    double sum = v.lane(0) + v.lane(1);
    if (L >= 4) {
      sum += v.lane(2) + v.lane(3);
    }
    if (L >= 8) {
      sum += (v.lane(4) + v.lane(5)) + (v.lane(6) + v.lane(7));
    }
    return sum;
  }
}
