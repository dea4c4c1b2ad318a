package dev.hone.gpu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The observations of an engine on the Java heap, from where they go to a device, or to another one
 * when the first is lost. What is written behind those that count is not one of them yet.
 */
final class Observations {
  private final int dimension;
  private int size;
  private double[] x = {};
  private double[] y = {};

  /** Variances known of the noise of single observations; null as long as all are 0. */
  private double @Nullable [] known;

  Observations(int dimension) {
    this.dimension = dimension;
  }

  int size() {
    return size;
  }

  /** The points, row-major, which may be followed by others; not to be written to. */
  double[] x() {
    return x;
  }

  /** The targets; the engine writes what it believes in there. */
  double[] y() {
    return y;
  }

  double @Nullable [] known() {
    return known;
  }

  /** A copy of the points. */
  double[] points() {
    return Arrays.copyOf(x, size * dimension);
  }

  /** Takes n observations, without known noise, instead of those there were. */
  void set(int n, double[] x, double[] y) {
    this.x = Arrays.copyOf(x, n * dimension);
    this.y = Arrays.copyOf(y, n);
    known = null;
    size = n;
  }

  /** Takes the variances of the noise of all observations. */
  void setNoise(double[] noise) {
    if (Arrays.stream(noise, 0, size).anyMatch(variance -> variance > 0)) {
      known = Arrays.copyOf(noise, size);
    }
  }

  /** Takes the targets of the first observations. */
  void setTargets(int count, double[] y) {
    System.arraycopy(y, 0, this.y, 0, count);
  }

  /** Writes an observation behind the others; {@link #count} makes it one of them. */
  void put(double[] x, double y, double noise) {
    if (size == this.y.length) {
      int capacity = size + size / 2 + 8;
      this.x = Arrays.copyOf(this.x, capacity * dimension);
      this.y = Arrays.copyOf(this.y, capacity);
    }
    System.arraycopy(x, 0, this.x, size * dimension, dimension);
    this.y[size] = y;
    if (known != null || noise > 0) {
      double[] variances = Arrays.copyOf(known == null ? new double[0] : known, this.y.length);
      variances[size] = noise;
      known = variances;
    }
  }

  /** Says how many of those written are observations. */
  void count(int n) {
    size = n;
  }
}
