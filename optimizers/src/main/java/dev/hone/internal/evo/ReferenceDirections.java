package dev.hone.internal.evo;

import java.util.ArrayList;
import java.util.List;

/**
 * Evenly spread directions of objectives: the points of the unit simplex whose coordinates are
 * multiples of 1/p (Das and Dennis, Normal-Boundary Intersection, 1998). With p below the number m
 * of objectives none would be inside; then a layer of half the size is added around the middle (Deb
 * and Jain, An Evolutionary Many-Objective Optimization Algorithm Using Reference-Point-Based
 * Nondominated Sorting Approach, Part I, 2014, section V).
 */
final class ReferenceDirections {

  private ReferenceDirections() {}

  /** As many as can be had up to {@code most}, but at least m. */
  static List<double[]> of(int m, int most) {
    List<double[]> best = layers(m, 1);
    for (int p = 2; count(m, p, most) <= most; p++) {
      best = layers(m, p);
      if (m == 1) {
        break;
      }
    }
    return best;
  }

  /** How many directions p divisions give; something above {@code most} if more than that. */
  private static long count(int m, int p, int most) {
    long points = binomial(p + m - 1, m - 1, most);
    return p >= m ? points : points + binomial(p + m - 2, m - 1, most);
  }

  private static long binomial(int n, int k, int most) {
    long product = 1;
    for (int i = 1; i <= k && product <= most; i++) {
      product = product * (n - k + i) / i;
    }
    return product;
  }

  private static List<double[]> layers(int m, int p) {
    List<double[]> directions = new ArrayList<>();
    addPoints(directions, new double[m], 0, p, p, 1);
    if (p > 1 && p < m) {
      addPoints(directions, new double[m], 0, p - 1, p - 1, 0.5);
    }
    return directions;
  }

  private static void addPoints(
      List<double[]> directions, double[] point, int j, int left, int p, double scale) {
    int m = point.length;
    if (j == m - 1) {
      point[j] = scale * left / p + (1 - scale) / m;
      directions.add(point.clone());
      return;
    }
    for (int k = 0; k <= left; k++) {
      point[j] = scale * k / p + (1 - scale) / m;
      addPoints(directions, point, j + 1, left - k, p, scale);
    }
  }
}
