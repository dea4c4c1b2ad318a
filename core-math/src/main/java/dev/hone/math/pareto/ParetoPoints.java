package dev.hone.math.pareto;

/** What the methods of this package check of their arguments. */
final class ParetoPoints {

  private ParetoPoints() {}

  /**
   * Checks the shape of n points of m objectives, row-major.
   *
   * @throws IllegalArgumentException naming the argument that is wrong
   */
  static void check(int n, int m, double[] values) {
    if (m < 1) {
      throw new IllegalArgumentException("m = " + m + ": expected at least 1 objective");
    }
    if (n < 0 || values.length < (long) n * m) {
      throw new IllegalArgumentException(
          "n = " + n + ": expected 0 to the " + values.length / m + " rows of values");
    }
    for (int i = 0; i < n * m; i++) {
      if (Double.isNaN(values[i])) {
        throw new IllegalArgumentException(
            "values[" + i + "] = NaN: expected a number (point " + i / m + ")");
      }
    }
  }

  /**
   * Checks a reference point.
   *
   * @throws IllegalArgumentException if it has not m finite coordinates
   */
  static void checkReference(int m, double[] reference) {
    if (reference.length != m) {
      throw new IllegalArgumentException(
          "reference has length " + reference.length + ": expected " + m);
    }
    for (int j = 0; j < m; j++) {
      if (!Double.isFinite(reference[j])) {
        throw new IllegalArgumentException(
            "reference[" + j + "] = " + reference[j] + ": expected a finite number");
      }
    }
  }
}
