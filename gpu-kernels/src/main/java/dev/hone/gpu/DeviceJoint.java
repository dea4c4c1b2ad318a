package dev.hone.gpu;

import static dev.hone.gpu.Launcher.blocks;

import dev.hone.math.linalg.NumericalException;
import dev.hone.math.random.CounterRandom;

/**
 * The joint posterior of the latent function at m points. Only for the owner thread.
 *
 * <p>Source: Rasmussen and Williams (2006), eqs. 2.23 and 2.24, and appendix A.2 for samples.
 */
final class DeviceJoint {
  /** Added to the variances before they are factored, relative to the prior variance. */
  private static final double SMALLEST_JITTER = 1e-12;

  /** Each ten times the one before. */
  private static final int JITTERS = 9;

  private final DevicePosterior posterior;
  private final int dimension;

  DeviceJoint(DevicePosterior posterior, int dimension) {
    this.posterior = posterior;
    this.dimension = dimension;
  }

  /** As {@link dev.hone.math.gp.GpEngine#posteriorCovariance}, but for the means. */
  void covariance(int m, double[] x, double[] out) {
    try (Scratch scratch = new Scratch(posterior.session.memory())) {
      int ld = DeviceMatrix.leadingDimension(m);
      DeviceBuffer matrix = compute(scratch, m, x);
      double[] column = new double[m];
      for (int j = 0; j < m; j++) {
        posterior.session.transfers().download(matrix, (long) j * ld + j, column, 0, m - j);
        for (int i = j; i < m; i++) {
          out[i * m + j] = column[i - j];
          out[j * m + i] = column[i - j];
        }
      }
    }
  }

  /**
   * As {@link dev.hone.math.gp.GpEngine#samplePosterior}.
   *
   * @param samples count rows of the m means
   */
  void addSamples(int m, double[] x, int count, long seed, double[] samples) {
    try (Scratch scratch = new Scratch(posterior.session.memory())) {
      Transfers transfers = posterior.session.transfers();
      int ld = DeviceMatrix.leadingDimension(m);
      DeviceBuffer factor = factorize(scratch, m, compute(scratch, m, x));
      DeviceBuffer normals = scratch.doubles((long) count * m);
      DeviceBuffer result = scratch.doubles((long) count * m);
      double[] row = new double[m];
      for (int s = 0; s < count; s++) {
        CounterRandom.of(seed, s).fillGaussian(row, 0, m);
        transfers.upload(row, 0, m, normals, (long) s * m);
      }
      transfers.upload(samples, 0, count * m, result, 0);
      posterior.la.gemmNn(
          m, count, m, 1, factor.address(), ld, normals.address(), m, true, result.address(), m);
      transfers.download(result, 0, samples, 0, count * m);
    }
  }

  /** The lower triangle of K** − VᵀV with V = L⁻¹K*. */
  private DeviceBuffer compute(Scratch scratch, int m, double[] x) {
    int n = posterior.size();
    int ld = DeviceMatrix.leadingDimension(m);
    int ldv = DeviceMatrix.leadingDimension(Math.max(n, 1));
    DeviceBuffer points = scratch.doubles((long) m * dimension);
    DeviceBuffer rows = scratch.doubles((long) ld * dimension);
    DeviceBuffer cross = scratch.doubles((long) m * ldv);
    DeviceBuffer matrix = scratch.doubles((long) m * ld);
    posterior.session.transfers().upload(x, 0, m * dimension, points, 0);
    new DeviceCandidates(posterior, dimension).cross(m, points, rows, ld, cross, ldv);
    Launcher launcher = posterior.session.launcher();
    posterior.covariance.triangle(m, rows.address(), ld, false, 0, matrix.address(), ld, launcher);
    long v = cross.address();
    posterior.la.forward(n, m, posterior.factor(), posterior.ld(), posterior.inverses(), v, ldv);
    posterior.la.gemmTn(m, m, n, -1, v, ldv, v, ldv, true, matrix.address(), ld, true);
    // At a training point with little noise the difference is all rounding, and may be below 0.
    shift(m, 0, true, matrix, ld);
    return matrix;
  }

  private void shift(int m, double amount, boolean clamp, DeviceBuffer matrix, int ld) {
    Launcher launcher = posterior.session.launcher();
    launcher.of(Kernel.SHIFT_DIAGONAL).arg(m).arg(amount).arg(clamp).arg(matrix).arg(ld);
    launcher.run(blocks(m));
  }

  /**
   * Puts the factor with the smallest jitter that works, zeros above, in the covariance's place.
   */
  private DeviceBuffer factorize(Scratch scratch, int m, DeviceBuffer covariance) {
    int ld = DeviceMatrix.leadingDimension(m);
    DeviceBuffer factor = scratch.doubles((long) m * ld);
    DeviceBuffer inverses = scratch.doubles(DeviceMatrix.inverses(m));
    DeviceBuffer info = scratch.doubles(1);
    double jitter = SMALLEST_JITTER * posterior.covariance.priorVariance();
    for (int attempt = 0; attempt < JITTERS; attempt++, jitter *= 10) {
      Launcher launcher = posterior.session.launcher();
      launcher.of(Kernel.COPY_TRIANGLE).arg(m).arg(covariance).arg(ld).arg(factor).arg(ld);
      launcher.arg(false).run(m);
      shift(m, jitter, false, factor, ld);
      posterior.session.transfers().clear(info, 0, 1);
      posterior.la.factor(m, factor.address(), ld, inverses.address(), info);
      if (posterior.session.transfers().downloadInt(info) == 0) {
        // Tiles along the diagonal are written as a whole: what is above has to be cleared.
        launcher.of(Kernel.COPY_TRIANGLE).arg(m).arg(factor).arg(ld).arg(covariance).arg(ld);
        launcher.arg(true).run(m);
        return covariance;
      }
    }
    throw new NumericalException(
        "the posterior covariance of m = "
            + m
            + " points is not positive definite, not even with a jitter of "
            + jitter / 10);
  }
}
