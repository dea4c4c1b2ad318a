package dev.hone.math.internal;

import dev.hone.math.gp.GpModel;
import dev.hone.math.linalg.CholeskyFactor;
import dev.hone.math.linalg.LinearAlgebra;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a posterior at one θ stands on: the factor U of the training covariance, which grows and
 * shrinks a row at a time, z = U⁻ᵀy and α = K⁻¹y.
 *
 * <p>Source: Rasmussen and Williams (2006), algorithm 2.1.
 */
final class CpuGpTraining {

  /** What is added to the variance of a point that is known, relative to the prior variance. */
  private static final double KNOWN_NOISE = 1e-10;

  private final LinearAlgebra la;
  private final GpCovariance covariance;
  private final CholeskyFactor factor;
  private final double[] theta;
  private double[] row = {};

  /**
   * Of the observations, {@link #told} have a target; the others are believed to be as expected.
   */
  private double[] targets = {};

  private int told;

  /** Variances known of the noise of single observations, or null if there are none. */
  private double @Nullable [] known;

  /** α = K⁻¹y and z = U⁻ᵀy, once {@link #solved}; both are 0 where nothing was told. */
  private double[] alpha = {};

  private double[] innovations = {};
  private boolean solved;

  /** How many observations the factor was made of at once; the others were appended one by one. */
  private int conditioned;

  /** Changes of the factor so far, and the change by which each appended observation came. */
  private long changes;

  private long lastConditioning;
  private long[] arrivals = {};

  /** Changes of what z is of the observations there are. */
  private long targetChanges;

  CpuGpTraining(GpModel model, KernelSet kernels, LinearAlgebra la) {
    this.la = la;
    this.covariance = GpCovariance.of(model, kernels);
    this.factor = new CholeskyFactor(la);
    this.theta = new double[model.hyperparameterCount()];
  }

  /** The variance s² of the latent function before any observation. */
  double priorVariance() {
    return covariance.priorVariance();
  }

  /**
   * Conditions on n observations.
   *
   * @param known as in {@link #setKnownNoise}
   * @param matrix room for n rows at {@link CholeskyFactor#leadingDimension}
   */
  void condition(
      double[] theta, int n, double[] x, double[] y, double @Nullable [] known, double[] matrix) {
    this.known = known;
    System.arraycopy(theta, 0, this.theta, 0, theta.length);
    int ld = CholeskyFactor.leadingDimension(n);
    covariance.set(theta, n, x, n);
    covariance.triangle(n, matrix, null, ld);
    CpuGpLikelihood.addToDiagonal(n, known, matrix, ld);
    factor.factor(n, matrix, 0, ld);
    conditioned = n;
    lastConditioning = ++changes;
    setTargets(n, y);
  }

  /**
   * Takes the targets of the first observations; the others will be believed.
   *
   * @param y kept, not copied: read when it is needed, and receives the means believed in
   */
  void setTargets(int told, double[] y) {
    this.told = told;
    targets = y;
    solved = false;
    targetChanges++;
  }

  /**
   * Takes the variances known of the noise of single observations, for those to be added.
   *
   * @param known kept, not copied; null if there are none
   */
  void setKnownNoise(double @Nullable [] known) {
    this.known = known;
  }

  private double knownNoise(int i) {
    return known == null ? 0 : known[i];
  }

  /** Whether the next observation needs a longer factor. */
  boolean isFull() {
    return factor.size() == factor.capacity();
  }

  /** Takes note that the targets, the same ones, are in another array now. */
  void moveTargets(double[] y) {
    targets = y;
  }

  /** Adds observation n, which stands in {@code x} and {@code y} behind those conditioned on. */
  void append(int n, double[] x, double[] y) {
    if (told < n) {
      // What was believed so far counts as told from now on.
      solve();
    }
    appendRow(n, x, covariance.noiseVariance() + knownNoise(n));
    setTargets(n + 1, y);
  }

  /** Adds point n, which stands in {@code x} behind those conditioned on, as believed. */
  void appendPending(int n, double[] x) {
    appendBelieved(n, x, covariance.noiseVariance());
  }

  /** The same, but without noise. */
  void appendKnown(int n, double[] x) {
    appendBelieved(n, x, KNOWN_NOISE * covariance.priorVariance());
  }

  private void appendBelieved(int n, double[] x, double noise) {
    solve();
    appendRow(n, x, noise);
    alpha = copied(alpha, n + 1);
    innovations = copied(innovations, n + 1);
    believe(n);
  }

