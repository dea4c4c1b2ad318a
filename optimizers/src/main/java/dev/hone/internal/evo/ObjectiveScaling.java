package dev.hone.internal.evo;

/**
 * The adaptive normalisation of NSGA-III: objectives from the ideal point, 0, to the intercepts of
 * the plane through the extreme points, 1 (Deb and Jain, 2014, section IV-C). Where there is no
 * such plane, to the largest values of the first front.
 */
final class ObjectiveScaling {
  private static final double OFF_AXIS = 1e6;
  private static final double LEAST = 1e-12;

  private ObjectiveScaling() {}

  /** The scaled objectives of all members, row-major. */
  static double[] of(Standings standings) {
    int m = standings.objectives();
    double[] scaled = standings.values().clone();
    int n = scaled.length / m;
    int[] front = standings.front(0);
    for (int j = 0; j < m; j++) {
      double ideal = Double.POSITIVE_INFINITY;
      for (int i : front) {
        ideal = Math.min(ideal, scaled[i * m + j]);
      }
      for (int i = 0; i < n; i++) {
        scaled[i * m + j] -= ideal;
      }
    }
    double[] lengths = lengths(m, scaled, front);
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] /= lengths[i % m];
    }
    return scaled;
  }

  private static double[] lengths(int m, double[] scaled, int[] front) {
    double[] largest = new double[m];
    for (int i : front) {
      for (int j = 0; j < m; j++) {
        largest[j] = Math.max(largest[j], scaled[i * m + j]);
      }
    }
    double[] lengths = intercepts(m, scaled, front);
    for (int j = 0; j < m; j++) {
      // Comparisons are false for NaN, which a singular plane gives.
      boolean usable = lengths[j] > LEAST && lengths[j] <= 2 * largest[j];
      lengths[j] = Math.max(usable ? lengths[j] : largest[j], LEAST);
    }
    return lengths;
  }

  /** Where the plane through the extreme points meets the axes. */
  private static double[] intercepts(int m, double[] scaled, int[] front) {
    double[][] rows = new double[m][m + 1];
    for (int axis = 0; axis < m; axis++) {
      System.arraycopy(scaled, extreme(m, scaled, front, axis) * m, rows[axis], 0, m);
      rows[axis][m] = 1;
    }
    double[] inverse = solve(rows);
    for (int j = 0; j < m; j++) {
      inverse[j] = 1 / inverse[j];
    }
    return inverse;
  }

  /** The member closest to an axis, by the achievement scalarising function. */
  private static int extreme(int m, double[] scaled, int[] front, int axis) {
    int best = front[0];
    double least = Double.POSITIVE_INFINITY;
    for (int i : front) {
      double largest = 0;
      for (int j = 0; j < m; j++) {
        largest = Math.max(largest, scaled[i * m + j] * (j == axis ? 1 : OFF_AXIS));
      }
      if (largest < least) {
        least = largest;
        best = i;
      }
    }
    return best;
  }

  /** Gauss–Jordan elimination with row pivoting; NaN or infinite if singular. */
  private static double[] solve(double[][] rows) {
    int m = rows.length;
    for (int k = 0; k < m; k++) {
      int pivot = k;
      for (int i = k + 1; i < m; i++) {
        if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) {
          pivot = i;
        }
      }
      double[] row = rows[pivot];
      rows[pivot] = rows[k];
      rows[k] = row;
      for (int i = 0; i < m; i++) {
        double factor = i == k ? 0 : rows[i][k] / row[k];
        for (int j = k; j <= m && i != k; j++) {
          rows[i][j] -= factor * row[j];
        }
      }
    }
    double[] x = new double[m];
    for (int k = 0; k < m; k++) {
      x[k] = rows[k][m] / rows[k][k];
    }
    return x;
  }
}
