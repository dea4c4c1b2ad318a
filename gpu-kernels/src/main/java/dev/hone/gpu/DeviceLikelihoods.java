package dev.hone.gpu;

import dev.hone.gpu.GpuDevice.Session;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates likelihoods of one engine: a large one in buffers that are given back at once; a small
 * one, of which a fit makes many, from the second on in buffers that are kept until the engine is
 * conditioned, with its launches recorded ({@link Recorder}). Both have the same bits: they launch
 * the same. Only for the owner thread.
 */
final class DeviceLikelihoods implements AutoCloseable {
  /**
   * Observations up to which launches are recorded. A guess: with more, the kernels take longer
   * than their launches; no GPU could be had to see from where on.
   */
  private static final int LARGEST = 512;

  private final DeviceCovariance covariance;
  private @Nullable Of last;
  private @Nullable Kept kept;

  /** What the launches depend on. */
  private record Of(int n, long points, boolean known) {}

  /** Buffers with recordings of what is launched on them. */
  private static final class Kept implements AutoCloseable {
    final DeviceLikelihood likelihood;
    Recorder.@Nullable Recording value;
    Recorder.@Nullable Recording gradient;

    Kept(DeviceLikelihood likelihood) {
      this.likelihood = likelihood;
    }

    /** Launches a value, with its gradient if wanted; recorded now if they were not before. */
    void launch(Session session, boolean withGradient) {
      Recorder.Recording recorded = withGradient ? gradient : value;
      Runnable launches =
          () -> {
            likelihood.launchValue();
            if (withGradient) {
              likelihood.launchGradient();
            }
          };
      if (recorded == null) {
        recorded = session.recorder().record(launches);
        if (withGradient) {
          gradient = recorded;
        } else {
          value = recorded;
        }
      }
      if (recorded == null) {
        launches.run();
      } else {
        recorded.launch();
      }
    }

    @Override
    public void close() {
      if (value != null) {
        value.close();
      }
      if (gradient != null) {
        gradient.close();
      }
      likelihood.close();
    }
  }

  DeviceLikelihoods(DeviceCovariance covariance) {
    this.covariance = covariance;
  }

  /**
   * As {@link dev.hone.math.gp.GpEngine#logMarginalLikelihood}, of at least one observation.
   *
   * @param points those of the data, on the device
   */
  double evaluate(
      Session session,
      Observations data,
      DeviceBuffer points,
      double[] theta,
      double @Nullable [] gradient) {
    double[] known = data.known();
    Of of = new Of(data.size(), points.address(), known != null);
    if (kept != null && !of.equals(last)) {
      forget();
    }
    boolean again = of.equals(last);
    last = of;
    if (again && isRecorded(of.n(), session)) {
      return repeated(session, data, points, theta, gradient);
    }
    forget();
    try (DeviceLikelihood once =
        new DeviceLikelihood(session, covariance, of.n(), points, known != null)) {
      once.tell(data.y(), known, theta);
      once.launchValue();
      if (!once.succeeded()) {
        return failed(theta, gradient);
      }
      if (gradient != null) {
        once.prepareGradient();
        once.launchGradient();
      }
      return once.results(gradient);
    }
  }

  private static boolean isRecorded(int n, Session session) {
    return n <= LARGEST
        && session.recorder().isEnabled()
        && new DeviceMatrix(session).onlyLaunches(n);
  }

  private double repeated(
      Session session,
      Observations data,
      DeviceBuffer points,
      double[] theta,
      double @Nullable [] gradient) {
    double[] known = data.known();
    Kept of = kept;
    if (of == null) {
      of = new Kept(new DeviceLikelihood(session, covariance, data.size(), points, known != null));
      kept = of;
    }
    if (gradient != null) {
      // Memory is not to be had while launches are recorded.
      of.likelihood.prepareGradient();
    }
    of.likelihood.tell(data.y(), known, theta);
    // If the covariance is not positive definite, the gradient is made of NaN, for nothing.
    of.launch(session, gradient != null);
    return of.likelihood.succeeded() ? of.likelihood.results(gradient) : failed(theta, gradient);
  }

  private static double failed(double[] theta, double @Nullable [] gradient) {
    if (gradient != null) {
      Arrays.fill(gradient, 0, theta.length, Double.NaN);
    }
    return Double.NEGATIVE_INFINITY;
  }

  /** Gives back what is kept. */
  void forget() {
    if (kept != null) {
      kept.close();
      kept = null;
    }
  }

  @Override
  public void close() {
    forget();
  }
}
