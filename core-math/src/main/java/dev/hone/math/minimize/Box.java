package dev.hone.math.minimize;

/** The bounds of each variable; ±∞ where there is none. They change between runs only. */
final class Box {
  private final double[] lower;
  private final double[] upper;

  /**
   * Copies the bounds.
   *
   * @throws IllegalArgumentException if the lengths differ or an interval holds no number
   */
  Box(double[] lower, double[] upper) {
    check(lower, upper);
    this.lower = lower.clone();
    this.upper = upper.clone();
  }

  /**
   * Takes other bounds over.
   *
   * @throws IllegalArgumentException if a length differs or an interval holds no number
   */
  void set(double[] lower, double[] upper) {
    if (lower.length != dimension()) {
      throw new IllegalArgumentException(
          "lower has length " + lower.length + ": expected " + dimension());
    }
    check(lower, upper);
    System.arraycopy(lower, 0, this.lower, 0, dimension());
    System.arraycopy(upper, 0, this.upper, 0, dimension());
  }

  private static void check(double[] lower, double[] upper) {
    if (lower.length != upper.length) {
      throw new IllegalArgumentException(
          "upper has length " + upper.length + ": expected " + lower.length + ", as lower has");
    }
    for (int i = 0; i < lower.length; i++) {
      boolean empty =
          !(lower[i] <= upper[i])
              || lower[i] == Double.POSITIVE_INFINITY
              || upper[i] == Double.NEGATIVE_INFINITY;
      if (empty) {
        throw new IllegalArgumentException(
            "lower[%d] = %s, upper[%d] = %s: expected bounds with a number between them"
                .formatted(i, lower[i], i, upper[i]));
      }
    }
  }

  int dimension() {
    return lower.length;
  }

  double lower(int i) {
    return lower[i];
  }

  double upper(int i) {
    return upper[i];
  }

  double clip(int i, double x) {
    return Math.min(Math.max(x, lower[i]), upper[i]);
  }

  boolean isStrictlyInside(int i, double x) {
    return x > lower[i] && x < upper[i];
  }

  /** ‖P(x − g) − x‖∞. */
  double projectedGradientNorm(double[] x, double[] gradient, int gradientOffset) {
    double norm = 0;
    for (int i = 0; i < lower.length; i++) {
      double g = gradient[gradientOffset + i];
      double change = g < 0 ? Math.min(-g, upper[i] - x[i]) : Math.min(g, x[i] - lower[i]);
      norm = Math.max(norm, change);
    }
    return norm;
  }

  /** The longest step along d, up to a limit, that leaves every x + step·d inside. */
  double longestStep(double[] x, double[] d, double limit) {
    double step = limit;
    for (int i = 0; i < lower.length; i++) {
      if (d[i] > 0) {
        step = Math.min(step, (upper[i] - x[i]) / d[i]);
      } else if (d[i] < 0) {
        step = Math.min(step, (lower[i] - x[i]) / d[i]);
      }
    }
    return step;
  }
}
