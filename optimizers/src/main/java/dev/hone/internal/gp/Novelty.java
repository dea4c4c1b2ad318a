package dev.hone.internal.gp;

import dev.hone.spi.History;

/**
 * Which points are worth suggesting: those not tried yet and not next to a trial that is under way.
 *
 * <p>The distance is asked of pending trials only. Among told ones a search may close in on an
 * optimum as far as it likes; among pending ones, two points all but the same would spend two
 * evaluations on what one of them tells.
 */
final class Novelty {
  /** Least distance to a pending trial, in the maximum norm of the unit cube. */
  private static final double SPREAD = 1e-3;

  private final History history;

  Novelty(History history) {
    this.history = history;
  }

  /** Whether a canonical point may be suggested; O(d) for every pending trial. */
  boolean accepts(double[] point) {
    if (history.contains(point)) {
      return false;
    }
    for (double[] pending : history.pending()) {
      if (isNear(point, pending)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNear(double[] a, double[] b) {
    for (int k = 0; k < a.length; k++) {
      if (Math.abs(a[k] - b[k]) >= SPREAD) {
        return false;
      }
    }
    return true;
  }
}
