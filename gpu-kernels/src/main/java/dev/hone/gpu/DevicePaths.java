package dev.hone.gpu;

import static dev.hone.gpu.Launcher.TILE;
import static dev.hone.gpu.Launcher.blocks;

import dev.hone.gpu.GpuDevice.Session;
import dev.hone.math.gp.GpModel;
import dev.hone.math.gp.GpPathDraws;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Functions drawn from a posterior, as they are on the device: features of the prior, the points
 * observed, and a column of weights for each path, K⁻¹(y − f(X) − ε). Evaluated a tile of points at
 * a time; neither features nor covariances of all points ever stand in memory. Only for the owner
 * thread.
 *
 * <p>Source: Wilson et al., Efficiently Sampling Functions from Gaussian Process Posteriors (2020),
 * eq. 12.
 */
final class DevicePaths implements AutoCloseable {
  /** What the slopes of all features at a tile of points take at most. */
  private static final long SLOPE_BYTES = 32L << 20;

  /** The largest second dimension of a grid. */
  private static final int MOST_ROWS = 65535;

  private final Session session;
  private final DeviceMatrix la;
  private final GpPathDraws draws;
  private final int dimension;
  private final int count;
  private final int n;
  private final int ld;
  private final Scratch buffers;
  private final DeviceCovariance covariance;
  private final DevicePriors priors;
  private final DeviceBuffer rows;
  private final DeviceBuffer updates;

  /** Takes what it needs; the weights are then to be {@linkplain #draw drawn} or restored. */
  DevicePaths(
      GpModel model,
      double[] theta,
      GpPathDraws draws,
      List<GpPathDraws.Group> groups,
      int n,
      double[] x,
      Session session) {
    this.session = session;
    this.la = new DeviceMatrix(session);
    this.draws = draws;
    this.dimension = model.dimension();
    this.count = draws.count();
    this.n = n;
    this.ld = DeviceMatrix.leadingDimension(Math.max(n, 1));
    this.buffers = new Scratch(session.memory());
    DeviceCovariance made = null;
    DevicePriors brought = null;
    try (Scratch scratch = new Scratch(session.memory())) {
      made = new DeviceCovariance(model, session);
      this.covariance = made;
      covariance.set(theta, session);
      brought = new DevicePriors(draws, groups, covariance, dimension, session);
      this.priors = brought;
      this.rows = buffers.doubles((long) dimension * ld);
      this.updates = buffers.doubles((long) n * count);
      DeviceBuffer points = scratch.doubles((long) n * dimension);
      session.transfers().upload(x, 0, n * dimension, points, 0);
      covariance.layOut(n, points.address(), rows.address(), ld, session.launcher());
    } catch (RuntimeException e) {
      buffers.close();
      if (brought != null) {
        brought.close();
      }
      if (made != null) {
        made.close();
      }
      throw e;
    }
  }

  /**
   * Computes the weights.
   *
   * @param posterior of the same points, at the same θ
   * @param y the targets, those that are believed too
   * @param known variances known of the noise of single observations, or null
   */
  void draw(DevicePosterior posterior, double[] y, double @Nullable [] known) {
    if (n == 0) {
      return;
    }
    Launcher launcher = session.launcher();
    try (Scratch scratch = new Scratch(session.memory())) {
      DeviceBuffer signs = scratch.doubles(priors.signs(n));
      priors.evaluate(n, rows, ld, signs, updates, n);
      DeviceBuffer targets = scratch.doubles(n);
      session.transfers().upload(y, 0, n, targets, 0);
      DeviceBuffer variances = null;
      if (known != null) {
        variances = scratch.doubles(n);
        session.transfers().upload(known, 0, n, variances, 0);
      }
      launcher.of(Kernel.PATH_RESIDUALS).arg(n).arg(count).arg(targets);
      launcher.arg(covariance.noiseVariance() + posterior.jitter());
      launcher.arg(variances == null ? 0 : variances.address()).arg(draws.seed());
      launcher.arg(updates).arg(n).run(blocks(n), Math.min(count, MOST_ROWS));
      long b = updates.address();
      la.forward(n, count, posterior.factor(), posterior.ld(), posterior.inverses(), b, n);
      la.backward(n, count, posterior.factor(), posterior.ld(), posterior.inverses(), b, n);
    }
  }

  /** Copies the weights, n×count: a column for each path. */
  double[] weights() {
    double[] all = new double[n * count];
    session.transfers().download(updates, 0, all, 0, all.length);
    return all;
  }

  /** Takes what {@link #weights} gave. */
  void restore(double[] weights) {
    session.transfers().upload(weights, 0, weights.length, updates, 0);
  }

  /** The buffers of a tile of points. */
  private final class Tile implements AutoCloseable {
    final int width;
    final Scratch scratch = new Scratch(session.memory());
    final DeviceBuffer points;
    final DeviceBuffer coordinates;
    final DeviceBuffer signs;
    final DeviceBuffer cross;
    final DeviceBuffer values;

