package dev.hone.gpu;

import static dev.hone.math.gp.GpArguments.checkCount;
import static dev.hone.math.gp.GpArguments.checkFinite;
import static dev.hone.math.gp.GpArguments.checkLength;
import static dev.hone.math.gp.GpArguments.checkRange;
import static dev.hone.math.gp.GpArguments.checkVariance;

import dev.hone.gpu.GpuDevice.Task;
import dev.hone.math.gp.CandidateDesign;
import dev.hone.math.gp.GpArguments;
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

  private final GpModel model;
  private final GpArguments arguments;
  private final Observations data;
  private final DeviceGp resources;
  private final Cleaner.Cleanable cleanable;
  private boolean conditioned;

  /** Candidates of the last search that were scored exactly. */
  private long scored;

  /** An engine without data; takes the device over, to release it in the end. */
  CudaGpEngine(GpuDevice device, GpModel model) {
    this.model = model;
    this.arguments = new GpArguments(model);
    this.data = new Observations(model.dimension());
    this.resources = DeviceGp.on(device, model);
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
    return data.size();
  }

  @Override
  public void setData(int n, double[] x, double[] y) {
    arguments.checkData(n, x, y);
    data.set(n, x, y);
    conditioned = false;
    resources.keepPoints(0);
  }

  @Override
  public void setData(int n, double[] x, double[] y, double[] noise) {
    checkCount("n", n);
    GpArguments.checkNoise(n, noise);
    setData(n, x, y);
    data.setNoise(noise);
  }

  @Override
  public double logMarginalLikelihood(double[] theta, double @Nullable [] gradient) {
    arguments.checkTheta(theta, gradient);
    if (data.size() == 0) {
      if (gradient != null) {
        Arrays.fill(gradient, 0, model.hyperparameterCount(), 0);
      }
      return 0;
    }
    return resources.call(
        data,
        session ->
            resources.likelihoods.evaluate(session, data, resources.points(), theta, gradient));
  }

  @Override
  public void condition(double[] theta) {
    arguments.checkTheta(theta);
    conditioned = false;
    onDevice(
        session -> {
          resources.likelihoods.forget();
          resources.posterior.condition(theta, data.size(), resources.points(), data.known());
          resources.posterior.setTargets(data.size());
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
    arguments.checkPoint(x);
    checkFinite("y", y);
    DevicePosterior posterior = resources.posterior;
    if (posterior.told() < data.size()) {
      // What was believed so far counts as told from now on.
      onDevice(session -> posterior.solve(data.y()));
    }
    appendPoint(x, y, noise, posterior.covariance.noiseVariance() + noise);
    posterior.setTargets(data.size());
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
    arguments.checkPoint(x);
    appendPoint(x, 0, 0, noise);
    onDevice(session -> resources.posterior.solve(data.y()));
  }

  /** Writes an observation behind the others, and counts it if the factor takes it. */
  private void appendPoint(double[] x, double y, double known, double noise) {
    data.put(x, y, known);
    resources.append(data, noise);
    data.count(data.size() + 1);
  }

  @Override
  public void setTargets(int count, double[] y) {
    checkConditioned();
    checkRange("count", count, data.size());
    checkLength("y", count, y);
    checkFinite("y", count, y);
    data.setTargets(count, y);
    resources.posterior.setTargets(count);
  }

  @Override
  public void fittedMeans(double[] mean) {
    checkConditioned();
    checkLength("mean", data.size(), mean);
    DevicePosterior posterior = resources.posterior;
    solved(session -> posterior.copyAlpha(mean));
    double diagonal = posterior.covariance.noiseVariance() + posterior.jitter();
    double[] known = data.known();
    for (int i = 0; i < data.size(); i++) {
      mean[i] = Math.fma(-(known == null ? diagonal : diagonal + known[i]), mean[i], data.y()[i]);
    }
  }

  @Override
  public void innovations(double[] z) {
    checkConditioned();
    checkLength("z", data.size(), z);
    solved(session -> resources.posterior.innovations(z));
  }

  @Override
  public void truncate(int n) {
    checkConditioned();
    checkRange("n", n, data.size());
    DevicePosterior posterior = resources.posterior;
    if (posterior.told() < data.size()) {
      onDevice(session -> posterior.solve(data.y()));
    }
    posterior.truncate(n);
    data.count(n);
    resources.keepPoints(n);
  }

  @Override
  public void posterior(int m, double[] x, double[] mean, double @Nullable [] variance) {
    checkConditioned();
    arguments.checkCandidates(m, x);
    GpArguments.checkMoments(m, mean, variance);
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
    arguments.checkCandidates(m, x);
    arguments.checkMoments(m, mean, variance, meanGradient, varianceGradient);
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
    arguments.checkCandidates(m, x);
    checkRange("last", last, data.size());
    arguments.checkValues(m, value, gradient);
    solved(session -> {});
    evaluation().evaluate(m, x, last, function, value, gradient);
  }

  @Override
  public double[] points() {
    return data.points();
  }

  @Override
  public GpEngine withoutNoise() {
    checkConditioned();
    double[] theta = resources.posterior.theta().clone();
    double prior = resources.posterior.covariance.priorVariance();
    theta[model.noiseIndex()] = SpecialFunctions.log(EXACT_NOISE * prior);
    GpEngine twin = new CudaGpEngineProvider().create(model);
    try {
      twin.setData(data.size(), data.x(), new double[data.size()]);
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
    arguments.checkCandidates(m, x);
    checkFinite("best", best);
    arguments.checkValues(m, value, gradient);
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
                  new DeviceSearch(resources.posterior, design, data.x(), data.known())
                      .search(best, count, x, value));
    }
    return count;
  }

  @Override
  public double logPredictiveDensity(double[] x, double y) {
    checkConditioned();
    arguments.checkPoint(x);
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
    checkLength("mean", data.size(), mean);
    checkLength("variance", data.size(), variance);
    if (data.size() == 0) {
      return 0;
    }
    solved(session -> LeaveOneOut.inverseDiagonal(resources.posterior, mean, variance));
    return LeaveOneOut.predict(data.size(), data.y(), mean, variance);
  }

  @Override
  public void posteriorCovariance(int m, double[] x, double[] mean, double[] covariance) {
    checkConditioned();
    arguments.checkCandidates(m, x);
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
    arguments.checkCandidates(m, x);
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

  /** Drawn and evaluated on the device; see {@link CudaSamplePaths}. */
  @Override
  public GpSamplePaths samplePaths(int count, long seed) {
    checkConditioned();
    checkCount("count", count);
    if (count > CudaSamplePaths.MOST || (long) count * data.size() > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException(
          "count = " + count + ": expected fewer paths of " + data.size() + " observations");
    }
    return resources.callSolved(
        data,
        session ->
            CudaSamplePaths.draw(model, resources.posterior, data, count, seed, resources.paths));
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
    return new DeviceEvaluation(resources.device(), resources.posterior, model.dimension());
  }

  private DeviceJoint joint() {
    return new DeviceJoint(resources.posterior, model.dimension());
  }

  private void onDevice(Task task) {
    resources.perform(data, task);
  }

  private void solved(Task task) {
    resources.performSolved(data, task);
  }

  private void checkConditioned() {
    if (!conditioned) {
      throw new IllegalStateException("condition(theta) must succeed before this call");
    }
  }
}
