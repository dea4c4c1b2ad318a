package dev.hone.internal.tpe;

import dev.hone.Outcome;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A trial as the estimates know it. */
final class Member {
  /** The slot of a group that the trial has no part in. */
  static final int NONE = -1;

  final double[] point;

  /** For each group, the slot among the trials that are not good; or {@link #NONE}. */
  final int[] slots;

  /** What was told, to be minimised. */
  @Nullable Outcome outcome;

  /** By how much constraints are missed in all; 0 if they are met. */
  double violation;

  /** The place in the order of telling, once told. */
  int rank = -1;

  boolean good;

  Member(double[] point, int groups) {
    this.point = point;
    slots = new int[groups];
    Arrays.fill(slots, NONE);
  }

  void tell(Outcome minimized, int place) {
    outcome = minimized;
    rank = place;
    violation = 0;
    for (int i = 0; i < minimized.constraintCount(); i++) {
      violation += Math.max(minimized.constraint(i), 0);
    }
  }

  double value(int objective) {
    return Objects.requireNonNull(outcome).objective(objective);
  }

  /**
   * Whether this one is better in the one objective; what misses constraints comes last, by how
   * much. Of equal ones, the one told earlier is better.
   */
  boolean isBetterThan(Member other) {
    if (violation != other.violation) {
      return violation < other.violation;
    }
    return value(0) < other.value(0) || (value(0) == other.value(0) && rank < other.rank);
  }
}
