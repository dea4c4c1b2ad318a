package dev.hone.gpu;

/** What is done here with vectors that are too short for a device. */
final class Vectors {

  private Vectors() {}

  /** The largest magnitude. */
  static double largest(double[] x) {
    double largest = 0;
    for (double value : x) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** x ← factor·x. */
  static void scale(double[] x, double factor) {
    for (int k = 0; k < x.length; k++) {
      x[k] *= factor;
    }
  }

  /** ‖x‖. */
  static double norm(double[] x) {
    double squares = 0;
    for (double value : x) {
      squares = Math.fma(value, value, squares);
    }
    return Math.sqrt(squares);
  }

  /** An evolution path after a step, Hansen (2016), eqs. 43 and 45. */
  static void move(double[] path, double rate, double effective, double[] by) {
    double factor = Math.sqrt(rate * (2 - rate) * effective);
    for (int k = 0; k < by.length; k++) {
      path[k] = Math.fma(factor, by[k], (1 - rate) * path[k]);
    }
  }
}
