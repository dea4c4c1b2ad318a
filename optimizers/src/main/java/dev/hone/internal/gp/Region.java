package dev.hone.internal.gp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where suggestions are looked for: a box of the unit cube, and how many coordinates of its centre
 * are moved at once.
 */
final class Region {
  private final double[] lower;
  private final double[] upper;
  private final double @Nullable [] centre;
  private final double moved;

  private Region(double[] lower, double[] upper, double @Nullable [] centre, double moved) {
    this.lower = lower;
    this.upper = upper;
    this.centre = centre;
    this.moved = moved;
  }

  /** The whole cube. */
  static Region whole(int d) {
    double[] upper = new double[d];
    Arrays.fill(upper, 1);
    return new Region(new double[d], upper, null, 1);
  }

  /**
   * A box around a point.
   *
   * @param lower d bounds
   * @param upper d bounds
   * @param moved the probability with which each coordinate of a candidate is not the centre's
   */
  static Region around(double[] centre, double[] lower, double[] upper, double moved) {
    return new Region(lower, upper, centre, moved);
  }

  boolean isWhole() {
    return centre == null;
  }

  double lower(int k) {
    return lower[k];
  }

  double upper(int k) {
    return upper[k];
  }

  /** The centre, which the whole cube does not have. */
  double @Nullable [] centre() {
    return centre;
  }

  /** The probability with which each coordinate of a candidate is not the centre's. */
  double moved() {
    return moved;
  }

  /** Whether it is the same box with the same centre. */
  boolean isSame(Region other) {
    return Arrays.equals(lower, other.lower)
        && Arrays.equals(upper, other.upper)
        && Arrays.equals(centre, other.centre);
  }
}
