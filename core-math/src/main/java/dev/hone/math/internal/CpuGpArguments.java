package dev.hone.math.internal;

/** Checks of what callers of an engine hand in. */
final class CpuGpArguments {

  private CpuGpArguments() {}

  /** Checks m points, row-major, and that they are finite. */
  static void checkCandidates(int m, int dimension, double[] x) {
    if (m < 0) {
      throw new IllegalArgumentException("m = " + m + ": expected 0 or more");
    }
    checkLength("x", (long) m * dimension, x);
    checkFinite("x", m * dimension, x);
  }

  /** Checks that a count is not negative. */
  static void checkCount(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count = " + count + ": expected 0 or more");
    }
  }

  static void checkLength(String name, long length, double[] array) {
    if (array.length < length) {
      throw new IllegalArgumentException(
          name + " has length " + array.length + ": expected at least " + length);
    }
  }

  static void checkFinite(String name, int length, double[] array) {
    for (int i = 0; i < length; i++) {
      if (!Double.isFinite(array[i])) {
        throw new IllegalArgumentException(
            name + "[" + i + "] = " + array[i] + ": expected a finite number");
      }
    }
  }
}
