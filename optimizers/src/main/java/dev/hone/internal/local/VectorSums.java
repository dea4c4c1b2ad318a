package dev.hone.internal.local;

/** Sums over short arrays. */
final class VectorSums {
  private VectorSums() {}

  /** The product of two vectors from an index on. */
  static double dot(double[] a, double[] b, int from) {
    double sum = 0;
    for (int i = from; i < a.length; i++) {
      sum = Math.fma(a[i], b[i], sum);
    }
    return sum;
  }

  /** The Euclidean norm from an index on. */
  static double norm(double[] a, int from) {
    return Math.sqrt(dot(a, a, from));
  }

  /** The largest absolute difference. */
  static double distance(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  /** b += factor·a. */
  static void addScaled(double factor, double[] a, double[] b) {
    for (int i = 0; i < a.length; i++) {
      b[i] = Math.fma(factor, a[i], b[i]);
    }
  }

  /** a *= factor. */
  static void scale(double factor, double[] a) {
    for (int i = 0; i < a.length; i++) {
      a[i] *= factor;
    }
  }
}
