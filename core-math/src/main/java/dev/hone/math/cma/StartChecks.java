package dev.hone.math.cma;

/** What strategies ask of where they start. */
final class StartChecks {

  private StartChecks() {}

  /**
   * Checks start, first step size and bounds.
   *
   * @throws IllegalArgumentException if one does not make sense; the message says which
   */
  static void check(double[] start, double sigma, double[] lower, double[] upper) {
    int n = start.length;
    if (n == 0) {
      throw new IllegalArgumentException("start is empty: expected at least one coordinate");
    }
    if (lower.length != n || upper.length != n) {
      throw new IllegalArgumentException(
          "lower and upper have lengths %d and %d: expected %d, as start has"
              .formatted(lower.length, upper.length, n));
    }
    if (!(sigma > 0 && sigma < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("sigma = " + sigma + ": expected a finite number above 0");
    }
    for (int j = 0; j < n; j++) {
      boolean inside = start[j] >= lower[j] && start[j] <= upper[j] && lower[j] < upper[j];
      if (!inside || Double.isInfinite(start[j])) {
        throw new IllegalArgumentException(
            "start[%d] = %s: expected a number from %s to %s, which differ"
                .formatted(j, start[j], lower[j], upper[j]));
      }
    }
  }
}
