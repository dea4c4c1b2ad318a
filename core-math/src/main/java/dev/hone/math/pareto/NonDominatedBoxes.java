package dev.hone.math.pareto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The region that a front does not dominate, inside a reference point, as disjoint boxes: what an
 * expectation over the gain in hypervolume is summed over.
 *
 * <p>A box reaches from {@link #lower} to {@link #upper}; lower ends may be −∞. A point y gains, in
 * each box, the volume Πⱼ max(0, uⱼ − max(lⱼ, yⱼ)). For k points there are k + 1 boxes of two
 * objectives, at most 2k + 1 of three, and O(k^⌊m/2⌋) of m. Immutable.
 *
 * <p>Source: Lacour, Klamroth and Fonseca, A box decomposition algorithm to compute the hypervolume
 * indicator (2017): local upper bounds and the points that define them.
 */
public final class NonDominatedBoxes {
  private final int m;
  private final double[] lower;
  private final double[] upper;

  private NonDominatedBoxes(int m, double[] lower, double[] upper) {
    this.m = m;
    this.lower = lower;
    this.upper = upper;
  }

  /**
   * Decomposes what is left by points; those that are dominated or not inside the reference change
   * nothing.
   *
   * @param n number of points
   * @param m number of objectives
   * @param values n×m
   * @param reference m finite values
   * @throws IllegalArgumentException if a shape is wrong, a value is NaN, or the reference is not
   *     finite
   */
  public static NonDominatedBoxes of(int n, int m, double[] values, double[] reference) {
    ParetoPoints.checkReference(m, reference);
    int[] front = distinctInside(ParetoFront.nonDominated(n, m, values), m, values, reference);
    int k = front.length;
    // The source wants no two points to agree in an objective: those who do are told apart by
    // their index, and what lies between them turns out empty.
    double[][] levels = new double[m][];
    double[][] ranked = new double[k][m];
    double[] outermost = new double[m];
    for (int j = 0; j < m; j++) {
      levels[j] = rank(front, m, j, values, ranked, reference[j]);
      outermost[j] = k;
    }
    List<Corner> corners = List.of(Corner.of(outermost));
    for (double[] point : ranked) {
      corners = cut(corners, point);
    }
    double[] lower = new double[corners.size() * m];
    double[] upper = new double[corners.size() * m];
    int size = 0;
    for (Corner corner : corners) {
      if (corner.writeBox(levels, lower, upper, size * m)) {
        size++;
      }
    }
    return new NonDominatedBoxes(m, Arrays.copyOf(lower, size * m), Arrays.copyOf(upper, size * m));
  }

  private static int[] distinctInside(int[] front, int m, double[] values, double[] reference) {
    Set<List<Double>> seen = new HashSet<>();
    return Arrays.stream(front)
        .filter(
            i -> {
              List<Double> point = new ArrayList<>(m);
              for (int j = 0; j < m; j++) {
                if (!(values[i * m + j] < reference[j])) {
                  return false;
                }
                point.add(values[i * m + j] + 0.0);
              }
              return seen.add(point);
            })
        .toArray();
  }

  /** Writes the ranks of an objective; returns its values by rank, the reference at the end. */
  private static double[] rank(
      int[] front, int m, int j, double[] values, double[][] ranked, double reference) {
    Integer[] order = new Integer[front.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> values[front[i] * m + j]));
    double[] levels = new double[front.length + 1];
    for (int r = 0; r < order.length; r++) {
      ranked[order[r]][j] = r;
      levels[r] = values[front[order[r]] * m + j];
    }
    levels[order.length] = reference;
    return levels;
  }

  /**
   * A local upper bound, in ranks: no point is less than it in every objective, and it cannot be
   * raised.
   *
   * @param bound its coordinates
   * @param definers for each objective the point that the coordinate is of; the other coordinates
   *     of that point are less than the bound's
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed on, not written to.
  private record Corner(double[] bound, double[][] definers) {

    static Corner of(double[] reference) {
      int m = reference.length;
      double[][] definers = new double[m][m];
      for (int j = 0; j < m; j++) {
        Arrays.fill(definers[j], Double.NEGATIVE_INFINITY);
        definers[j][j] = reference[j];
      }
      return new Corner(reference.clone(), definers);
    }

    boolean isAbove(double[] point) {
      for (int j = 0; j < bound.length; j++) {
        if (!(point[j] < bound[j])) {
          return false;
        }
      }
      return true;
    }

    /** The largest coordinate j among the definers of the objectives before {@code end} but j. */
    double reach(int j, int end) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < end; k++) {
        if (k != j) {
          largest = Math.max(largest, definers[k][j]);
        }
      }
      return largest;
    }

    Corner loweredTo(double[] point, int j) {
      double[] lowered = bound.clone();
      lowered[j] = point[j];
      double[][] changed = definers.clone();
      changed[j] = point;
      return new Corner(lowered, changed);
    }

    /**
     * Writes the box of this bound; returns whether there is something in it.
     *
     * @param levels the values that the ranks stand for
     */
    boolean writeBox(double[][] levels, double[] lower, double[] upper, int offset) {
      for (int j = 0; j < bound.length; j++) {
        double reach = reach(j, j);
        double from = reach < 0 ? reach : levels[j][(int) reach];
        double to = levels[j][(int) bound[j]];
        if (!(from < to)) {
          return false;
        }
        lower[offset + j] = from;
        upper[offset + j] = to;
      }
      return true;
    }
  }

  private static List<Corner> cut(List<Corner> corners, double[] point) {
    List<Corner> next = new ArrayList<>(corners.size() + 2);
    for (Corner corner : corners) {
      if (!corner.isAbove(point)) {
        next.add(corner);
        continue;
      }
      for (int j = 0; j < point.length; j++) {
        // Otherwise another bound covers it.
        if (point[j] > corner.reach(j, point.length)) {
          next.add(corner.loweredTo(point, j));
        }
      }
    }
    return next;
  }

  /** The number of boxes. */
  public int size() {
    return upper.length / m;
  }

  /** The number m of objectives. */
  public int objectives() {
    return m;
  }

  /** Where a box begins in objective j, or −∞. */
  public double lower(int box, int j) {
    return lower[box * m + j];
  }

  /** Where a box ends in objective j; finite. */
  public double upper(int box, int j) {
    return upper[box * m + j];
  }

  /**
   * The volume that a point would add to the hypervolume; O(m) for each box.
   *
   * @param y m values
   */
  public double improvement(double[] y) {
    double sum = 0;
    for (int box = 0; box < size(); box++) {
      double product = 1;
      for (int j = 0; j < m; j++) {
        product *= Math.max(0, upper(box, j) - Math.max(lower(box, j), y[j]));
      }
      sum += product;
    }
    return sum;
  }
}
