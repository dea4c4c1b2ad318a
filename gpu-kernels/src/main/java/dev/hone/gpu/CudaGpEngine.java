package dev.hone.gpu;

import static dev.hone.gpu.GpArguments.checkCount;
import static dev.hone.gpu.GpArguments.checkFinite;
import static dev.hone.gpu.GpArguments.checkLength;
import static dev.hone.gpu.GpArguments.checkRange;
import static dev.hone.gpu.GpArguments.checkVariance;
import static dev.hone.gpu.GpArguments.checkVariances;

import dev.hone.gpu.GpuDevice.Session;
import dev.hone.gpu.GpuDevice.Task;
import dev.hone.gpu.GpuDevice.Work;
import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.gp.CandidateDesign;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.gp.GpSamplePaths;
import dev.hone.math.gp.PosteriorFunction;
import dev.hone.math.special.SpecialFunctions;
import java.lang.ref.Cleaner;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A Gaussian process on a GPU: keeps what it was told on the Java heap as well, checks arguments
 * and state, and has the owner thread of the device do the work.
 *
 * <p>Holds one n×n matrix on the device while it is conditioned, and two more during a likelihood.
 */
final class CudaGpEngine implements GpEngine {
  private static final Cleaner CLEANER = Cleaner.create();

  /** What stands in for no noise at all, relative to the prior variance: rounding is far below. */
  private static final double EXACT_NOISE = 1e-8;

  /** The variance of the noise of a point that is known, relative to the prior variance. */
  private static final double KNOWN_NOISE = 1e-10;

  private final GpuDevice device;
  private final GpModel model;
  private final Resources resources;
  private final Cleaner.Cleanable cleanable;

  private int size;
  private double[] x = {};
  private double[] y = {};

  /** Variances known of the noise of single observations; null as long as all are 0. */
  private double @Nullable [] known;

  private boolean conditioned;

  /** Candidates of the last search that were scored exactly. */
  private long scored;

  /** What an engine holds on the device; released by itself when the engine is forgotten. */
  private static final class Resources implements Runnable {
    private final GpuDevice device;
    final DevicePosterior posterior;

    /** Of the likelihood, which does not disturb the posterior. */
    final DeviceCovariance covariance;

    /** The points, row-major: those of the first {@link #uploaded} observations. */
    DeviceBuffer points;

    int uploaded;

    Resources(GpuDevice device, GpModel model, Session session) {
      this.device = device;
      this.posterior = new DevicePosterior(model, session);
      DeviceCovariance made = null;
      try {
        made = new DeviceCovariance(model, session);
        this.covariance = made;
        this.points = session.memory().doubles(model.dimension());
      } catch (RuntimeException e) {
        posterior.close();
        if (made != null) {
          made.close();
        }
        throw e;
      }
    }

    @Override
    public void run() {
      device.later(
          session -> {
            posterior.close();
            covariance.close();
            points.close();
          });
      GpuDevice.release(device);
    }
  }

  /** An engine without data; takes the device over, to release it in the end. */
  CudaGpEngine(GpuDevice device, GpModel model) {
    this.device = device;
    this.model = model;
    this.resources = device.call(session -> new Resources(device, model, session));
    this.cleanable = CLEANER.register(this, resources);
  }

  @Override
  public String name() {
    return "gpu";
  }

