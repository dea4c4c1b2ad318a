package dev.hone.math.pareto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Domination among points of several objectives, all minimised: a point dominates another if it is
 * no worse in any objective and better in at least one. Equal points do not dominate each other.
 *
 * <p>Points are row-major, n×m. Infinite values are fine, NaN is not. Static methods without state,
 * safe for use from many threads.
 */
public final class ParetoFront {

  private ParetoFront() {}

  /** Whether one point of m objectives dominates another; O(m). */
  public static boolean dominates(int m, double[] a, int aOffset, double[] b, int bOffset) {
    boolean better = false;
    for (int j = 0; j < m; j++) {
      double x = a[aOffset + j];
      double y = b[bOffset + j];
      if (!(x <= y)) {
        return false;
      }
      better |= x < y;
    }
    return better;
  }

  /**
   * Returns the indices, ascending, of the points that no other dominates; O(n log n + n·k·m) for a
   * front of k.
   *
   * @param n number of points
   * @param m number of objectives
   * @param values n×m
   * @throws IllegalArgumentException if the shape is wrong or a value is NaN
   */
  public static int[] nonDominated(int n, int m, double[] values) {
    ParetoPoints.check(n, m, values);
    int[] front = new int[n];
    int size = 0;
    // In lexicographic order nothing dominates a point but points before it.
    for (int i : lexicographic(n, m, values)) {
      if (!isDominated(m, values, i, front, size)) {
        front[size++] = i;
      }
    }
    int[] result = Arrays.copyOf(front, size);
    Arrays.sort(result);
    return result;
  }

  /**
   * Returns every point's front: 0 for those that no other dominates, 1 for those that only points
   * of front 0 dominate, and so on; O(n log n + n·log(f)·k·m) for f fronts of k, at worst O(n²m).
   *
   * <p>Source: Zhang, Tian, Cheng and Jin, An efficient approach to nondominated sorting for
   * evolutionary multiobjective optimization (2015), ENS-BS.
   *
   * @param n number of points
   * @param m number of objectives
   * @param values n×m
   * @throws IllegalArgumentException if the shape is wrong or a value is NaN
   */
  public static int[] ranks(int n, int m, double[] values) {
    ParetoPoints.check(n, m, values);
    int[] ranks = new int[n];
    List<Front> fronts = new ArrayList<>();
    for (int i : lexicographic(n, m, values)) {
      int low = 0;
      int high = fronts.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        Front front = fronts.get(middle);
        if (isDominated(m, values, i, front.members, front.size)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      if (low == fronts.size()) {
        fronts.add(new Front());
      }
      fronts.get(low).add(i);
      ranks[i] = low;
    }
    return ranks;
  }

  /**
   * The crowding distance of every member of a front: the sum over objectives of the gap between
   * its neighbours, relative to the range of the front; infinite at the ends. O(m·k log k) for k
   * members.
   *
   * <p>Source: Deb, Pratap, Agarwal and Meyarivan, A fast and elitist multiobjective genetic
   * algorithm: NSGA-II (2002), section III-B.
   *
   * @param m number of objectives
   * @param values the points, row-major, finite
   * @param front indices of the members
   * @return a distance for each member, in the order of {@code front}
   */
  public static double[] crowdingDistances(int m, double[] values, int[] front) {
    double[] distances = new double[front.length];
    if (front.length == 0) {
      return distances;
    }
    Integer[] order = new Integer[front.length];
    Arrays.setAll(order, i -> i);
    for (int j = 0; j < m; j++) {
      int objective = j;
      Arrays.sort(
          order, Comparator.comparingDouble((Integer i) -> values[front[i] * m + objective]));
      double least = values[front[order[0]] * m + j];
      double range = values[front[order[order.length - 1]] * m + j] - least;
      distances[order[0]] = Double.POSITIVE_INFINITY;
      distances[order[order.length - 1]] = Double.POSITIVE_INFINITY;
      for (int i = 1; range > 0 && i < order.length - 1; i++) {
        double gap = values[front[order[i + 1]] * m + j] - values[front[order[i - 1]] * m + j];
        distances[order[i]] += gap / range;
      }
    }
    return distances;
  }

  /** Members of a front, in the order they were found. */
  private static final class Front {
    private int[] members = new int[8];
    private int size;

    void add(int index) {
      if (size == members.length) {
        members = Arrays.copyOf(members, 2 * size);
      }
      members[size++] = index;
    }
  }

  /** The latest members are the most like to dominate, being next in the order. */
  private static boolean isDominated(int m, double[] values, int point, int[] members, int size) {
    for (int k = size - 1; k >= 0; k--) {
      if (dominates(m, values, members[k] * m, values, point * m)) {
        return true;
      }
    }
    return false;
  }

  /** Indices by rising first objective, ties by the second, and so on. */
  static int[] lexicographic(int n, int m, double[] values) {
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        (a, b) -> {
          for (int j = 0; j < m; j++) {
            // Not Double.compare, to which −0 is less than 0: domination does not tell them apart.
            double x = values[a * m + j];
            double y = values[b * m + j];
            if (x != y) {
              return x < y ? -1 : 1;
            }
          }
          return Integer.compare(a, b);
        });
    int[] indices = new int[n];
    Arrays.setAll(indices, i -> order[i]);
    return indices;
  }
}
