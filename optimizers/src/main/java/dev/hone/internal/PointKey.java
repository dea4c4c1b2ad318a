package dev.hone.internal;

import java.util.Arrays;

/** A point as a key: compared by the bits of its coordinates, which must not change. */
public final class PointKey {
  private final double[] coordinates;

  /** Keeps the array itself. */
  public PointKey(double[] coordinates) {
    this.coordinates = coordinates;
  }

  /** The array itself. */
  public double[] coordinates() {
    return coordinates;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PointKey that && Arrays.equals(coordinates, that.coordinates);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(coordinates);
  }
}
