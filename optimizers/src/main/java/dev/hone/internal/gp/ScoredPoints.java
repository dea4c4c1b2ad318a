package dev.hone.internal.gp;

import java.util.Arrays;

/**
 * Some canonical points with their acquisition values, kept from call to call so that filling them
 * allocates nothing.
 */
final class ScoredPoints {
  private final int dimension;
  private double[] points;
  private double[] values;
  private final double[] swap;
  private int size;

  ScoredPoints(int dimension) {
    this.dimension = dimension;
    points = new double[16 * dimension];
    values = new double[16];
    swap = new double[dimension];
  }

  int size() {
    return size;
  }

  /** The points, row-major; valid until the next {@link #add}. */
  double[] points() {
    return points;
  }

  /** Their values, to be read and replaced; valid until the next {@link #add}. */
  double[] values() {
    return values;
  }

  double value(int i) {
    return values[i];
  }

  void clear() {
    size = 0;
  }

  /** Adds a point that lies at an offset. */
  void add(double[] source, int offset, double value) {
    if (size == values.length) {
      points = Arrays.copyOf(points, 2 * points.length);
      values = Arrays.copyOf(values, 2 * size);
    }
    size++;
    set(size - 1, source, offset, value);
  }

  /** Replaces point i. */
  void set(int i, double[] source, int offset, double value) {
    System.arraycopy(source, offset, points, i * dimension, dimension);
    values[i] = value;
  }

  /** Copies point i to where it can be read. */
  void copyTo(int i, double[] target) {
    System.arraycopy(points, i * dimension, target, 0, dimension);
  }

  /** The index of the highest value, the first of equal ones. */
  int highest() {
    int highest = 0;
    for (int i = 1; i < size; i++) {
      if (values[i] > values[highest]) {
        highest = i;
      }
    }
    return highest;
  }

  /**
   * Sorts by falling value, NaN first as {@link Double#compare} has it, equal ones as they were;
   * O(n²) for the few there are.
   */
  void sort() {
    for (int i = 1; i < size; i++) {
      for (int j = i; j > 0 && Double.compare(values[j], values[j - 1]) > 0; j--) {
        exchange(j, j - 1);
      }
    }
  }

  /** Forgets all but the first points. */
  void truncate(int count) {
    size = Math.min(size, count);
  }

  private void exchange(int i, int j) {
    double value = values[i];
    copyTo(i, swap);
    set(i, points, j * dimension, values[j]);
    set(j, swap, 0, value);
  }
}
