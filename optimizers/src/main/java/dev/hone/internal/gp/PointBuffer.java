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

  void add(double[] point) {
    int end = (size + 1) * dimension;
    if (end > data.length) {
      data = Arrays.copyOf(data, Math.max(end, data.length + data.length / 2));
    }
    System.arraycopy(point, 0, data, size * dimension, dimension);
    size++;
  }

  /** Copies point i. */
  double[] get(int i) {
    return Arrays.copyOfRange(data, i * dimension, (i + 1) * dimension);
  }
}
