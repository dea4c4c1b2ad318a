package dev.hone.gpu;

import static dev.hone.gpu.Launcher.TILE;
import static dev.hone.gpu.Launcher.blocks;

import dev.hone.math.acquisition.LogExpectedImprovement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a posterior says of candidates, a tile of them at a time: the n×m covariances never stand in
 * memory as a whole. A tile fits into the device's cache, or into what memory is left: if even that
 * cannot be had, it is halved. Only for the owner thread.
 */
final class DeviceCandidates {
  /** What a tile of covariances takes: what the cache of a large device holds beside the factor. */
  private static final long TILE_BYTES = 32L << 20;

  private static final int LARGEST = 8192;

  /**
   * Of many observations a tile has more than fits: products with fewer columns leave a device
   * idle.
   */
  private static final int LEAST = 1024;

  private final DevicePosterior posterior;
  private final int dimension;

  DeviceCandidates(DevicePosterior posterior, int dimension) {
    this.posterior = posterior;
    this.dimension = dimension;
  }

  /** Candidates of a tile beside n observations. */
  static int width(int n) {
    long fitting = TILE_BYTES / (Math.max(n, 1) * (long) Double.BYTES);
    return Math.clamp(fitting / TILE * TILE, LEAST, LARGEST);
  }

  /** The buffers of a tile. */
  final class Tile implements AutoCloseable {
    final int width;
    final int ld;

    /** Whether candidates are part of a search, behind which more will come. */
    boolean again;

    final Scratch buffers;
    final DeviceBuffer points;
    final DeviceBuffer rows;
    final DeviceBuffer cross;
    final DeviceBuffer mean;
    final DeviceBuffer variance;

    /** Buffers that its user asked for. */
    final List<DeviceBuffer> extras = new ArrayList<>();

    Tile(int width, int[] extras) {
      this.width = width;
      this.ld = DeviceMatrix.leadingDimension(Math.max(posterior.size(), 1));
      this.buffers = new Scratch(posterior.session.memory());
      try {
        this.points = buffers.doubles((long) width * dimension);
        this.rows = buffers.doubles((long) width * dimension);
        this.cross = buffers.doubles((long) width * ld);
        this.mean = buffers.doubles(width);
        this.variance = buffers.doubles(width);
        for (int each : extras) {
          this.extras.add(buffers.doubles((long) each * width));
        }
      } catch (RuntimeException e) {
        buffers.close();
        throw e;
      }
    }

    @Override
    public void close() {
      buffers.close();
    }
  }

  /**
   * Buffers for m candidates, or as many of them as there is room for.
   *
   * @param extras doubles for each candidate, of each of some more buffers
   */
  Tile tile(int m, int... extras) {
    for (int width = Math.min(width(posterior.size()), Math.ceilDiv(m, TILE) * TILE); ; ) {
      try {
        return new Tile(width, extras);
      } catch (GpuOutOfMemoryException e) {
        if (width == TILE) {
          throw e;
        }
        width = Math.max(TILE, width / 2 / TILE * TILE);
      }
    }
  }

  /** As {@link dev.hone.math.gp.GpEngine#posterior}, solved. */
  void moments(int m, double[] x, double[] mean, double @Nullable [] variance) {
    if (m == 0) {
      return;
    }
    try (Tile tile = tile(m)) {
      for (int from = 0; from < m; from += tile.width) {
        int count = Math.min(tile.width, m - from);
        means(tile, count, x, from);
        if (variance != null) {
          variances(tile, count);
          posterior.session.transfers().download(tile.variance, 0, variance, from, count);
        }
        posterior.session.transfers().download(tile.mean, 0, mean, from, count);
      }
    }
  }

