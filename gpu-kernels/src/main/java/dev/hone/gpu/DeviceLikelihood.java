package dev.hone.gpu;

import dev.hone.gpu.GpuDevice.Session;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The log marginal likelihood and its gradient, in two n×n matrices that are taken for one
 * evaluation and given back: the covariance, its factor and its inverse take turns in one, the
 * inverse of the factor stands in the other. Only for the owner thread.
 *
 * <p>Source: Rasmussen and Williams (2006), algorithm 2.1 and eq. 5.9.
 */
final class DeviceLikelihood {
  private static final double HALF_LOG_2_PI = 0.9189385332046728;

  /**
   * Of the results: |L⁻¹y|², Σ log Lᵢᵢ, Σ(αᵢ² − K⁻¹ᵢᵢ), the same weighted by known variances of
   * noise, and the derivatives by length-scales.
   */
  private static final int FIT = 0;

  private static final int LOGS = 1;
  private static final int TRACE = 2;
  private static final int KNOWN_TRACE = 3;
  private static final int LENGTH_SCALES = 4;

  private DeviceLikelihood() {}

  /**
   * As {@link dev.hone.math.gp.GpEngine#logMarginalLikelihood}.
   *
   * @param points n row-major points on the device
   * @param known n variances known of the noise of single observations, or null if there are none
   */
  static double evaluate(
      Session session,
      DeviceCovariance covariance,
      int n,
      DeviceBuffer points,
      double[] y,
      double @Nullable [] known,
      double[] theta,
      double @Nullable [] gradient) {
    Launcher launcher = session.launcher();
    Transfers transfers = session.transfers();
    DeviceMatrix la = new DeviceMatrix(launcher);
    int d = theta.length - 2;
    int ld = DeviceMatrix.leadingDimension(n);
    try (Scratch scratch = new Scratch(session.memory())) {
      DeviceBuffer rows = scratch.doubles((long) d * ld);
      DeviceBuffer matrix = scratch.doubles((long) n * ld);
      DeviceBuffer inverses = scratch.doubles(DeviceMatrix.inverses(n));
      DeviceBuffer work = scratch.doubles(n);
      DeviceBuffer z = scratch.doubles(n);
      DeviceBuffer info = scratch.doubles(1);
      DeviceBuffer results = scratch.doubles(LENGTH_SCALES + d);

      covariance.set(theta, session);
      covariance.layOut(n, points.address(), rows.address(), ld, launcher);
      double noise = covariance.noiseVariance();
      covariance.triangle(n, rows.address(), ld, noise, matrix.address(), ld, launcher);
      DeviceBuffer knownNoise = null;
      if (known != null) {
        knownNoise = scratch.doubles(n);
        transfers.upload(known, 0, n, knownNoise, 0);
        la.addDiagonal(n, knownNoise, matrix.address(), ld);
      }
      transfers.clear(info, 0, 1);
      la.factor(n, matrix.address(), ld, inverses.address(), info);
      transfers.upload(y, 0, n, work, 0);
      la.forwardVector(n, matrix.address(), ld, inverses.address(), work.address(), z.address());
      launcher.of(Kernel.FACTOR_SUMS).arg(n).arg(matrix).arg(ld).arg(z).arg(results).run(1);
      if (transfers.downloadInt(info) != 0) {
        if (gradient != null) {
          Arrays.fill(gradient, 0, theta.length, Double.NaN);
        }
        return Double.NEGATIVE_INFINITY;
      }
      if (gradient != null) {
        DeviceBuffer alpha = scratch.doubles(n);
        la.backwardVector(
            n, matrix.address(), ld, inverses.address(), z.address(), alpha.address());
        DeviceBuffer factorInverse = scratch.doubles((long) n * ld);
        long inverse = matrix.address();
        la.inverse(n, inverse, ld, inverses.address(), factorInverse.address(), ld, inverse, ld);
        DeviceBuffer partials = scratch.doubles(covariance.partials(n));
        covariance.likelihoodGradient(
            n,
            rows.address(),
            ld,
            alpha.address(),
            inverse,
            ld,
            partials.address(),
            results.at(LENGTH_SCALES),
            launcher);
        launcher.of(Kernel.NOISE_TRACE).arg(n).arg(alpha).arg(inverse).arg(ld);
        launcher.arg(knownNoise == null ? 0 : knownNoise.address()).arg(results.at(TRACE)).run(1);
      }
      double[] values = new double[LENGTH_SCALES + d];
      transfers.download(results, 0, values, 0, gradient == null ? TRACE : values.length);
      if (gradient != null) {
        covariance.scatter(values, LENGTH_SCALES, gradient);
        double noiseTrace = noise * values[TRACE];
        // ∂K/∂log s² is K without its noise, and tr((ααᵀ − K⁻¹)K) = yᵀα − n.
        gradient[d] = 0.5 * (values[FIT] - n - noiseTrace - values[KNOWN_TRACE]);
        gradient[d + 1] = 0.5 * noiseTrace;
      }
      return -0.5 * values[FIT] - values[LOGS] - n * HALF_LOG_2_PI;
    }
  }
}
