package dev.hone.math.cma;

import dev.hone.math.linalg.Shapes;

/**
 * Where a {@link CmaEs} starts if evaluations of a similar problem are at hand: the normal
 * distribution nearest to a mixture of small ones around the best points. Immutable.
 *
 * <p>Source: Nomura, Watanabe, Akimoto, Ozaki and Onishi, Warm Starting CMA-ES for Hyperparameter
 * Optimization (2021), section 4, with its constants α = γ = 0.1.
 */
public final class WarmStart {
  private static final double BEST_SHARE = 0.1;
  private static final double SPREAD = 0.1;

  private final double[] mean;
  private final double sigma;
  private final double[] covariance;

  /**
   * Learns from evaluations of a similar problem; O(mn²).
   *
   * @param n the dimension
   * @param points m×n, row-major
   * @param values m values that were minimised; NaN ones are left out
   * @param width what the search region measures along a coordinate, 1 for the unit cube
   * @throws IllegalArgumentException if the shapes do not fit, no value is a number, or the width
   *     is not positive
   */
  public WarmStart(int n, double[] points, double[] values, double width) {
    int m = values.length;
    Shapes.checkMatrix("points", m, n, points, 0, n);
    if (!(width > 0 && width <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("width = " + width + ": expected a positive number");
    }
    Ranking ranking = new Ranking(m);
    int ranked = ranking.rank(values, m);
    if (ranked == 0) {
      throw new IllegalArgumentException("none of " + m + " values is a number");
    }
    int best = (int) Math.max(1, BEST_SHARE * ranked);
    mean = new double[n];
    for (int i = 0; i < best; i++) {
      for (int j = 0; j < n; j++) {
        mean[j] += points[ranking.order()[i] * n + j] / best;
      }
    }
    covariance = new double[n * n];
    for (int j = 0; j < n; j++) {
      covariance[j * n + j] = SPREAD * SPREAD * width * width;
    }
    for (int i = 0; i < best; i++) {
      int row = ranking.order()[i] * n;
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          double product = (points[row + j] - mean[j]) * (points[row + k] - mean[k]);
          covariance[j * n + k] += product / best;
        }
      }
    }
    double trace = 0;
    for (int j = 0; j < n; j++) {
      trace += covariance[j * n + j] / n;
    }
    sigma = Math.sqrt(trace);
    for (int j = 0; j < n * n; j++) {
      covariance[j] /= trace;
    }
  }

  /** A copy of the mean of the distribution. */
  public double[] mean() {
    return mean.clone();
  }

  /** The step size: the root of the mean variance. */
  public double sigma() {
    return sigma;
  }

  /** A copy of the covariance in units of σ², n×n. */
  public double[] covariance() {
    return covariance.clone();
  }
}
