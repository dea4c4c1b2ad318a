package dev.hone.gpu;

import static dev.hone.gpu.Launcher.TILE;
import static dev.hone.gpu.Launcher.blocks;

import org.jspecify.annotations.Nullable;

/**
 * The second stage of a search's screening: what the first observations leave of the variances of
 * candidates, which all of them together can only lessen. The leading block of the posterior's
 * factor is that of those observations, so that this is what scoring does with a few rows instead
 * of all: of 1,000 observations 192 cost a twentieth of the arithmetic. Only for the owner thread.
 */
final class VarianceScreen implements AutoCloseable {
  /** Of so many observations one is looked at. */
  private static final int SHARE = 4;

  private static final int MOST = 256;
  private static final int WIDTH = 8192;

  /** Above the rounding of a variance, relative to the prior one. */
  private static final double SLACK = 1e-9;

  private final DevicePosterior posterior;
  private final int dimension;
  private final int observations;
  private final int width;
  private final int ld;
  private final Scratch scratch;
  private final DeviceBuffer points;
  private final DeviceBuffer coordinates;
  private final DeviceBuffer cross;
  private final DeviceBuffer variance;

  private VarianceScreen(DevicePosterior posterior, int dimension, int observations, int width) {
    this.posterior = posterior;
    this.dimension = dimension;
    this.observations = observations;
    this.width = width;
    this.ld = DeviceMatrix.leadingDimension(observations);
    this.scratch = new Scratch(posterior.session.memory());
    try {
      points = scratch.doubles((long) width * dimension);
      coordinates = scratch.doubles((long) width * dimension);
      cross = scratch.doubles((long) width * ld);
      variance = scratch.doubles(width);
    } catch (RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  /**
   * One for a search of at most so many candidates at a time; null if it is not worth its while.
   */
  static @Nullable VarianceScreen of(DevicePosterior posterior, int dimension, int candidates) {
    int observations = Math.min(posterior.size() / SHARE / TILE * TILE, MOST);
    if (observations == 0) {
      return null;
    }
    try {
      int width = Math.min(candidates, WIDTH);
      return posterior
          .session
          .memory()
          .sparing(() -> new VarianceScreen(posterior, dimension, observations, width));
    } catch (GpuOutOfMemoryException e) {
      // The first stage does by itself.
      return null;
    }
  }

  /**
   * Bounds Log Expected Improvement.
   *
   * @param list count candidates, rows of {@code all}
   * @param meanBound what the means of all are at least
   * @param f the value to improve on
   * @param floor the least variance there is
   * @param out receives count bounds
   */
  void bounds(
      int count,
      DeviceBuffer list,
      DeviceBuffer all,
      DeviceBuffer meanBound,
      double f,
      double floor,
      DeviceBuffer out) {
    Launcher launcher = posterior.session.launcher();
    DeviceCovariance covariance = posterior.covariance;
    long v = cross.address();
    for (int from = 0; from < count; from += width) {
      int some = Math.min(width, count - from);
      launcher.of(Kernel.GATHER_ROWS).arg(some).arg(dimension).arg(list.at(from)).arg(all);
      launcher.arg(points).run(blocks(some * dimension));
      covariance.layOut(some, points.address(), coordinates.address(), width, launcher);
      covariance.cross(
          observations,
          some,
          posterior.rows(),
          posterior.ld(),
          coordinates.address(),
          width,
          v,
          ld,
          launcher);
      posterior.la.forward(
          observations, some, posterior.factor(), posterior.ld(), posterior.inverses(), v, ld);
      launcher.of(Kernel.COLUMN_VARIANCES).arg(observations).arg(cross).arg(ld);
      launcher.arg(covariance.priorVariance()).arg(variance).run(some);
      launcher.of(Kernel.TIGHTEN).arg(some).arg(list.at(from)).arg(meanBound).arg(variance);
      launcher.arg(SLACK * covariance.priorVariance()).arg(f).arg(floor).arg(out.at(from));
      launcher.run(blocks(some));
    }
  }

  @Override
  public void close() {
    scratch.close();
  }
}
