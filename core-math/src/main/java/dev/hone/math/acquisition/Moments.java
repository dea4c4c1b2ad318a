package dev.hone.math.acquisition;

import dev.hone.math.gp.GpPosterior;
import java.util.Arrays;

/** Means and variances of points, with their gradients, in arrays that are used again. */
final class Moments {
  private final GpPosterior posterior;
  private final int dimension;
  private double[] means = {};
  private double[] variances = {};
  private double[] meanGradients = {};
  private double[] varianceGradients = {};

  Moments(GpPosterior posterior) {
    this.posterior = posterior;
    this.dimension = posterior.model().dimension();
  }

  /** Computes the moments of m points. A variance held at its floor does not move. */
  void compute(int m, double[] x, boolean differentiable) {
    grow(m, differentiable);
    if (!differentiable) {
      posterior.posterior(m, x, means, variances);
    } else {
      posterior.posterior(m, x, means, variances, meanGradients, varianceGradients);
    }
    for (int j = 0; j < m; j++) {
      if (!(variances[j] > LogExpectedImprovement.VARIANCE_FLOOR)) {
        variances[j] = LogExpectedImprovement.VARIANCE_FLOOR;
        if (differentiable) {
          Arrays.fill(varianceGradients, j * dimension, (j + 1) * dimension, 0);
        }
      }
    }
  }

  /** Computes the means alone. */
  void computeMeans(int m, double[] x, boolean differentiable) {
    grow(m, differentiable);
    if (!differentiable) {
      posterior.posterior(m, x, means, null);
    } else {
      posterior.posterior(m, x, means, null, meanGradients, null);
    }
  }

  private void grow(int m, boolean differentiable) {
    if (means.length < m) {
      means = new double[m];
      variances = new double[m];
    }
    if (differentiable && meanGradients.length < m * dimension) {
      meanGradients = new double[m * dimension];
      varianceGradients = new double[m * dimension];
    }
  }

  double mean(int j) {
    return means[j];
  }

  double variance(int j) {
    return variances[j];
  }

  double deviation(int j) {
    return Math.sqrt(variances[j]);
  }

  /** Adds to row j of a gradient what derivatives by the moments of point j amount to. */
  void addGradient(int j, double byMean, double byVariance, double[] gradient) {
    addMeanGradient(j, byMean, gradient);
    for (int k = j * dimension; k < (j + 1) * dimension; k++) {
      gradient[k] = Math.fma(byVariance, varianceGradients[k], gradient[k]);
    }
  }

  void addMeanGradient(int j, double byMean, double[] gradient) {
    for (int k = j * dimension; k < (j + 1) * dimension; k++) {
      gradient[k] = Math.fma(byMean, meanGradients[k], gradient[k]);
    }
  }

  /** Sets m rows to 0. */
  void clear(int m, double[] gradient) {
    Arrays.fill(gradient, 0, m * dimension, 0);
  }
}
