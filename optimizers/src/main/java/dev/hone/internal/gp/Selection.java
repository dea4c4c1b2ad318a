package dev.hone.internal.gp;

import java.util.Arrays;

/**
 * The indices of the largest of a stream of values, largest first; ties in order of offering. By
 * insertion: the count is small, and a stream of boxes is slow in a young JVM.
 */
final class Selection {
  private final int[] indices;
  private final double[] values;
  private int size;

  Selection(int count) {
    indices = new int[count];
    values = new double[count];
  }

  /** Forgets all values. */
  void clear() {
    size = 0;
  }

  /** How many were taken. */
  int size() {
    return size;
  }

  /** The index that has the rank-th largest value. */
  int index(int rank) {
    return indices[rank];
  }

  /** Whether such a value would be taken. */
  boolean wants(double value) {
    return size < indices.length || (size > 0 && value > values[size - 1]);
  }

  /** Takes a value if it is among the largest so far; NaN is the smallest. */
  void offer(int index, double value) {
    double ordered = Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
    if (indices.length == 0 || !wants(ordered)) {
      return;
    }
    int at = size;
    while (at > 0 && ordered > values[at - 1]) {
      at--;
    }
    size = Math.min(size + 1, indices.length);
    System.arraycopy(values, at, values, at + 1, size - 1 - at);
    System.arraycopy(indices, at, indices, at + 1, size - 1 - at);
    values[at] = ordered;
    indices[at] = index;
  }

  /** The indices taken, by falling value. */
  int[] indices() {
    return Arrays.copyOf(indices, size);
  }
}