  private void appendRow(int n, double[] x, double noise) {
    if (!covariance.hasRoomFor(n)) {
      covariance.set(theta, n, x, n + n / 2 + CovarianceKernels.BLOCK);
    }
    covariance.put(n, x);
    row = CpuGpBuffers.grown(row, CovarianceKernels.padded(n));
    covariance.row(n, row);
    factor.append(row, covariance.priorVariance() + noise);
    if (n >= arrivals.length) {
      arrivals = Arrays.copyOf(arrivals, n + n / 2 + CovarianceKernels.BLOCK);
    }
    arrivals[n] = ++changes;
  }

  private static double[] copied(double[] array, int length) {
    return length <= array.length ? array : Arrays.copyOf(array, length + length / 2 + 8);
  }

  /** Keeps the first n observations. */
  void truncate(int n) {
    if (told < factor.size()) {
      solve();
    }
    factor.truncate(n);
    // z of the observations kept does not depend on the others; α does, unless those were believed.
    solved &= told <= n;
    if (told > n) {
      targetChanges++;
    }
    told = Math.min(told, n);
    conditioned = Math.min(conditioned, n);
  }

  /**
   * Solves for z and α, unless that was done. Of believed observations α is 0, and so is their
   * innovation: y = Uᵀz then makes of them what the told ones predict.
   */
  void solve() {
    if (solved) {
      return;
    }
    int n = factor.size();
    alpha = CpuGpBuffers.grown(alpha, n);
    innovations = CpuGpBuffers.grown(innovations, n);
    int ld = factor.leadingDimension();
    System.arraycopy(targets, 0, innovations, 0, told);
    la.solveUpperTransposed(told, 1, factor.array(), 0, ld, innovations, 0, 1);
    System.arraycopy(innovations, 0, alpha, 0, told);
    la.solveUpper(told, 1, factor.array(), 0, ld, alpha, 0, 1);
    for (int i = told; i < n; i++) {
      believe(i);
    }
    solved = true;
  }

  private void believe(int i) {
    double[] u = factor.array();
    int ld = factor.leadingDimension();
    double mean = 0;
    for (int j = 0; j < told; j++) {
      mean = Math.fma(u[j * ld + i], innovations[j], mean);
    }
    alpha[i] = 0;
    innovations[i] = 0;
    targets[i] = mean;
  }

  /** As {@link dev.hone.math.gp.GpEngine#innovations}. */
  void innovations(double[] z) {
    solve();
    System.arraycopy(innovations, 0, z, 0, factor.size());
  }

  /**
   * As {@link dev.hone.math.gp.GpEngine#fittedMeans}: of the latent covariance times α, which is
   * that of the observations without what noise and jitter add to its diagonal.
   */
  void fittedMeans(double[] mean) {
    solve();
    double diagonal = covariance.noiseVariance() + factor.jitter();
    for (int i = 0; i < factor.size(); i++) {
      mean[i] = Math.fma(-(diagonal + knownNoise(i)), alpha[i], targets[i]);
    }
  }

  /** The variance of the noise of an observation. */
  double noiseVariance() {
    return covariance.noiseVariance();
  }

  /**
   * As {@link dev.hone.math.gp.GpEngine#leaveOneOut}.
   *
   * @param matrix room for n rows at {@link CholeskyFactor#leadingDimension}
   */
  double leaveOneOut(int n, double[] y, double[] mean, double[] variance, double[] matrix) {
    solve();
    int ld = CholeskyFactor.leadingDimension(n);
    la.inverseFromCholesky(n, factor.array(), 0, factor.leadingDimension(), matrix, 0, ld);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      variance[i] = 1 / matrix[i * ld + i];
      double residual = alpha[i] * variance[i];
      mean[i] = y[i] - residual;
      sum += CpuGpLikelihood.logNormalDensity(residual, variance[i]);
    }
    return sum;
  }

  /** The hyperparameters conditioned on; not to be written to. */
  double[] theta() {
    return theta;
  }

  /** The factor of the training covariance. */
  CholeskyFactor factor() {
    return factor;
  }

  /** The covariance of the training points, with themselves and with others. */
  GpCovariance covariance() {
    return covariance;
  }

  /** α, once {@link #solve} was called; not to be written to. */
  double[] alpha() {
    return alpha;
  }

  /** How many of the first observations were factored at once, and not appended. */
  int conditioned() {
    return conditioned;
  }

  /** A number that differs after every {@link #condition}. */
  long lastConditioning() {
    return lastConditioning;
  }

  /** A number that differs for every observation appended, even if in the place of another. */
  long arrival(int i) {
    return arrivals[i];
  }

  /** A number that differs after every change of {@link #whitenedTarget} of what is there. */
  long targetChanges() {
    return targetChanges;
  }

  /** Element i of z = U⁻ᵀy, once {@link #solve} was called. */
  double whitenedTarget(int i) {
    return innovations[i];
  }
}
