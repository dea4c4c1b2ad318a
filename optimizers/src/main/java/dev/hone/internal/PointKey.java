package dev.hone.internal;

import java.util.Arrays;

/** A point as a key: compared by the bits of its coordinates, which must not change in a map. */
public final class PointKey {
  private double[] coordinates;

  /** Keeps the array itself. */
  public PointKey(double[] coordinates) {
    this.coordinates = coordinates;
  }

  /** The array itself. */
  public double[] coordinates() {
    return coordinates;
  }

  /** Makes this key, which is in no map, that of another point: one key looks up many. */
  public PointKey reusedFor(double[] other) {
    coordinates = other;
    return this;
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
