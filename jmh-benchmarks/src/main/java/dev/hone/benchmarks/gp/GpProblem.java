package dev.hone.benchmarks.gp;

import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpModel;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Observations of a smooth function on the unit cube, and hyperparameters that suit them. The same
 * size gives the same problem.
 */
final class GpProblem {
  final int n;
  final int d;

  /** The points, n×d. */
  final double[] x;

  /** The n targets. */
  final double[] y;

  /** Natural logarithms of d length-scales, output scale and noise variance. */
  final double[] theta;

  GpProblem(int n, int d) {
    this.n = n;
    this.d = d;
    x = new SplittableRandom(42).doubles((long) n * d).toArray();
    y = new double[n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < d; k++) {
        y[i] += Math.sin(3 * x[i * d + k] + k) / Math.sqrt(d);
      }
    }
    theta = new double[d + 2];
    Arrays.fill(theta, 0, d, Math.log(0.5 * Math.sqrt(d)));
    theta[d + 1] = Math.log(1e-2);
  }

  /** Draws m points to ask about, m×d, from a stream of their own: none is an observation. */
  double[] candidates(int m) {
    return new SplittableRandom(43).doubles((long) m * d).toArray();
  }

  /** The least target. */
  double best() {
    return Arrays.stream(y).min().orElseThrow();
  }

  /** The model that every implementation computes. */
  GpModel model() {
    return GpModel.numeric(CovarianceFunction.MATERN_52, d);
  }
}
