package dev.hone.gpu;

import static dev.hone.gpu.Launcher.blocks;

/**
 * Predictions of each observation from all others.
 *
 * <p>Source: Rasmussen and Williams (2006), eqs. 5.10 to 5.12.
 */
final class LeaveOneOut {
  private static final double HALF_LOG_2_PI = 0.9189385332046728;

  private LeaveOneOut() {}

  /** The log density of a normal variable at a distance from its mean. */
  static double logNormalDensity(double distance, double variance) {
    return -0.5 * (distance * distance / variance + Math.log(variance)) - HALF_LOG_2_PI;
  }

  /** Writes α and the diagonal of K⁻¹; on the owner thread, solved. */
  static void inverseDiagonal(DevicePosterior posterior, double[] alpha, double[] diagonal) {
    int n = posterior.size();
    int ld = DeviceMatrix.leadingDimension(n);
    try (Scratch scratch = new Scratch(posterior.session.memory())) {
      DeviceBuffer work = scratch.doubles((long) n * ld);
      DeviceBuffer inverse = scratch.doubles((long) n * ld);
      DeviceBuffer result = scratch.doubles(n);
      posterior.la.inverse(
          n,
          posterior.factor(),
          posterior.ld(),
          posterior.inverses(),
          work.address(),
          ld,
          inverse.address(),
          ld);
      Launcher launcher = posterior.session.launcher();
      launcher.of(Kernel.DIAGONAL).arg(n).arg(inverse).arg(ld).arg(result).run(blocks(n));
      posterior.session.transfers().download(result, 0, diagonal, 0, n);
    }
    posterior.copyAlpha(alpha);
  }

  /**
   * Turns α and the diagonal of K⁻¹ into means and variances; returns the sum of the log densities.
   */
  static double predict(int n, double[] y, double[] mean, double[] variance) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      variance[i] = 1 / variance[i];
      double residual = mean[i] * variance[i];
      mean[i] = y[i] - residual;
      sum += logNormalDensity(residual, variance[i]);
    }
    return sum;
  }
}
