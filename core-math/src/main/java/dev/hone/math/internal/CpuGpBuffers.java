package dev.hone.math.internal;

import java.util.Arrays;

/**
 * Scratch arrays that are reused from call to call and grow geometrically, by a quarter: a matrix
 * of n² elements then has room for an eighth more rows, and memory stays close to what is needed.
 */
final class CpuGpBuffers {
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private CpuGpBuffers() {}

  /** Returns the array itself if it is long enough, else a longer one without its content. */
  static double[] grown(double[] array, int length) {
    return grown(array, length, 1);
  }

  /** As {@link #grown(double[], int)}, for a matrix. */
  static double[] grown(double[] array, int rows, int leadingDimension) {
    int length = length(array.length, rows, leadingDimension);
    return length == array.length ? array : new double[length];
  }

  /** Returns the length of an array for a matrix, where there was one of {@code present} before. */
  static int length(int present, int rows, int leadingDimension) {
    long length = (long) rows * leadingDimension;
    if (length <= present) {
      return present;
    }
    if (length > LONGEST) {
      throw new IllegalArgumentException(
          rows + "×" + leadingDimension + " elements: expected at most " + LONGEST);
    }
    long geometric = present + present / 4L;
    return (int) Math.min(Math.max(length, geometric), LONGEST);
  }

  /** As {@link #grown(double[], int, int)}, with that many elements set to 0. */
  static double[] cleared(double[] array, int rows, int leadingDimension) {
    double[] result = grown(array, rows, leadingDimension);
    Arrays.fill(result, 0, rows * leadingDimension, 0);
    return result;
  }
}
