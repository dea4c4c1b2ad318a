package dev.hone.math.pareto;

import java.util.Arrays;

/**
 * The volume that points of several objectives, all minimised, dominate within a reference point:
 * exact, in any number of objectives.
 *
 * <p>Two objectives take a sort, three a sweep with a staircase. From four on the volume is the sum
 * over the points, worst in the last objective first, of what each adds to those after it; these
 * agree in the last objective once limited to it, so that one objective less is left. That is
 * exponential in the objectives beyond three: fine for hundreds of points of five objectives.
 *
 * <p>Points are row-major, n×m. What is not better than the reference in every objective adds
 * nothing. Static methods without state, safe for use from many threads.
 *
 * <p>Source: While, Bradstreet and Barone, A fast way of calculating exact hypervolumes (2012), WFG
 * with slicing; the sweep as in Fonseca, Paquete and López-Ibáñez, An improved dimension-sweep
 * algorithm for the hypervolume indicator (2006).
 */
public final class Hypervolume {

  private Hypervolume() {}

  /**
   * Returns the volume dominated; O(n log n) for m = 2, O(n log n + n·k) with a front of k for m =
   * 3.
   *
   * @param n number of points
   * @param m number of objectives
   * @param values n×m
   * @param reference m finite values that are worse than those of interest
   * @return the volume, 0 or more; infinite if a point is −∞ somewhere
   * @throws IllegalArgumentException if a shape is wrong, a value is NaN, or the reference is not
   *     finite
   */
  public static double of(int n, int m, double[] values, double[] reference) {
    ParetoPoints.check(n, m, values);
    ParetoPoints.checkReference(m, reference);
    return volume(inside(n, m, values, reference), m, reference);
  }

  /**
   * Returns for every point the volume that it alone dominates: what the hypervolume would lose
   * without it. As n times {@link #of}.
   *
   * @param n number of points
   * @param m number of objectives
   * @param values n×m
   * @param reference m finite values
   * @throws IllegalArgumentException as {@link #of}
   */
  public static double[] contributions(int n, int m, double[] values, double[] reference) {
    ParetoPoints.check(n, m, values);
    ParetoPoints.checkReference(m, reference);
    double[] result = new double[n];
    for (int i = 0; i < n; i++) {
      if (box(m, values, i * m, reference) > 0) {
        result[i] = contribution(n, m, values, i, reference);
      }
    }
    return result;
  }

  private static double contribution(int n, int m, double[] values, int i, double[] reference) {
    double[] limited = new double[(n - 1) * m];
    double[] near = reference.clone();
    int size = 0;
    for (int other = 0; other < n; other++) {
      if (other != i) {
        int at = m * size++;
        limit(m, values, other * m, values, i * m, limited, at);
        drawNear(m, near, limited, at, values, i * m);
      }
    }
    double box = box(m, values, i * m, near);
    return box > 0 ? Math.max(0, box - volume(inside(n - 1, m, limited, near), m, near)) : 0;
  }

  /**
   * What lies beyond a point that is worse in one objective only is shared: without it, the volume
   * is not lost in the rounding of a larger one. In two dimensions nothing else is shared.
   */
  private static void drawNear(
      int m, double[] near, double[] limited, int offset, double[] values, int point) {
    int worse = -1;
    for (int j = 0; j < m; j++) {
      if (limited[offset + j] > values[point + j]) {
        if (worse >= 0) {
          return;
        }
        worse = j;
      }
    }
    int j = Math.max(worse, 0);
    near[j] = Math.min(near[j], limited[offset + j]);
  }

  /**
   * A reference point from the points themselves: the worst value of the front in every objective
   * and a tenth of the front's range beyond it. Where the front has no range, that of all points
   * counts, or else the magnitude of the value.
   *
   * <p>Source: Ishibuchi et al., How to specify a reference point in hypervolume calculation
   * (2018).
   *
   * @param n number of points, at least 1
   * @param m number of objectives
   * @param values n×m, finite
   * @throws IllegalArgumentException if a shape is wrong or a value is NaN
   */
  public static double[] referencePoint(int n, int m, double[] values) {
    if (n < 1) {
      throw new IllegalArgumentException("n = " + n + ": expected at least 1");
    }
    int[] front = ParetoFront.nonDominated(n, m, values);
    int[] all = new int[n];
    Arrays.setAll(all, i -> i);
    double[] reference = new double[m];
    for (int j = 0; j < m; j++) {
      double worst = extreme(front, m, j, values, 1);
      double range = worst + extreme(front, m, j, values, -1);
      if (!(range > 0)) {
        range = extreme(all, m, j, values, 1) + extreme(all, m, j, values, -1);
      }
      double margin = 0.1 * (range > 0 ? range : Math.max(Math.abs(worst), Double.MIN_NORMAL));
      // At the end of the doubles there is nothing beyond.
      reference[j] = Math.min(worst + margin, Double.MAX_VALUE);
    }
    return reference;
  }

