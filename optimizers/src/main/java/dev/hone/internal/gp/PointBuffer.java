package dev.hone.internal.gp;

import java.util.Arrays;

/**
 * A growing m×d block of encoded points, kept from call to call so that filling it allocates
 * nothing.
 */
final class PointBuffer {
  private final int dimension;
  private double[] data;
  private int size;

  PointBuffer(int dimension) {
    this.dimension = dimension;
    this.data = new double[16 * dimension];
  }

  int size() {
    return size;
  }

  /** The points, row-major; valid until the next {@link #add}. */
  double[] data() {
    return data;
  }

  void clear() {
    size = 0;
  }

  /** Forgets all but the first points. */
  void truncate(int count) {
    size = Math.min(size, count);
  }

  void add(double[] point) {
    reserve(1);
    System.arraycopy(point, 0, data, size * dimension, dimension);
    size++;
  }

  /** Adds a range of the points of another buffer of this dimension. */
  void addAll(PointBuffer other, int from, int count) {
    reserve(count);
    System.arraycopy(other.data, from * dimension, data, size * dimension, count * dimension);
    size += count;
  }

  /** Replaces point i by one of another buffer of this dimension. */
  void set(int i, PointBuffer other, int from) {
    System.arraycopy(other.data, from * dimension, data, i * dimension, dimension);
  }

  private void reserve(int more) {
    int end = (size + more) * dimension;
    if (end > data.length) {
      data = Arrays.copyOf(data, Math.max(end, data.length + data.length / 2));
    }
  }

  /** Copies point i to where it can be read. */
  void copyTo(int i, double[] target) {
    System.arraycopy(data, i * dimension, target, 0, dimension);
  }

  /** Whether two points are the same, by their bits. */
  boolean areSame(int i, int j) {
    return Arrays.equals(
        data,
        i * dimension,
        (i + 1) * dimension,
        data,
        j * dimension,
        (j + 1) * dimension);
  }

  /** Copies point i. */
  double[] get(int i) {
    return Arrays.copyOfRange(data, i * dimension, (i + 1) * dimension);
  }
}
