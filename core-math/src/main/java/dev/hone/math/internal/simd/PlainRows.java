package dev.hone.math.internal.simd;

/** {@link SimdVectors} in plain loops, with the partial sums of its lanes. */
final class PlainRows {
  private static final int L = SimdWidth.LENGTH;

  private PlainRows() {}

  /** As {@link SimdVectors#dot}, lane after lane. */
  static double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    double sum = pair(0, n, x, xOffset, y, yOffset);
    if (L >= 4) {
      sum += pair(2, n, x, xOffset, y, yOffset);
    }
    if (L >= 8) {
      sum += pair(4, n, x, xOffset, y, yOffset) + pair(6, n, x, xOffset, y, yOffset);
    }
    for (int i = n / L * L; i < n; i++) {
      sum = Math.fma(x[xOffset + i], y[yOffset + i], sum);
    }
    return sum;
  }

  private static double pair(int lane, int n, double[] x, int xOffset, double[] y, int yOffset) {
    return lane(lane, n, x, xOffset, y, yOffset) + lane(lane + 1, n, x, xOffset, y, yOffset);
  }

  private static double lane(int lane, int n, double[] x, int xOffset, double[] y, int yOffset) {
    int p = xOffset + lane;
    int q = yOffset + lane;
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i <= n - 4 * L; i += 4 * L) {
      s0 = Math.fma(x[p + i], y[q + i], s0);
      s1 = Math.fma(x[p + i + L], y[q + i + L], s1);
      s2 = Math.fma(x[p + i + 2 * L], y[q + i + 2 * L], s2);
      s3 = Math.fma(x[p + i + 3 * L], y[q + i + 3 * L], s3);
    }
    for (; i <= n - L; i += L) {
      s0 = Math.fma(x[p + i], y[q + i], s0);
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** As {@link SimdVectors#axpy}. */
  static void axpy(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = Math.fma(alpha, x[xOffset + i], y[yOffset + i]);
    }
  }
}
