package dev.hone.gpu;

/** Checks of what callers of an engine hand in. */
final class GpArguments {

  private GpArguments() {}

  static void checkCount(String name, int count) {
    if (count < 0) {
      throw new IllegalArgumentException(name + " = " + count + ": expected 0 or more");
    }
  }

  static void checkRange(String name, int value, int largest) {
    if (value < 0 || value > largest) {
      throw new IllegalArgumentException(name + " = " + value + ": expected 0 to " + largest);
    }
  }

  static void checkLength(String name, long length, double[] array) {
    if (array.length < length) {
      throw new IllegalArgumentException(
          name + " has length " + array.length + ": expected at least " + length);
    }
  }

  /** That there is a row for each of a list. */
  static void checkRows(String name, int count, int length) {
    if (length < count) {
      throw new IllegalArgumentException(
          name + " has length " + length + ": expected at least count, " + count);
    }
  }

  static void checkFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " = " + value + ": expected a finite number");
    }
  }

  static void checkVariance(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " = " + value + ": expected a finite variance of 0 or more");
    }
  }

  static void checkVariances(String name, int length, double[] array) {
    for (int i = 0; i < length; i++) {
      checkVariance(name + "[" + i + "]", array[i]);
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