  private static double extreme(int[] indices, int m, int j, double[] values, double sign) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i : indices) {
      largest = Math.max(largest, sign * values[i * m + j]);
    }
    return largest;
  }

  /** The points that are better than the reference in every objective. */
  private static double[] inside(int n, int m, double[] values, double[] reference) {
    double[] kept = new double[n * m];
    int size = 0;
    for (int i = 0; i < n; i++) {
      if (box(m, values, i * m, reference) > 0) {
        System.arraycopy(values, i * m, kept, m * size++, m);
      }
    }
    return Arrays.copyOf(kept, size * m);
  }

  /** The volume between one point and the reference; 0 unless it is better in every objective. */
  private static double box(int m, double[] values, int offset, double[] reference) {
    double product = 1;
    for (int j = 0; j < m; j++) {
      double side = reference[j] - values[offset + j];
      if (!(side > 0)) {
        return 0;
      }
      product *= side;
    }
    return product;
  }

  private static void limit(
      int m, double[] p, int pOffset, double[] to, int toOffset, double[] result, int offset) {
    for (int j = 0; j < m; j++) {
      result[offset + j] = Math.max(p[pOffset + j], to[toOffset + j]);
    }
  }

  /** Points inside the reference, m to a row; more coordinates of the reference are ignored. */
  private static double volume(double[] points, int m, double[] reference) {
    int n = points.length / m;
    if (n == 0) {
      return 0;
    }
    if (n == 1) {
      return box(m, points, 0, reference);
    }
    return switch (m) {
      case 1 -> reference[0] - Arrays.stream(points).min().getAsDouble();
      case 2 -> area(points, reference);
      case 3 -> sweep(points, reference);
      default -> slices(points, m, reference);
    };
  }

  private static double area(double[] points, double[] reference) {
    double area = 0;
    double lowest = reference[1];
    for (int i : ParetoFront.lexicographic(points.length / 2, 2, points)) {
      double y = points[2 * i + 1];
      if (y < lowest) {
        area += (reference[0] - points[2 * i]) * (lowest - y);
        lowest = y;
      }
    }
    return area;
  }

  private static double sweep(double[] points, double[] reference) {
    int n = points.length / 3;
    Staircase stairs = new Staircase(n, reference[0], reference[1]);
    double volume = 0;
    int[] order = descending(points, 3);
    for (int k = n - 1; k >= 0; k--) {
      int p = 3 * order[k];
      stairs.add(points[p], points[p + 1]);
      double next = k > 0 ? points[3 * order[k - 1] + 2] : reference[2];
      if (next > points[p + 2]) {
        volume += stairs.area() * (next - points[p + 2]);
      }
    }
    return volume;
  }

  /** What every point adds to those after it, which are no worse in the last objective. */
  private static double slices(double[] points, int m, double[] reference) {
    int[] order = descending(points, m);
    int rest = m - 1;
    double volume = 0;
    for (int k = 0; k < order.length; k++) {
      int p = order[k] * m;
      double[] limited = new double[(order.length - k - 1) * rest];
      for (int i = k + 1; i < order.length; i++) {
        limit(rest, points, order[i] * m, points, p, limited, (i - k - 1) * rest);
      }
      double shared = volume(frontOf(limited, rest), rest, reference);
      double added = Math.max(0, box(rest, points, p, reference) - shared);
      volume += added * (reference[rest] - points[p + rest]);
    }
    return volume;
  }

  private static double[] frontOf(double[] points, int m) {
    int[] front = ParetoFront.nonDominated(points.length / m, m, points);
    double[] kept = new double[front.length * m];
    for (int i = 0; i < front.length; i++) {
      System.arraycopy(points, front[i] * m, kept, i * m, m);
    }
    return kept;
  }

  /** Indices by falling last objective. */
  private static int[] descending(double[] points, int m) {
    Integer[] order = new Integer[points.length / m];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(points[b * m + m - 1], points[a * m + m - 1]));
    return Arrays.stream(order).mapToInt(i -> i).toArray();
  }
}
