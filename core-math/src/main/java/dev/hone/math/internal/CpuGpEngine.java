package dev.hone.math.internal;

import static dev.hone.math.internal.CpuGpArguments.checkCount;
import static dev.hone.math.internal.CpuGpArguments.checkFinite;
import static dev.hone.math.internal.CpuGpArguments.checkLength;

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
  private final CpuGpLikelihood likelihood;
  private final CpuGpPosterior posterior;
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
    this.likelihood = new CpuGpLikelihood(model, kernels, linearAlgebra);
    this.posterior = new CpuGpPosterior(model, kernels, linearAlgebra);
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
    if (n < 0) {
      throw new IllegalArgumentException("n = " + n + ": expected 0 or more");
    }
    checkPoints("x", n, x);
    checkLength("y", n, y);
    checkFinite("x", n * model.dimension(), x);
    checkFinite("y", n, y);
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
    checkLength("noise", n, noise);
    boolean any = false;
    for (int i = 0; i < n; i++) {
      checkVariance("noise[" + i + "]", noise[i]);
      any |= noise[i] > 0;
    }
    setData(n, x, y);
    if (any) {
      known = Arrays.copyOf(noise, this.y.length);
      Arrays.fill(known, n, known.length, 0);
    }
  }

  private static void checkVariance(String name, double variance) {
    if (!(variance >= 0 && variance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " = " + variance + ": expected a finite variance of 0 or more");
    }
  }

  @Override
  public double logMarginalLikelihood(double[] theta, double @Nullable [] gradient) {
    checkTheta(theta);
    if (gradient != null) {
      checkLength("gradient", model.hyperparameterCount(), gradient);
    }
    return likelihood.evaluate(size, x, y, known, theta, gradient);
  }

  @Override
  public void condition(double[] theta) {
    checkTheta(theta);
    conditioned = false;
    posterior.condition(theta, size, x, y, known, likelihood.matrix(size));
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
    if (!Double.isFinite(y)) {
      throw new IllegalArgumentException("y = " + y + ": expected a finite number");
    }
    put(x, y, noise);
    posterior.append(size, this.x, this.y);
    size++;
  }

  @Override
  public void appendPending(double[] x) {
    checkConditioned();
    checkPoints("x", 1, x);
    checkFinite("x", model.dimension(), x);
    put(x, 0, 0);
    posterior.appendPending(size, this.x);
    size++;
  }

  @Override
  public void appendKnown(double[] x) {
    checkConditioned();
    checkPoints("x", 1, x);
    checkFinite("x", model.dimension(), x);
    put(x, 0, 0);
    posterior.appendKnown(size, this.x);
    size++;
  }

  /** Writes an observation behind the others. */
  private void put(double[] x, double y, double noise) {
    int d = model.dimension();
    if (size == this.y.length) {
      int capacity = size + size / 2 + CovarianceKernels.BLOCK;
      this.x = Arrays.copyOf(this.x, capacity * d);
      this.y = Arrays.copyOf(this.y, capacity);
      posterior.moveTargets(this.y);
    }
    System.arraycopy(x, 0, this.x, size * d, d);
    this.y[size] = y;
    putNoise(noise);
    if (posterior.isFull()) {
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
    posterior.setKnownNoise(variances);
  }

  @Override
  public void setTargets(int count, double[] y) {
    checkConditioned();
    if (count < 0 || count > size) {
      throw new IllegalArgumentException("count = " + count + ": expected 0 to " + size);
    }
    checkLength("y", count, y);
    checkFinite("y", count, y);
    System.arraycopy(y, 0, this.y, 0, count);
    posterior.setTargets(count, this.y);
  }

  @Override
  public void fittedMeans(double[] mean) {
    checkConditioned();
    checkLength("mean", size, mean);
    posterior.fittedMeans(mean);
  }

  @Override
  public void innovations(double[] z) {
    checkConditioned();
    checkLength("z", size, z);
    posterior.innovations(z);
  }

  @Override
  public void truncate(int n) {
    checkConditioned();
    if (n < 0 || n > size) {
      throw new IllegalArgumentException("n = " + n + ": expected 0 to " + size);
    }
    posterior.truncate(n);
    size = n;
  }

  @Override
  public void posterior(int m, double[] x, double[] mean, double @Nullable [] variance) {
    checkConditioned();
    checkCandidates(m, x);
    checkLength("mean", m, mean);
    if (variance != null) {
      checkLength("variance", m, variance);
    }
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
    double[] theta = posterior.theta().clone();
    theta[model.noiseIndex()] = SpecialFunctions.log(EXACT_NOISE * posterior.priorVariance());
    CpuGpEngine twin = new CpuGpEngine(name, model, kernels, la);
    twin.setData(size, x, new double[size]);
    twin.condition(theta);
    return twin;
  }

  @Override
  public void logExpectedImprovement(
      int m, double[] x, double best, double[] value, double @Nullable [] gradient) {
    checkConditioned();
    checkCandidates(m, x);
    if (!Double.isFinite(best)) {
      throw new IllegalArgumentException("best = " + best + ": expected a finite number");
    }
    checkLength("value", m, value);
    if (gradient != null) {
      checkLength("gradient", (long) m * model.dimension(), gradient);
    }
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
    checkCandidates(m, x);
    if (last < 0 || last > size) {
      throw new IllegalArgumentException("last = " + last + ": expected 0 to " + size);
    }
    checkLength("value", m, value);
    if (gradient != null) {
      checkLength("gradient", (long) m * model.dimension(), gradient);
    }
    evaluation.evaluate(posterior, m, model.dimension(), x, size, last, function, value, gradient);
  }

  @Override
  public GpCandidates candidates(int m, double[] x) {
    checkCandidates(m, x);
    checkFinite("x", m * model.dimension(), x);
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
    checkPoints("x", 1, x);
    checkFinite("x", model.dimension(), x);
    if (!Double.isFinite(y)) {
      throw new IllegalArgumentException("y = " + y + ": expected a finite number");
    }
    posterior.moments(1, x, 0);
    double variance = posterior.variance()[0] + posterior.noiseVariance();
    return CpuGpLikelihood.logNormalDensity(y - posterior.mean()[0], variance);
  }

  @Override
  public double leaveOneOut(double[] mean, double[] variance) {
    checkConditioned();
    checkLength("mean", size, mean);
    checkLength("variance", size, variance);
    return posterior.leaveOneOut(size, y, mean, variance, likelihood.matrix(size));
  }

  @Override
  public void posteriorCovariance(int m, double[] x, double[] mean, double[] covariance) {
    checkConditioned();
    checkCandidates(m, x);
    checkLength("covariance", (long) m * m, covariance);
    posterior(m, x, mean, null);
    joint.covariance(posterior, size, m, model.dimension(), x, covariance);
  }

  @Override
  public void samplePosterior(int m, double[] x, int count, long seed, double[] samples) {
    checkConditioned();
    checkCandidates(m, x);
    checkCount(count);
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
    checkCount(count);
    posterior.solve();
    return new MatheronPaths(
        model, kernels, la, posterior.theta(), size, x, y, known, posterior.factor(), count, seed);
  }

  /** Holds nothing outside the Java heap. */
  @Override
  public void close() {}

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
    if (m < 0) {
      throw new IllegalArgumentException("m = " + m + ": expected 0 or more");
    }
    checkPoints("x", m, x);
  }

  private void checkPoints(String name, int n, double[] array) {
    checkLength(name, (long) n * model.dimension(), array);
  }
}