    Tile(int width) {
      this.width = width;
      try {
        points = scratch.doubles((long) width * dimension);
        coordinates = scratch.doubles((long) width * dimension);
        signs = scratch.doubles(priors.signs(width));
        cross = scratch.doubles((long) width * ld);
        values = scratch.doubles((long) width * count);
      } catch (RuntimeException e) {
        scratch.close();
        throw e;
      }
    }

    @Override
    public void close() {
      scratch.close();
    }
  }

  /** What derivatives need beside it. */
  private final class Slopes implements AutoCloseable {
    final Scratch scratch = new Scratch(session.memory());
    final DeviceBuffer slopes;
    final DeviceBuffer gradient;
    final DeviceBuffer ones;
    final DeviceBuffer zeros;
    final double[] result;

    Slopes(int width) {
      try {
        slopes = scratch.doubles(priors.slopes(width));
        gradient = scratch.doubles((long) width * dimension * GpPathDraws.GROUP);
        ones = scratch.doubles(width);
        zeros = scratch.doubles(width);
        double[] one = new double[width];
        Arrays.fill(one, 1);
        session.transfers().upload(one, 0, width, ones, 0);
        session.transfers().clear(zeros, 0, width);
      } catch (RuntimeException e) {
        scratch.close();
        throw e;
      }
      result = new double[width * dimension * GpPathDraws.GROUP];
    }

    @Override
    public void close() {
      scratch.close();
    }
  }

  /** As {@link dev.hone.math.gp.GpSamplePaths#evaluate}. */
  void evaluate(int m, double[] x, double[] values, double @Nullable [] gradients) {
    if (m == 0 || count == 0) {
      return;
    }
    int widest = Math.min(DeviceCandidates.width(n), Math.ceilDiv(m, TILE) * TILE);
    if (gradients != null) {
      long fitting = SLOPE_BYTES / (priors.slopes(TILE) * Double.BYTES) * TILE;
      widest = Math.clamp(fitting, TILE, widest);
      priors.prepareSlopes();
    }
    for (int width = widest; ; ) {
      try (Tile tile = new Tile(width);
          Slopes slopes = gradients == null ? null : new Slopes(width)) {
        evaluate(tile, slopes, m, x, values, gradients);
        return;
      } catch (GpuOutOfMemoryException e) {
        // As for candidates: with half the room it may do.
        if (width == TILE) {
          throw e;
        }
        width = Math.max(TILE, width / 2 / TILE * TILE);
      }
    }
  }

  private void evaluate(
      Tile tile,
      @Nullable Slopes slopes,
      int m,
      double[] x,
      double[] values,
      double @Nullable [] gradients) {
    double[] part = new double[count * Math.min(m, tile.width)];
    for (int from = 0; from < m; from += tile.width) {
      int points = Math.min(tile.width, m - from);
      values(tile, points, x, from);
      session.transfers().download(tile.values, 0, part, 0, count * points);
      for (int p = 0; p < count; p++) {
        System.arraycopy(part, p * points, values, p * m + from, points);
      }
      for (int group = 0; slopes != null && gradients != null && group < draws.groups(); group++) {
        int paths = gradients(tile, slopes, points, group);
        int length = points * dimension;
        session.transfers().download(slopes.gradient, 0, slopes.result, 0, paths * length);
        for (int p = 0; p < paths; p++) {
          int at = ((group * GpPathDraws.GROUP + p) * m + from) * dimension;
          System.arraycopy(slopes.result, p * length, gradients, at, length);
        }
      }
    }
  }

  /** The values of all paths at some points, a row of as many for each path. */
  private void values(Tile tile, int m, double[] x, int from) {
    Launcher launcher = session.launcher();
    session.transfers().upload(x, from * dimension, m * dimension, tile.points, 0);
    long z = tile.coordinates.address();
    covariance.layOut(m, tile.points.address(), z, tile.width, launcher);
    priors.evaluate(m, tile.coordinates, tile.width, tile.signs, tile.values, m);
    long cross = tile.cross.address();
    covariance.cross(n, m, rows.address(), ld, z, tile.width, cross, ld, launcher);
    long out = tile.values.address();
    la.gemmTn(m, count, n, 1, cross, ld, updates.address(), n, true, out, m, false);
  }

  /** The gradients of a group's paths at the points of a tile; returns how many paths. */
  private int gradients(Tile tile, Slopes slopes, int m, int group) {
    int paths = draws.paths(group);
    for (int p = 0; p < paths; p++) {
      // The covariances are finite, which is all that is asked of what weighs nothing.
      covariance.improvementGradient(
          n,
          m,
          rows.address(),
          ld,
          tile.coordinates.address(),
          tile.width,
          updates.at((long) (group * GpPathDraws.GROUP + p) * n),
          slopes.ones.address(),
          slopes.zeros.address(),
          tile.cross.address(),
          ld,
          slopes.gradient.at((long) p * m * dimension),
          session.launcher());
    }
    priors.addGradients(
        group, m, tile.coordinates, tile.width, tile.signs, slopes.slopes, slopes.gradient);
    return paths;
  }

  @Override
  public void close() {
    buffers.close();
    priors.close();
    covariance.close();
  }
}
