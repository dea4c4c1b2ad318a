package dev.hone.internal.tpe;

import java.util.Arrays;

/** A trial as the estimates know it. */
final class Member {
  /** The slot of a group that the trial has no part in. */
  static final int NONE = -1;

  final double[] point;

  /** For each group, the slot among the trials that are not good; or {@link #NONE}. */
  final int[] slots;

  /** The value to be minimised, once told. */
  double value = Double.NaN;

  /** The place in the order of telling, once told. */
  int rank = -1;

  boolean good;

  Member(double[] point, int groups) {
    this.point = point;
    slots = new int[groups];
    Arrays.fill(slots, NONE);
  }

  /** Whether this one is better: of equal ones, the one told earlier. */
  boolean isBetterThan(Member other) {
    return value < other.value || (value == other.value && rank < other.rank);
  }
}
