package dev.hone.math.internal;

import static dev.hone.math.gp.GpArguments.checkCount;
import static dev.hone.math.gp.GpArguments.checkFinite;
import static dev.hone.math.gp.GpArguments.checkLength;
import static dev.hone.math.gp.GpArguments.checkRange;
import static dev.hone.math.gp.GpArguments.checkVariance;

import dev.hone.math.gp.GpArguments;
import dev.hone.math.gp.GpCandidates;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpModel;
import dev.hone.math.gp.GpSamplePaths;
import dev.hone.math.gp.PosteriorFunction;
import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.special.SpecialFunctions;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A Gaussian process on the Java heap: holds the data, checks arguments and state, and leaves the
 * work to {@link CpuGpLikelihood}, {@link CpuGpTraining}, {@link CpuGpPosterior} and {@link
 * CpuGpAcquisition}.
 *
 * <p>Holds two n×n matrices, the likelihood's and the posterior's, and two n×{@value
 * CpuGpPosterior#CANDIDATES} ones at most; for small n a third n×n matrix makes gradients quicker.
 * They are reused: a call allocates only when n grows past what it was before, and then
 * geometrically.
 */
final class CpuGpEngine implements GpEngine {
  /** What stands in for no noise at all, relative to the prior variance: rounding is far below. */
  private static final double EXACT_NOISE = 1e-8;

  private final String name;
  private final GpModel model;
  private final GpArguments arguments;
  private final CpuGpLikelihood likelihood;
  private final CpuGpPosterior posterior;
  private final CpuGpTraining training;
  private final CpuGpAcquisition acquisition;
  private final CpuGpJointPosterior joint;
  private final CpuGpEvaluation evaluation;
  private final KernelSet kernels;
  private final LinearAlgebra la;

  private int size;
  private double[] x = {};
  private double[] y = {};

  /** Variances known of the noise of single observations; null as long as all are 0. */
  private double @Nullable [] known;

  private boolean conditioned;

  CpuGpEngine(String name, GpModel model, KernelSet kernels, LinearAlgebra linearAlgebra) {
    this.name = name;
    this.model = model;
    this.arguments = new GpArguments(model);
    this.likelihood = new CpuGpLikelihood(model, kernels, linearAlgebra);
    this.posterior = new CpuGpPosterior(model, kernels, linearAlgebra);
    this.training = posterior.training();
    this.kernels = kernels;
    this.la = linearAlgebra;
    this.joint = new CpuGpJointPosterior(model, kernels, linearAlgebra);
    this.acquisition = new CpuGpAcquisition(kernels.vectorMath());
    this.evaluation = new CpuGpEvaluation();
  }

  @Override
  public String name() {
    return name;
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
    arguments.checkData(n, x, y);
    this.x = CpuGpBuffers.grown(this.x, n, model.dimension());
    this.y = CpuGpBuffers.grown(this.y, n);
    System.arraycopy(x, 0, this.x, 0, n * model.dimension());
    System.arraycopy(y, 0, this.y, 0, n);
    known = null;
    size = n;
    conditioned = false;
  }

  @Override
  public void setData(int n, double[] x, double[] y, double[] noise) {
    GpArguments.checkNoise(n, noise);
    setData(n, x, y);
    for (int i = 0; i < n; i++) {
      if (noise[i] > 0) {
        known = Arrays.copyOf(noise, this.y.length);
        Arrays.fill(known, n, known.length, 0);
        return;
      }
    }
  }

  @Override
  public double logMarginalLikelihood(double[] theta, double @Nullable [] gradient) {
    arguments.checkTheta(theta, gradient);
    return likelihood.evaluate(size, x, y, known, theta, gradient);
  }

  @Override
  public void condition(double[] theta) {
    arguments.checkTheta(theta);
    conditioned = false;
    training.condition(theta, size, x, y, known, likelihood.matrix(size));
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
    put(x, y, noise);
    training.append(size, this.x, this.y);
    size++;
  }

  @Override
  public void appendPending(double[] x) {
    checkConditioned();
    arguments.checkPoint(x);
    put(x, 0, 0);
    training.appendPending(size, this.x);
    size++;
  }

  @Override
  public void appendKnown(double[] x) {
    checkConditioned();
    arguments.checkPoint(x);
    put(x, 0, 0);
    training.appendKnown(size, this.x);
    size++;
  }

  /** Writes an observation behind the others. */
  private void put(double[] x, double y, double noise) {
    int d = model.dimension();
    // Each was grown by a quarter on its own: there may be room for more targets than points.
    if (size == this.y.length || this.x.length < (size + 1) * d) {
      int capacity = Math.max(this.y.length, size + size / 2 + CovarianceKernels.BLOCK);
      this.x = Arrays.copyOf(this.x, capacity * d);
      this.y = Arrays.copyOf(this.y, capacity);
      training.moveTargets(this.y);
    }
    System.arraycopy(x, 0, this.x, size * d, d);
    this.y[size] = y;
    putNoise(noise);
    if (training.isFull()) {
      // For a moment there are two factors: with the likelihood's matrix there would be three.
      likelihood.release();
    }
  }

  private void putNoise(double noise) {
    if (known == null && noise == 0) {
      return;
    }
    double[] variances = known == null ? new double[y.length] : known;
    if (variances.length < y.length) {
      variances = Arrays.copyOf(variances, y.length);
    }
    variances[size] = noise;
    known = variances;
    training.setKnownNoise(variances);
  }

  @Override
  public void setTargets(int count, double[] y) {
    checkConditioned();
    checkRange("count", count, size);
    checkLength("y", count, y);
    checkFinite("y", count, y);
    System.arraycopy(y, 0, this.y, 0, count);
    training.setTargets(count, this.y);
  }

  @Override
  public void fittedMeans(double[] mean) {
    checkConditioned();
    checkLength("mean", size, mean);
    training.fittedMeans(mean);
  }

  @Override
  public void innovations(double[] z) {
    checkConditioned();
    checkLength("z", size, z);
    training.innovations(z);
  }

  @Override
  public void truncate(int n) {
    checkConditioned();
    checkRange("n", n, size);
    training.truncate(n);
    size = n;
  }

  @Override
  public void posterior(int m, double[] x, double[] mean, double @Nullable [] variance) {
    checkConditioned();
    arguments.checkCandidates(m, x);
    GpArguments.checkMoments(m, mean, variance);
    for (int from = 0; from < m; from += CpuGpPosterior.CANDIDATES) {
      int count = Math.min(CpuGpPosterior.CANDIDATES, m - from);
      if (variance == null) {
        posterior.means(count, x, from * model.dimension());
      } else {
        posterior.moments(count, x, from * model.dimension());
        System.arraycopy(posterior.variance(), 0, variance, from, count);
      }
      System.arraycopy(posterior.mean(), 0, mean, from, count);
    }
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
    int d = model.dimension();
    for (int from = 0; from < m; from += CpuGpPosterior.CANDIDATES) {
      int count = Math.min(CpuGpPosterior.CANDIDATES, m - from);
      if (variance == null || varianceGradient == null) {
        posterior.differentiableMeans(count, x, from * d);
        posterior.meanGradient(count, meanGradient, from * d);
      } else {
        posterior.differentiableMoments(count, x, from * d);
        System.arraycopy(posterior.variance(), 0, variance, from, count);
        posterior.gradients(count, meanGradient, varianceGradient, from * d);
      }
      System.arraycopy(posterior.mean(), 0, mean, from, count);
    }
  }

  @Override
  public double[] points() {
    return Arrays.copyOf(x, size * model.dimension());
  }

  @Override
  public GpEngine withoutNoise() {
    checkConditioned();
    double[] theta = training.theta().clone();
    theta[model.noiseIndex()] = SpecialFunctions.log(EXACT_NOISE * training.priorVariance());
    CpuGpEngine twin = new CpuGpEngine(name, model, kernels, la);
    twin.setData(size, x, new double[size]);
    twin.condition(theta);
    return twin;
  }

  @Override
  public void logExpectedImprovement(
      int m, double[] x, double best, double[] value, double @Nullable [] gradient) {
    checkConditioned();
    arguments.checkCandidates(m, x);
    checkFinite("best", best);
    arguments.checkValues(m, value, gradient);
    acquisition.logExpectedImprovement(posterior, m, model.dimension(), x, best, value, gradient);
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
    checkRange("last", last, size);
    arguments.checkValues(m, value, gradient);
    evaluation.evaluate(posterior, m, model.dimension(), x, size, last, function, value, gradient);
  }

  @Override
  public GpCandidates candidates(int m, double[] x) {
    arguments.checkFiniteCandidates(m, x);
    return new CpuGpCandidates(this, model, kernels, la, m, x);
  }

  /** The posterior, for candidates that follow it. */
  CpuGpPosterior conditionedPosterior() {
    checkConditioned();
    return posterior;
  }

  CpuGpAcquisition acquisition() {
    return acquisition;
  }

  /** The observations, row-major; not to be written to. */
  double[] observations() {
    return x;
  }

  @Override
  public double logPredictiveDensity(double[] x, double y) {
    checkConditioned();
    arguments.checkPoint(x);
    checkFinite("y", y);
    posterior.moments(1, x, 0);
    double variance = posterior.variance()[0] + training.noiseVariance();
    return CpuGpLikelihood.logNormalDensity(y - posterior.mean()[0], variance);
  }

  @Override
  public double leaveOneOut(double[] mean, double[] variance) {
    checkConditioned();
    checkLength("mean", size, mean);
    checkLength("variance", size, variance);
    return training.leaveOneOut(size, y, mean, variance, likelihood.matrix(size));
  }

  @Override
  public void posteriorCovariance(int m, double[] x, double[] mean, double[] covariance) {
    checkConditioned();
    arguments.checkCandidates(m, x);
    checkLength("covariance", (long) m * m, covariance);
    posterior(m, x, mean, null);
    joint.covariance(posterior, size, m, model.dimension(), x, covariance);
  }

  @Override
  public void samplePosterior(int m, double[] x, int count, long seed, double[] samples) {
    checkConditioned();
    arguments.checkCandidates(m, x);
    checkCount("count", count);
    checkLength("samples", (long) count * m, samples);
    if (count > 0) {
      posterior(m, x, samples, null);
      for (int s = 1; s < count; s++) {
        System.arraycopy(samples, 0, samples, s * m, m);
      }
      joint.addSamples(posterior, size, m, model.dimension(), x, count, seed, samples);
    }
  }

  @Override
  public GpSamplePaths samplePaths(int count, long seed) {
    checkConditioned();
    checkCount("count", count);
    training.solve();
    return new MatheronPaths(
        model, kernels, la, training.theta(), size, x, y, known, training.factor(), count, seed);
  }

  /** Holds nothing outside the Java heap. */
  @Override
  public void close() {}

  private void checkConditioned() {
    if (!conditioned) {
      throw new IllegalStateException("condition(theta) must succeed before this call");
    }
  }
}
