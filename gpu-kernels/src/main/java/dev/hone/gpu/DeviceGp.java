package dev.hone.gpu;

import dev.hone.gpu.GpuDevice.Session;
import dev.hone.gpu.GpuDevice.Task;
import dev.hone.gpu.GpuDevice.Work;
import dev.hone.math.gp.GpModel;

/**
 * What a {@link CudaGpEngine} holds on its device, and how that is brought up to what the engine
 * was told before anything is done with it. Knows nothing of the engine, so that it can be released
 * when the engine is forgotten.
 */
final class DeviceGp implements Runnable {
  private final GpuDevice device;
  private final DevicePoints points;
  final DevicePosterior posterior;

  /** Paths drawn from the posterior. */
  final ResidentPaths paths = new ResidentPaths();

  /** With a covariance of their own: they do not disturb the posterior. */
  final DeviceLikelihoods likelihoods;

  private final DeviceCovariance covariance;

  private DeviceGp(GpuDevice device, GpModel model, Session session) {
    this.device = device;
    this.posterior = new DevicePosterior(model, session);
    DeviceCovariance made = null;
    try {
      made = new DeviceCovariance(model, session);
      this.covariance = made;
      this.likelihoods = new DeviceLikelihoods(made);
      this.points = new DevicePoints(model.dimension(), session);
    } catch (RuntimeException e) {
      posterior.close();
      if (made != null) {
        made.close();
      }
      throw e;
    }
  }

  /** Takes a device over, to release it in the end. */
  static DeviceGp on(GpuDevice device, GpModel model) {
    return device.call(session -> new DeviceGp(device, model, session));
  }

  GpuDevice device() {
    return device;
  }

  /** The points, row-major; only for the owner thread. */
  DeviceBuffer points() {
    return points.buffer();
  }

  /** Takes note that only the first n points on the device are those of the engine. */
  void keepPoints(int n) {
    points.keep(n);
  }

  /** Does work once all points are on the device. */
  <T> T call(Observations data, Work<T> work) {
    return device.call(
        session -> {
          points.upload(data.x(), data.size(), session);
          return work.run(session);
        });
  }

  /** Does a task once all points are on the device. */
  void perform(Observations data, Task task) {
    device.run(
        session -> {
          points.upload(data.x(), data.size(), session);
          task.run(session);
        });
  }

  /** Does a task once the posterior is solved for the targets. */
  void performSolved(Observations data, Task task) {
    perform(
        data,
        session -> {
          posterior.solve(data.y());
          task.run(session);
        });
  }

  /** Does work once the posterior is solved for the targets. */
  <T> T callSolved(Observations data, Work<T> work) {
    return call(
        data,
        session -> {
          posterior.solve(data.y());
          return work.run(session);
        });
  }

  /** Appends the point that stands behind the observations to the factor, if that takes it. */
  void append(Observations data, double noise) {
    device.run(
        session -> {
          points.upload(data.x(), data.size() + 1, session);
          try {
            posterior.append(points.buffer(), noise);
          } catch (RuntimeException | Error e) {
            // Another point will stand in its place.
            points.keep(data.size());
            throw e;
          }
        });
  }

  /** Frees what is on the device, and leaves it. */
  @Override
  public void run() {
    device.later(
        session -> {
          paths.close();
          likelihoods.close();
          posterior.close();
          covariance.close();
          points.close();
        });
    GpuDevice.release(device);
  }
}
