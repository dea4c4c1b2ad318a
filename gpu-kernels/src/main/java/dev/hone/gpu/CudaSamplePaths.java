package dev.hone.gpu;

import static dev.hone.math.gp.GpArguments.checkLength;

import dev.hone.gpu.GpuDevice.Session;
import dev.hone.math.BackendFailureException;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.gp.GpArguments;
import dev.hone.math.gp.GpModel;
import dev.hone.math.gp.GpPathDraws;
import dev.hone.math.gp.GpSamplePaths;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Functions drawn from a posterior on a GPU, evaluated there. All that they are made of is on the
 * Java heap as well, so that they outlive their engine and what it holds on its device: while the
 * engine is open, what was evaluated last stays there; else it is brought up for each evaluation,
 * with the same bits.
 *
 * <p>The paths are those of the CPU's engine but for rounding. An evaluation may fail as any other
 * call of the GPU: with {@link BackendFailureException}, or with {@link
 * BackendUnavailableException} where the engine was closed and the device cannot be had again.
 */
final class CudaSamplePaths implements GpSamplePaths {
  /** As many groups as a grid has rows. */
  static final int MOST = 65535 * GpPathDraws.GROUP;

  private final GpModel model;
  private final GpArguments arguments;
  private final double[] theta;
  private final GpPathDraws draws;
  private final List<GpPathDraws.Group> groups;
  private final int n;
  private final double[] x;
  private final double[] weights;
  private final ResidentPaths resident;

  private CudaSamplePaths(
      GpModel model,
      double[] theta,
      GpPathDraws draws,
      List<GpPathDraws.Group> groups,
      int n,
      double[] x,
      double[] weights,
      ResidentPaths resident) {
    this.model = model;
    this.arguments = new GpArguments(model);
    this.theta = theta;
    this.draws = draws;
    this.groups = groups;
    this.n = n;
    this.x = x;
    this.weights = weights;
    this.resident = resident;
  }

  /**
   * Draws paths; only on the owner thread.
   *
   * @param posterior solved for the observations
   * @param resident those of the engine
   */
  static CudaSamplePaths draw(
      GpModel model,
      DevicePosterior posterior,
      Observations data,
      int count,
      long seed,
      ResidentPaths resident) {
    double[] theta = posterior.theta().clone();
    GpPathDraws draws = new GpPathDraws(model, theta, count, seed);
    double[] x = data.points();
    List<GpPathDraws.Group> groups =
        IntStream.range(0, draws.groups()).mapToObj(draws::group).toList();
    // Those before need not fit beside them.
    resident.clear();
    DevicePaths paths =
        new DevicePaths(model, theta, draws, groups, data.size(), x, posterior.session);
    try {
      paths.draw(posterior, data.y(), data.known());
      double[] weights = paths.weights();
      CudaSamplePaths drawn =
          new CudaSamplePaths(model, theta, draws, groups, data.size(), x, weights, resident);
      resident.put(drawn, paths);
      return drawn;
    } catch (RuntimeException e) {
      paths.close();
      throw e;
    }
  }

  @Override
  public int count() {
    return draws.count();
  }

  @Override
  public int dimension() {
    return model.dimension();
  }

  @Override
  public void evaluate(int m, double[] x, double[] values, double @Nullable [] gradients) {
    arguments.checkFiniteCandidates(m, x);
    checkLength("values", (long) count() * m, values);
    if (gradients != null) {
      checkLength("gradients", (long) count() * m * dimension(), gradients);
    }
    if (m == 0 || count() == 0) {
      return;
    }
    GpuDevice device = GpuDevice.acquire();
    try {
      device.run(
          session -> {
            if (resident.isClosed()) {
              try (DevicePaths paths = bringUp(session)) {
                paths.evaluate(m, x, values, gradients);
              }
            } else {
              resident.of(this, session, this::bringUp).evaluate(m, x, values, gradients);
            }
          });
    } finally {
      GpuDevice.release(device);
    }
  }

  private DevicePaths bringUp(Session session) {
    DevicePaths paths = new DevicePaths(model, theta, draws, groups, n, x, session);
    try {
      paths.restore(weights);
      return paths;
    } catch (RuntimeException e) {
      paths.close();
      throw e;
    }
  }
}
