package dev.hone.gpu;

import static dev.hone.gpu.Launcher.WARP;
import static dev.hone.gpu.Launcher.blocks;

import dev.hone.gpu.GpuDevice.Session;
import dev.hone.math.gp.FourierFeatures;
import dev.hone.math.gp.GpPathDraws;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Functions drawn from a prior, on the device: the frequencies, weights and signs of all groups of
 * paths, and the kernels that evaluate them. Only for the owner thread.
 */
final class DevicePriors implements AutoCloseable {
  private final Session session;
  private final DeviceMatrix la;
  private final GpPathDraws draws;
  private final List<GpPathDraws.Group> drawn;
  private final DeviceCovariance covariance;
  private final int dimension;
  private final int numeric;
  private final int groups;
  private final int features;
  private final int words;
  private final Scratch buffers;
  private final DeviceBuffer frequencies;
  private final DeviceBuffer cosines;
  private final DeviceBuffer sines;
  private final DeviceBuffer seeds;
  private final DeviceBuffer seen;

  /** ω as the points are told, d×F for each group; there once gradients were asked for. */
  private @Nullable DeviceBuffer directions;

  /**
   * Brings draws up.
   *
   * @param drawn all groups of them
   * @param covariance at the θ of the draws
   */
  DevicePriors(
      GpPathDraws draws,
      List<GpPathDraws.Group> drawn,
      DeviceCovariance covariance,
      int dimension,
      Session session) {
    this.session = session;
    this.la = new DeviceMatrix(session);
    this.draws = draws;
    this.drawn = drawn;
    this.covariance = covariance;
    this.dimension = dimension;
    this.numeric = covariance.numeric();
    this.groups = drawn.size();
    this.features = groups == 0 ? 0 : drawn.getFirst().features().count();
    this.words = groups == 0 ? 0 : drawn.getFirst().features().words();
    int categories = dimension - numeric;
    this.buffers = new Scratch(session.memory());
    try {
      frequencies = buffers.doubles((long) groups * numeric * features);
      cosines = buffers.doubles((long) groups * features * GpPathDraws.GROUP);
      sines = buffers.doubles((long) groups * features * GpPathDraws.GROUP);
      seeds = buffers.doubles((long) groups * categories);
      seen = buffers.doubles((long) groups * categories * words);
      for (int group = 0; group < groups; group++) {
        upload(group, categories);
      }
    } catch (RuntimeException e) {
      buffers.close();
      throw e;
    }
  }

  private void upload(int group, int categories) {
    FourierFeatures basis = drawn.get(group).features();
    Transfers transfers = session.transfers();
    int weights = features * GpPathDraws.GROUP;
    long at = (long) group * weights;
    transfers.upload(drawn.get(group).cosineWeights(), 0, weights, cosines, at);
    transfers.upload(drawn.get(group).sineWeights(), 0, weights, sines, at);
    double[] row = new double[features];
    double[] omega = basis.frequencies();
    for (int k = 0; k < numeric; k++) {
      double scale = covariance.scale(k);
      int from = covariance.order()[k] * features;
      for (int l = 0; l < features; l++) {
        row[l] = scale == 0 ? 0 : omega[from + l] / scale;
      }
      transfers.upload(row, 0, features, frequencies, ((long) group * numeric + k) * features);
    }
    long[] seed = new long[1];
    for (int c = 0; c < categories; c++) {
      seed[0] = basis.seed(c);
      long category = (long) group * categories + c;
      transfers.upload(seed, 1, seeds, category);
      transfers.upload(basis.seen(c), words, seen, category * words);
    }
  }

  /** Doubles of the signs of m points. */
  long signs(int m) {
    return dimension == numeric ? 0 : (long) groups * words * m;
  }

  /** Doubles of the slopes of a group at m points. */
  long slopes(int m) {
    return (long) features * GpPathDraws.GROUP * m;
  }

  /**
   * The values of all paths at m points.
   *
   * @param points a coordinate per row, as the covariance lays them out
   * @param signs receives the signs of the points
   * @param out receives a row of {@code ldo} for each path
   */
  void evaluate(
      int m, DeviceBuffer points, int ldp, DeviceBuffer signs, DeviceBuffer out, int ldo) {
    Launcher launcher = session.launcher();
    if (dimension > numeric) {
      launcher.of(Kernel.FEATURE_SIGNS).arg(m).arg(words).arg(numeric).arg(dimension).arg(seeds);
      launcher.arg(seen).arg(points).arg(ldp).arg(signs);
      launcher.run(blocks(m * Math.ceilDiv(words, 4)), groups);
    }
    launcher.of(Kernel.PRIOR_PATHS).arg(m).arg(features).arg(numeric).arg(draws.count());
    launcher.arg(frequencies).arg(cosines).arg(sines).arg(signsOf(signs, 0, m)).arg(points);
    launcher.arg(ldp).arg(out).arg(ldo).run(Math.ceilDiv(m, WARP), groups);
  }

  /** The address of the signs of a group, or 0 where there are none. */
  private long signsOf(DeviceBuffer signs, int group, int m) {
    return dimension == numeric ? 0 : signs.at((long) group * words * m);
  }

  /** Brings up what gradients need. */
  void prepareSlopes() {
    if (directions != null) {
      return;
    }
    int length = features * dimension;
    DeviceBuffer all = buffers.doubles((long) groups * length);
    double[] rows = new double[length];
    for (int group = 0; group < groups; group++) {
      double[] omega = drawn.get(group).features().frequencies();
      for (int l = 0; l < features; l++) {
        for (int k = 0; k < dimension; k++) {
          rows[l * dimension + k] = omega[k * features + l];
        }
      }
      session.transfers().upload(rows, 0, length, all, (long) group * length);
    }
    directions = all;
  }

  /**
   * Adds the gradients of a group's paths at m points that {@link #evaluate} has seen.
   *
   * @param slopes scratch
   * @param gradient m×d for each path, one behind the other
   */
  void addGradients(
      int group,
      int m,
      DeviceBuffer points,
      int ldp,
      DeviceBuffer signs,
      DeviceBuffer slopes,
      DeviceBuffer gradient) {
    if (directions == null) {
      throw new IllegalStateException("prepareSlopes must be called before gradients are");
    }
    int paths = draws.paths(group);
    long weights = (long) group * features * GpPathDraws.GROUP;
    Launcher launcher = session.launcher();
    launcher.of(Kernel.PATH_SLOPES).arg(m).arg(features).arg(numeric).arg(paths);
    launcher.arg(frequencies.at((long) group * numeric * features)).arg(cosines.at(weights));
    launcher.arg(sines.at(weights)).arg(signsOf(signs, group, m)).arg(points).arg(ldp);
    launcher.arg(slopes).run(blocks(m * features));
    long omega = directions.at((long) group * features * dimension);
    int d = dimension;
    long out = gradient.address();
    la.gemmNn(d, paths * m, features, 1, omega, d, slopes.address(), features, true, out, d);
  }

  @Override
  public void close() {
    buffers.close();
  }
}
