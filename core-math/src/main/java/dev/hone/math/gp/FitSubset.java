package dev.hone.math.gp;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Observations that stand for all when there are too many to fit hyperparameters to: the one of the
 * smallest target first, then each time the one that is farthest from those chosen, so that no
 * region is left out and near-duplicates come last.
 *
 * <p>Source: Gonzalez, Clustering to minimize the maximum intercluster distance (1985).
 */
final class FitSubset {
  private final double[] points;
  private final double[] targets;
  private final double @Nullable [] noise;

  private FitSubset(double[] points, double[] targets, double @Nullable [] noise) {
    this.points = points;
    this.targets = targets;
    this.noise = noise;
  }

  /**
   * Chooses observations; O(count·nd). Categories are at distance 1 from each other, like the ends
   * of a numeric dimension. Of equally far ones the first is taken.
   *
   * @param count how many, at most n
   * @param dimensions their d kinds
   * @param x n×d, row-major
   * @param y n targets
   * @param noise a variance for each, or null
   */
  static FitSubset choose(
      int count,
      int n,
      List<DimensionKind> dimensions,
      double[] x,
      double[] y,
      double @Nullable [] noise) {
    int d = dimensions.size();
    boolean[] categorical = new boolean[d];
    for (int k = 0; k < d; k++) {
      categorical[k] = dimensions.get(k) == DimensionKind.CATEGORICAL;
    }
    double[] distance = new double[n];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    double[] points = new double[count * d];
    double[] targets = new double[count];
    double[] variances = noise == null ? null : new double[count];
    int next = 0;
    for (int i = 1; i < n; i++) {
      if (y[i] < y[next]) {
        next = i;
      }
    }
    for (int c = 0; c < count; c++) {
      System.arraycopy(x, next * d, points, c * d, d);
      targets[c] = y[next];
      if (variances != null && noise != null) {
        variances[c] = noise[next];
      }
      // Never again, not even where all that is left repeats what was chosen.
      distance[next] = -1;
      next = farthest(n, categorical, x, next, distance);
    }
    return new FitSubset(points, targets, variances);
  }

  /** Brings the distances from the chosen up to date with one more, and finds the largest. */
  private static int farthest(
      int n, boolean[] categorical, double[] x, int chosen, double[] distance) {
    int d = categorical.length;
    int farthest = 0;
    for (int i = 0; i < n; i++) {
      double squared = 0;
      for (int k = 0; k < d; k++) {
        double difference = x[i * d + k] - x[chosen * d + k];
        squared += categorical[k] ? (difference == 0 ? 0 : 1) : difference * difference;
      }
      distance[i] = Math.min(distance[i], squared);
      if (distance[i] > distance[farthest]) {
        farthest = i;
      }
    }
    return farthest;
  }

  /** count×d, row-major. */
  double[] points() {
    return points;
  }

  /** One target for each point. */
  double[] targets() {
    return targets;
  }

  /** One variance for each point, or null if none was given. */
  double @Nullable [] noise() {
    return noise;
  }
}
