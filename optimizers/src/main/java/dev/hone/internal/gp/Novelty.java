package dev.hone.internal.gp;

import dev.hone.internal.PointKey;
import dev.hone.spi.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which points are worth suggesting: those not tried yet and not next to a trial that is under way
 * or planned beside.
 *
 * <p>The distance is asked of pending trials only. Among told ones a search may close in on an
 * optimum as far as it likes; among pending ones, two points all but the same would spend two
 * evaluations on what one of them tells.
 *
 * <p>Pending points lie in cells along one dimension, so that only those of three cells have to be
 * looked at.
 */
final class Novelty {
  /** Least distance to a pending trial, in the maximum norm of the unit cube. */
  static final double SPREAD = 1e-3;

  private final int dimension;
  private History history;
  private final Map<Long, List<double[]>> cells = new HashMap<>();
  private final Set<PointKey> planned = new HashSet<>();

  Novelty(EncodedSpace space, History history) {
    this.dimension = space.widestDimension();
    this.history = history;
    begin(history);
  }

  /** Starts over, without plans. */
  void begin(History current) {
    history = current;
    cells.clear();
    planned.clear();
    for (double[] pending : current.pending()) {
      put(pending);
    }
  }

  /** Takes a canonical point as planned: from now on neither it nor its surroundings are new. */
  void plan(double[] point) {
    planned.add(new PointKey(point));
    put(point);
  }

  private void put(double[] point) {
    cells.computeIfAbsent(cell(point), cell -> new ArrayList<>()).add(point);
  }

  private long cell(double[] point) {
    return (long) (point[dimension] / SPREAD);
  }

  /** Whether a trial stands at a canonical point or is planned there; O(d). */
  boolean isTaken(double[] point) {
    return history.contains(point) || (!planned.isEmpty() && planned.contains(new PointKey(point)));
  }

  /** Whether a canonical point may be suggested; O(d) for every pending trial nearby. */
  boolean accepts(double[] point) {
    if (isTaken(point)) {
      return false;
    }
    if (cells.isEmpty()) {
      return true;
    }
    long cell = cell(point);
    return isFarFrom(cells.get(cell - 1), point)
        && isFarFrom(cells.get(cell), point)
        && isFarFrom(cells.get(cell + 1), point);
  }

  private static boolean isFarFrom(@Nullable List<double[]> near, double[] point) {
    if (near != null) {
      for (double[] other : near) {
        if (isNear(point, other)) {
          return false;
        }
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