  /** As {@link dev.hone.math.gp.GpEngine#logExpectedImprovement}, solved. */
  void logExpectedImprovement(
      int m, double[] x, double best, double[] value, double @Nullable [] gradient) {
    if (m == 0) {
      return;
    }
    Transfers transfers = posterior.session.transfers();
    try (Tile tile = tile(m, 1, 1, 1)) {
      DeviceBuffer values = tile.extras.get(0);
      DeviceBuffer byMean = tile.extras.get(1);
      DeviceBuffer byVariance = tile.extras.get(2);
      tile.again = gradient != null && FactorInverse.isFor(m);
      for (int from = 0; from < m; from += tile.width) {
        int count = Math.min(tile.width, m - from);
        means(tile, count, x, from);
        variances(tile, count);
        improvement(tile, count, best, values, byMean, byVariance);
        if (gradient != null) {
          // The points themselves are not needed any more: their gradients take their place.
          gradients(tile, count, byMean, byVariance, tile.points);
          int at = from * dimension;
          transfers.download(tile.points, 0, gradient, at, count * dimension);
        }
        transfers.download(values, 0, value, from, count);
      }
    }
  }

  /** Covariances and means of a tile. */
  void means(Tile tile, int m, double[] x, int from) {
    Transfers transfers = posterior.session.transfers();
    transfers.upload(x, from * dimension, m * dimension, tile.points, 0);
    means(tile, m, tile.points);
  }

  /** The same of points that are on the device. */
  void means(Tile tile, int m, DeviceBuffer points) {
    Launcher launcher = posterior.session.launcher();
    cross(m, points, tile.rows, tile.width, tile.cross, tile.ld);
    launcher.of(Kernel.COLUMN_DOTS).arg(posterior.size()).arg(tile.cross).arg(tile.ld);
    launcher.arg(false).arg(posterior.alpha()).arg(tile.mean).run(m);
  }

  /** The covariances of observations with m candidates. */
  void cross(int m, DeviceBuffer points, DeviceBuffer rows, int ldr, DeviceBuffer out, int ldo) {
    Launcher launcher = posterior.session.launcher();
    DeviceCovariance covariance = posterior.covariance;
    covariance.layOut(m, points.address(), rows.address(), ldr, launcher);
    covariance.cross(
        posterior.size(),
        m,
        posterior.rows(),
        posterior.ld(),
        rows.address(),
        ldr,
        out.address(),
        ldo,
        launcher);
  }

  /** Variances of a tile whose covariances are there; V = L⁻¹K takes their place. */
  void variances(Tile tile, int m) {
    long cross = tile.cross.address();
    posterior.forward(tile.again, m, cross, tile.ld);
    Launcher launcher = posterior.session.launcher();
    launcher.of(Kernel.COLUMN_VARIANCES).arg(posterior.size()).arg(cross).arg(tile.ld);
    launcher.arg(posterior.covariance.priorVariance()).arg(tile.variance).run(m);
  }

  /** Log Expected Improvement of a tile, and its derivatives by the moments. */
  void improvement(
      Tile tile,
      int m,
      double best,
      DeviceBuffer values,
      DeviceBuffer byMean,
      DeviceBuffer byVariance) {
    double floor = LogExpectedImprovement.VARIANCE_FLOOR * posterior.covariance.priorVariance();
    Launcher launcher = posterior.session.launcher();
    launcher.of(Kernel.LOG_IMPROVEMENT).arg(m).arg(tile.mean).arg(tile.variance).arg(best);
    launcher.arg(floor).arg(values).arg(byMean).arg(byVariance).run(blocks(m));
  }

  private void gradients(
      Tile tile, int m, DeviceBuffer byMean, DeviceBuffer byVariance, DeviceBuffer out) {
    solveBack(tile, m);
    pullBack(tile, m, tile.cross, byMean, byVariance, out);
  }

  /** K⁻¹k in the place of L⁻¹k. */
  void solveBack(Tile tile, int m) {
    posterior.backward(tile.again, m, tile.cross.address(), tile.ld);
  }

  /**
   * Gradients by the candidates of a function of its moments.
   *
   * @param beta K⁻¹k, overwritten
   * @param byMean derivatives by the mean
   * @param byVariance −2 times those by the variance
   * @param out receives m×d
   */
  void pullBack(
      Tile tile,
      int m,
      DeviceBuffer beta,
      DeviceBuffer byMean,
      DeviceBuffer byVariance,
      DeviceBuffer out) {
    posterior.covariance.improvementGradient(
        posterior.size(),
        m,
        posterior.rows(),
        posterior.ld(),
        tile.rows.address(),
        tile.width,
        posterior.alpha(),
        byMean.address(),
        byVariance.address(),
        beta.address(),
        tile.ld,
        out.address(),
        posterior.session.launcher());
  }
}
