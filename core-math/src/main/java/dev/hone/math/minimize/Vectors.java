package dev.hone.math.minimize;

/** Sums over vectors of a few variables, in index order. */
final class Vectors {

  private Vectors() {}

  static double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum = Math.fma(x[xOffset + i], y[yOffset + i], sum);
    }
    return sum;
  }

  static boolean allFinite(int n, double[] x, int xOffset) {
    for (int i = 0; i < n; i++) {
      if (!Double.isFinite(x[xOffset + i])) {
        return false;
      }
    }
    return true;
  }
}
