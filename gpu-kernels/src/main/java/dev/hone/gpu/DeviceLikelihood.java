package dev.hone.gpu;

import dev.hone.gpu.GpuDevice.Session;
import org.jspecify.annotations.Nullable;

/**
 * The log marginal likelihood and its gradient, in two n×n matrices: the covariance, its factor and
 * its inverse take turns in one, the inverse of the factor stands in the other. Only for the owner
 * thread.
 *
 * <p>Source: Rasmussen and Williams (2006), algorithm 2.1 and eq. 5.9.
 */
final class DeviceLikelihood implements AutoCloseable {
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

  private final Session session;
  private final DeviceMatrix la;
  private final DeviceCovariance covariance;
  private final int n;
  private final int d;
  private final int ld;
  private final long points;
  private final boolean known;
  private final Scratch buffers;
  private final DeviceBuffer targets;
  private final DeviceBuffer knownNoise;
  private final DeviceBuffer rows;
  private final DeviceBuffer matrix;
  private final DeviceBuffer inverses;
  private final DeviceBuffer work;
  private final DeviceBuffer z;
  private final DeviceBuffer info;
  private final DeviceBuffer results;
  private @Nullable Slopes slopes;

  /** What only a gradient needs. */
  private static final class Slopes {
    final DeviceBuffer alpha;
    final DeviceBuffer factorInverse;
    final DeviceBuffer partials;

    Slopes(int n, int ld, long partials, Scratch buffers) {
      this.alpha = buffers.doubles(n);
      this.factorInverse = buffers.doubles((long) n * ld);
      this.partials = buffers.doubles(partials);
    }
  }

  /**
   * Takes the buffers of a value.
   *
   * @param points n row-major points on the device
   * @param known whether variances are known of the noise of single observations
   */
  DeviceLikelihood(
      Session session, DeviceCovariance covariance, int n, DeviceBuffer points, boolean known) {
    this.session = session;
    this.la = new DeviceMatrix(session);
    this.covariance = covariance;
    this.n = n;
    this.d = covariance.order().length;
    // With the targets as a row below the covariance.
    this.ld = DeviceMatrix.leadingDimension(n + 1);
    this.points = points.address();
    this.known = known;
    this.buffers = new Scratch(session.memory());
    try {
      targets = buffers.doubles(n);
      knownNoise = buffers.doubles(known ? n : 1);
      rows = buffers.doubles((long) d * ld);
      matrix = buffers.doubles((long) n * ld);
      inverses = buffers.doubles(DeviceMatrix.inverses(n));
      work = buffers.doubles(n);
      z = buffers.doubles(n);
      info = buffers.doubles(1);
      results = buffers.doubles(LENGTH_SCALES + d);
    } catch (RuntimeException e) {
      buffers.close();
      throw e;
    }
  }

  /** Takes the buffers of a gradient, unless they are there. */
  void prepareGradient() {
    if (slopes == null) {
      slopes = new Slopes(n, ld, covariance.partials(n), buffers);
    }
  }

  /** Brings up what an evaluation is of. */
  void tell(double[] y, double @Nullable [] variances, double[] theta) {
    covariance.set(theta, session);
    session.transfers().upload(y, 0, n, targets, 0);
    if (variances != null) {
      session.transfers().upload(variances, 0, n, knownNoise, 0);
    }
  }

  /** Launches all that a value takes: the same for all it may be told. */
  void launchValue() {
    Launcher launcher = session.launcher();
    Transfers transfers = session.transfers();
    covariance.layOut(n, points, rows.address(), ld, launcher);
    covariance.triangle(n, rows.address(), ld, true, 0, matrix.address(), ld, launcher);
    if (known) {
      la.addDiagonal(n, knownNoise, matrix.address(), ld);
    }
    transfers.clear(info, 0, 1);
    transfers.copy(targets, 0, work, 0, n);
    la.factorAndSolve(n, matrix.address(), ld, inverses.address(), info, work, z);
    launcher.of(Kernel.FACTOR_SUMS).arg(n).arg(matrix).arg(ld).arg(z).arg(results).run(1);
  }

  /** Launches what a gradient takes, after a value. */
  void launchGradient() {
    Slopes of = slopes;
    if (of == null) {
      throw new IllegalStateException("prepareGradient must be called before a gradient is wanted");
    }
    Launcher launcher = session.launcher();
    long inverse = matrix.address();
    long factorInverse = of.factorInverse.address();
    la.inverseAndSolve(n, inverse, ld, inverses.address(), factorInverse, z, of.alpha);
    covariance.likelihoodGradient(
        n,
        rows.address(),
        ld,
        of.alpha.address(),
        inverse,
        ld,
        of.partials.address(),
        results.at(LENGTH_SCALES),
        launcher);
    launcher.of(Kernel.NOISE_TRACE).arg(n).arg(of.alpha).arg(inverse).arg(ld);
    launcher.arg(known ? knownNoise.address() : 0).arg(results.at(TRACE)).run(1);
  }

  /** Whether the covariance was positive definite; waits. */
  boolean succeeded() {
    return session.transfers().downloadInt(info) == 0;
  }

  /** Collects the results. */
  double results(double @Nullable [] gradient) {
    double[] values = new double[LENGTH_SCALES + d];
    session.transfers().download(results, 0, values, 0, gradient == null ? TRACE : values.length);
    if (gradient != null) {
      covariance.scatter(values, LENGTH_SCALES, gradient);
      double noiseTrace = covariance.noiseVariance() * values[TRACE];
      // ∂K/∂log s² is K without its noise, and tr((ααᵀ − K⁻¹)K) = yᵀα − n.
      gradient[d] = 0.5 * (values[FIT] - n - noiseTrace - values[KNOWN_TRACE]);
      gradient[d + 1] = 0.5 * noiseTrace;
    }
    return -0.5 * values[FIT] - values[LOGS] - n * HALF_LOG_2_PI;
  }

  @Override
  public void close() {
    buffers.close();
  }
}