  @Override
  public GpModel model() {
    return model;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void setData(int n, double[] x, double[] y) {
    checkCount("n", n);
    checkPoints("x", n, x);
    checkLength("y", n, y);
    checkFinite("x", n * model.dimension(), x);
    checkFinite("y", n, y);
    this.x = Arrays.copyOf(x, n * model.dimension());
    this.y = Arrays.copyOf(y, n);
    known = null;
    size = n;
    conditioned = false;
    resources.uploaded = 0;
  }

  @Override
  public void setData(int n, double[] x, double[] y, double[] noise) {
    checkCount("n", n);
    checkLength("noise", n, noise);
    checkVariances("noise", n, noise);
    setData(n, x, y);
    if (Arrays.stream(noise, 0, n).anyMatch(v -> v > 0)) {
      known = Arrays.copyOf(noise, n);
    }
  }

  @Override
  public double logMarginalLikelihood(double[] theta, double @Nullable [] gradient) {
    checkTheta(theta);
    if (gradient != null) {
      checkLength("gradient", model.hyperparameterCount(), gradient);
    }
    if (size == 0) {
      if (gradient != null) {
        Arrays.fill(gradient, 0, model.hyperparameterCount(), 0);
      }
      return 0;
    }
    return computed(
        session ->
            DeviceLikelihood.evaluate(
                session, resources.covariance, size, resources.points, y, known, theta, gradient));
  }

  @Override
  public void condition(double[] theta) {
    checkTheta(theta);
    conditioned = false;
    onDevice(
        session -> {
          resources.posterior.condition(theta, size, resources.points, known);
          resources.posterior.setTargets(size);
        });
    conditioned = true;
  }

  @Override
  public void append(double[] x, double y) {
    append(x, y, 0);
  }

  @Override
  public void append(double[] x, double y, double noise) {
    checkConditioned();
    checkVariance("noise", noise);
    checkPoints("x", 1, x);
    checkFinite("x", model.dimension(), x);
    checkFinite("y", y);
    DevicePosterior posterior = resources.posterior;
    if (posterior.told() < size) {
      // What was believed so far counts as told from now on.
      onDevice(session -> posterior.solve(this.y));
    }
    put(x, y, noise);
    appendPoint(posterior.covariance.noiseVariance() + noise);
    posterior.setTargets(size);
  }

  @Override
  public void appendPending(double[] x) {
    checkConditioned();
    appendBelieved(x, resources.posterior.covariance.noiseVariance());
  }

  @Override
  public void appendKnown(double[] x) {
    checkConditioned();
    appendBelieved(x, KNOWN_NOISE * resources.posterior.covariance.priorVariance());
  }

  private void appendBelieved(double[] x, double noise) {
    checkPoints("x", 1, x);
    checkFinite("x", model.dimension(), x);
    put(x, 0, 0);
    appendPoint(noise);
    onDevice(session -> resources.posterior.solve(y));
  }

  /** Writes an observation behind the others. */
  private void put(double[] x, double y, double noise) {
    int d = model.dimension();
    if (size == this.y.length) {
      int capacity = size + size / 2 + 8;
      this.x = Arrays.copyOf(this.x, capacity * d);
      this.y = Arrays.copyOf(this.y, capacity);
    }
    System.arraycopy(x, 0, this.x, size * d, d);
    this.y[size] = y;
    if (known != null || noise > 0) {
      double[] variances = Arrays.copyOf(known == null ? new double[0] : known, this.y.length);
      variances[size] = noise;
      known = variances;
    }
  }

  private void appendPoint(double noise) {
    device.run(
        session -> {
          upload(session, size + 1);
          resources.uploaded = size;
          resources.posterior.append(resources.points, noise);
          resources.uploaded = size + 1;
        });
    size++;
  }

  @Override
  public void setTargets(int count, double[] y) {
    checkConditioned();
    checkRange("count", count, size);
    checkLength("y", count, y);
    checkFinite("y", count, y);
    System.arraycopy(y, 0, this.y, 0, count);
    resources.posterior.setTargets(count);
  }

  @Override
  public void fittedMeans(double[] mean) {
    checkConditioned();
    checkLength("mean", size, mean);
    DevicePosterior posterior = resources.posterior;
    solved(session -> posterior.copyAlpha(mean));
    double diagonal = posterior.covariance.noiseVariance() + posterior.jitter();
    for (int i = 0; i < size; i++) {
      mean[i] = Math.fma(-(known == null ? diagonal : diagonal + known[i]), mean[i], y[i]);
    }
  }

  @Override
  public void innovations(double[] z) {
    checkConditioned();
    checkLength("z", size, z);
    solved(session -> resources.posterior.innovations(z));
  }

  @Override
  public void truncate(int n) {
    checkConditioned();
    checkRange("n", n, size);
    DevicePosterior posterior = resources.posterior;
    if (posterior.told() < size) {
      onDevice(session -> posterior.solve(y));
    }
    posterior.truncate(n);
    size = n;
    resources.uploaded = Math.min(resources.uploaded, n);
  }

  @Override
  public void posterior(int m, double[] x, double[] mean, double @Nullable [] variance) {
    checkConditioned();
    checkCandidates(m, x);
    checkLength("mean", m, mean);
    if (variance != null) {
      checkLength("variance", m, variance);
    }
    solved(session -> candidates().moments(m, x, mean, variance));
  }

  @Override
  public void posterior(
      int m,
      double[] x,
      double[] mean,
      double @Nullable [] variance,
      double[] meanGradient,
      double @Nullable [] varianceGradient) {
    checkConditioned();
    checkCandidates(m, x);
    int d = model.dimension();
    checkLength("mean", m, mean);
    checkLength("meanGradient", (long) m * d, meanGradient);
    if ((variance == null) != (varianceGradient == null)) {
      throw new IllegalArgumentException(
          "varianceGradient: expected if and only if the variance is wanted");
    }
    if (variance != null && varianceGradient != null) {
      checkLength("variance", m, variance);
      checkLength("varianceGradient", (long) m * d, varianceGradient);
    }
    solved(session -> {});
    evaluation().gradients(m, x, mean, variance, meanGradient, varianceGradient);
  }

  @Override
  public void evaluate(
      int m,
      double[] x,
      int last,
      PosteriorFunction function,
      double[] value,
      double @Nullable [] gradient) {
    checkConditioned();
    checkCandidates(m, x);
    checkRange("last", last, size);
    checkLength("value", m, value);
    if (gradient != null) {
      checkLength("gradient", (long) m * model.dimension(), gradient);
    }
    solved(session -> {});
    evaluation().evaluate(m, x, last, function, value, gradient);
  }

  @Override
  public double[] points() {
    return Arrays.copyOf(x, size * model.dimension());
  }

  @Override
  public GpEngine withoutNoise() {
    checkConditioned();
    double[] theta = resources.posterior.theta().clone();
    double prior = resources.posterior.covariance.priorVariance();
    theta[model.noiseIndex()] = SpecialFunctions.log(EXACT_NOISE * prior);
    GpEngine twin = new CudaGpEngineProvider().create(model);
    try {
      twin.setData(size, x, new double[size]);
      twin.condition(theta);
      return twin;
    } catch (RuntimeException e) {
      twin.close();
      throw e;
    }
  }

  @Override
  public void logExpectedImprovement(
      int m, double[] x, double best, double[] value, double @Nullable [] gradient) {
    checkConditioned();
    checkCandidates(m, x);
    checkFinite("best", best);
    checkLength("value", m, value);
    if (gradient != null) {
      checkLength("gradient", (long) m * model.dimension(), gradient);
    }
    solved(session -> candidates().logExpectedImprovement(m, x, best, value, gradient));
  }

  @Override
  public int bestCandidates(
      CandidateDesign design, double best, int k, double[] x, double[] value) {
    checkConditioned();
    design.checkModel(model);
    checkFinite("best", best);
    checkCount("k", k);
    int count = (int) Math.min(k, design.size());
    checkLength("x", (long) count * model.dimension(), x);
    checkLength("value", count, value);
    if (count > 0) {
      solved(
          session ->
              scored =
                  new DeviceSearch(resources.posterior, design, this.x, known)
                      .search(best, count, x, value));
    }
    return count;
  }

  @Override
  public double logPredictiveDensity(double[] x, double y) {
    checkConditioned();
    checkPoints("x", 1, x);
    checkFinite("x", model.dimension(), x);
    checkFinite("y", y);
    double[] mean = new double[1];
    double[] variance = new double[1];
    solved(session -> candidates().moments(1, x, mean, variance));
    double noise = resources.posterior.covariance.noiseVariance();
    return LeaveOneOut.logNormalDensity(y - mean[0], variance[0] + noise);
  }

  @Override
  public double leaveOneOut(double[] mean, double[] variance) {
    checkConditioned();
    checkLength("mean", size, mean);
    checkLength("variance", size, variance);
    if (size == 0) {
      return 0;
    }
    solved(session -> LeaveOneOut.inverseDiagonal(resources.posterior, mean, variance));
    return LeaveOneOut.predict(size, y, mean, variance);
  }

  @Override
  public void posteriorCovariance(int m, double[] x, double[] mean, double[] covariance) {
    checkConditioned();
    checkCandidates(m, x);
    checkLength("mean", m, mean);
    checkLength("covariance", (long) m * m, covariance);
    solved(
        session -> {
          candidates().moments(m, x, mean, null);
          joint().covariance(m, x, covariance);
        });
  }

  @Override
  public void samplePosterior(int m, double[] x, int count, long seed, double[] samples) {
    checkConditioned();
    checkCandidates(m, x);
    checkCount("count", count);
    checkLength("samples", (long) count * m, samples);
    if (count == 0 || m == 0) {
      return;
    }
    solved(
        session -> {
          candidates().moments(m, x, samples, null);
          for (int s = 1; s < count; s++) {
            System.arraycopy(samples, 0, samples, s * m, m);
          }
          joint().addSamples(m, x, count, seed, samples);
        });
  }

  /** Paths are drawn and evaluated on the CPU: they outlive the engine and its device. */
  @Override
  public GpSamplePaths samplePaths(int count, long seed) {
    checkConditioned();
    checkCount("count", count);
    solved(session -> {});
    try (GpEngine cpu = Engines.gp(Backend.AUTO, model)) {
      if (known == null) {
        cpu.setData(size, x, y);
      } else {
        cpu.setData(size, x, y, known);
      }
      cpu.condition(resources.posterior.theta());
      return cpu.samplePaths(count, seed);
    }
  }

  @Override
  public void close() {
    conditioned = false;
    cleanable.clean();
  }

  /** How many candidates of the last {@link #bestCandidates} screening did not leave out. */
  long scoredCandidates() {
    return scored;
  }

  private DeviceCandidates candidates() {
    return new DeviceCandidates(resources.posterior, model.dimension());
  }

  private DeviceEvaluation evaluation() {
    return new DeviceEvaluation(device, resources.posterior, model.dimension());
  }

  private DeviceJoint joint() {
    return new DeviceJoint(resources.posterior, model.dimension());
  }

  /** Does work once all points are on the device. */
  private <T> T computed(Work<T> work) {
    return device.call(
        session -> {
          upload(session, size);
          return work.run(session);
        });
  }

  private void onDevice(Task task) {
    device.run(
        session -> {
          upload(session, size);
          task.run(session);
        });
  }

  /** Does work once the posterior is solved for the targets. */
  private void solved(Task task) {
    onDevice(
        session -> {
          resources.posterior.solve(y);
          task.run(session);
        });
  }

  /** Brings the points up to one on the device. */
  private void upload(Session session, int count) {
    int d = model.dimension();
    long doubles = (long) count * d;
    if (doubles * Double.BYTES > resources.points.bytes) {
      DeviceBuffer longer = session.memory().doubles(doubles + doubles / 4);
      resources.points.close();
      resources.points = longer;
      resources.uploaded = 0;
    }
    int from = resources.uploaded;
    if (from < count) {
      session
          .transfers()
          .upload(x, from * d, (count - from) * d, resources.points, (long) from * d);
      resources.uploaded = count;
    }
  }

  private void checkConditioned() {
    if (!conditioned) {
      throw new IllegalStateException("condition(theta) must succeed before this call");
    }
  }

  private void checkTheta(double[] theta) {
    if (theta.length != model.hyperparameterCount()) {
      throw new IllegalArgumentException(
          "theta has length " + theta.length + ": expected " + model.hyperparameterCount());
    }
    checkFinite("theta", theta.length, theta);
  }

  private void checkCandidates(int m, double[] x) {
    checkCount("m", m);
    checkPoints("x", m, x);
  }

  private void checkPoints(String name, int n, double[] array) {
    checkLength(name, (long) n * model.dimension(), array);
  }
}
