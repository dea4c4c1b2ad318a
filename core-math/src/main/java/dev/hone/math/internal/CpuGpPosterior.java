package dev.hone.math.internal;

import dev.hone.math.gp.GpModel;
import dev.hone.math.linalg.CholeskyFactor;
import dev.hone.math.linalg.LinearAlgebra;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The posterior at one θ: the factor U of the training covariance and α = K⁻¹y, and what they give
 * for candidates, one block at a time.
 *
 * <p>Source: Rasmussen and Williams (2006), algorithm 2.1: with k the covariances of a candidate
 * with the training points, mean = kᵀα and variance = s² − vᵀv, v = U⁻ᵀk.
 */
final class CpuGpPosterior {

  /**
   * Candidates per block: each block's solves pack the factor once. A multiple of the panels they
   * work in, but not of 64, so that the rows of a block do not all fall into the same cache sets.
   * Chosen by {@code PosteriorBenchmark}.
   */
  static final int CANDIDATES = 496;

  /** What is added to the variance of a point that is known, relative to the prior variance. */
  private static final double KNOWN_NOISE = 1e-10;

  private final LinearAlgebra la;
  private final CovarianceKernels kernels;
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

  private final double[] byMean = new double[CANDIDATES];
  private final double[] byVariance = new double[CANDIDATES];
  private final Block block;

  CpuGpPosterior(GpModel model, KernelSet kernels, LinearAlgebra la) {
    this(model, kernels, la, new Block());
  }

  /** A posterior that shares its block with others, which then take turns. */
  CpuGpPosterior(GpModel model, KernelSet kernels, LinearAlgebra la, Block block) {
    this.la = la;
    this.block = block;
    this.kernels = kernels.covariance();
    this.covariance = GpCovariance.of(model, kernels);
    this.factor = new CholeskyFactor(la);
    this.theta = new double[model.hyperparameterCount()];
  }

  /** What is known of the candidates of one block. */
  static final class Block {
    /** Their covariances, n×padded(m); then V = U⁻ᵀK, then U⁻¹V. */
    private double[] cross = {};

    private double[] derivatives = {};
    private double[] spare = {};
    private final double[] mean = new double[CANDIDATES];
    private final double[] variance = new double[CANDIDATES];
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

  /**
   * Writes U⁻ᵀk of a block of at most {@link #CANDIDATES} points as columns of an n×ld matrix, from
   * column {@code at}.
   */
  void solvedCross(int m, double[] x, int xOffset, double[] matrix, int at, int ld) {
    moments(m, x, xOffset);
    int width = CovarianceKernels.padded(m);
    for (int i = 0; i < factor.size(); i++) {
      System.arraycopy(block.cross, i * width, matrix, i * ld + at, m);
    }
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

  /**
   * Writes U⁻ᵀk of a block of at most {@link #CANDIDATES} points and the first observations.
   *
   * @param rows the observations, no more than {@link #conditioned}
   * @param matrix receives columns from {@code at} on of a matrix of leading dimension {@code ld}
   */
  void solvedLeadingCross(
      int rows, int m, double[] x, int xOffset, double[] matrix, int at, int ld) {
    int width = CovarianceKernels.padded(m);
    block.cross = CpuGpBuffers.grown(block.cross, rows, width);
    covariance.cross(rows, m, x, xOffset, block.cross, null);
    la.solveUpperTransposed(
        rows, m, factor.array(), 0, factor.leadingDimension(), block.cross, 0, width);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(block.cross, i * width, matrix, i * ld + at, m);
    }
  }

  /** U⁻ᵀk of the last block after {@link #moments}, n rows of {@code padded(m)}. */
  double[] whitenedCross() {
    return block.cross;
  }

  /** Computes the means of a block of at most {@link #CANDIDATES} points. */
  void means(int m, double[] x, int xOffset) {
    prepare(m, x, xOffset, null);
  }

  /** Computes means and variances of a block. */
  void moments(int m, double[] x, int xOffset) {
    prepare(m, x, xOffset, null);
    solveForVariance(m);
  }

  /** Computes means and variances of a block, and what {@link #inputGradient} needs of it. */
  void differentiableMoments(int m, double[] x, int xOffset) {
    block.derivatives =
        CpuGpBuffers.grown(block.derivatives, factor.size(), CovarianceKernels.padded(m));
    prepare(m, x, xOffset, block.derivatives);
    solveForVariance(m);
  }

  /** Computes the means of a block, and what {@link #meanGradient} needs of it. */
  void differentiableMeans(int m, double[] x, int xOffset) {
    block.derivatives =
        CpuGpBuffers.grown(block.derivatives, factor.size(), CovarianceKernels.padded(m));
    prepare(m, x, xOffset, block.derivatives);
  }

  private void prepare(int m, double[] x, int xOffset, double @Nullable [] g) {
    solve();
    int n = factor.size();
    int width = CovarianceKernels.padded(m);
    block.cross = CpuGpBuffers.grown(block.cross, n, width);
    covariance.cross(n, m, x, xOffset, block.cross, g);
    Arrays.fill(block.mean, 0, m, 0);
    for (int i = 0; i < n; i++) {
      la.axpy(m, alpha[i], block.cross, i * width, block.mean, 0);
    }
  }

  private void solveForVariance(int m) {
    int n = factor.size();
    int width = CovarianceKernels.padded(m);
    la.solveUpperTransposed(
        n, m, factor.array(), 0, factor.leadingDimension(), block.cross, 0, width);
    Arrays.fill(block.variance, 0, width, covariance.priorVariance());
    for (int i = 0; i < n; i++) {
      kernels.subtractSquares(width, block.cross, i * width, block.variance);
    }
    // At a training point with little noise the difference is all rounding, and may be below 0.
    for (int j = 0; j < m; j++) {
      block.variance[j] = Math.max(block.variance[j], 0);
    }
  }

  /** Means of the last block. */
  double[] mean() {
    return block.mean;
  }

  /** Latent variances of the last block, 0 or more. */
  double[] variance() {
    return block.variance;
  }

  /**
   * Writes the gradients, with respect to each point of the last block, of a function of its mean
   * and variance; once per {@link #differentiableMoments}.
   *
   * <p>∂μ/∂x = Σ αᵢ ∂kᵢ/∂x and ∂σ²/∂x = −2 Σ βᵢ ∂kᵢ/∂x with β = U⁻¹v.
   *
   * @param byMean the function's derivatives by the mean, {@code padded(m)} values
   * @param byVariance −2 times its derivatives by the variance, {@code padded(m)} values
   * @param gradient receives m×d partial derivatives from {@code offset}
   */
  void inputGradient(int m, double[] byMean, double[] byVariance, double[] gradient, int offset) {
    int n = factor.size();
    int width = CovarianceKernels.padded(m);
    la.solveUpper(n, m, factor.array(), 0, factor.leadingDimension(), block.cross, 0, width);
    covariance.inputGradient(
        n, m, alpha, byMean, block.cross, byVariance, block.derivatives, gradient, offset);
  }

  /**
   * Writes the gradients of the means of the last block; once per {@link #differentiableMeans}.
   *
   * @param gradient receives m×d partial derivatives from {@code offset}
   */
  void meanGradient(int m, double[] gradient, int offset) {
    weighedGradient(m, 1, 0, block.derivatives, gradient, offset);
  }

  /**
   * Writes the gradients of both moments of the last block; once per {@link
   * #differentiableMoments}.
   */
  void gradients(int m, double[] meanGradient, double[] varianceGradient, int offset) {
    int n = factor.size();
    int width = CovarianceKernels.padded(m);
    block.spare = CpuGpBuffers.grown(block.spare, n, width);
    System.arraycopy(block.derivatives, 0, block.spare, 0, n * width);
    weighedGradient(m, 1, 0, block.spare, meanGradient, offset);
    la.solveUpper(n, m, factor.array(), 0, factor.leadingDimension(), block.cross, 0, width);
    weighedGradient(m, 0, -2, block.derivatives, varianceGradient, offset);
  }

  private void weighedGradient(
      int m, double ofMean, double ofVariance, double[] g, double[] gradient, int offset) {
    Arrays.fill(byMean, ofMean);
    Arrays.fill(byVariance, ofVariance);
    covariance.inputGradient(
        factor.size(), m, alpha, byMean, block.cross, byVariance, g, gradient, offset);
  }

  /**
   * The same for a function that also depends on the whitened covariances v of the last
   * observations: with −2·∂f/∂σ²·v + ∂f/∂v in the place of v, β = U⁻¹v has both in it.
   *
   * @param byMean derivatives by the mean, {@code padded(m)} values
   * @param byVariance derivatives by the variance
   * @param last how many of the last observations
   * @param byCovariance derivatives by their whitened covariances, last×padded(m)
   * @param ones {@code padded(m)} ones
   */
  void inputGradient(
      int m,
      double[] byMean,
      double[] byVariance,
      int last,
      double[] byCovariance,
      double[] ones,
      double[] gradient,
      int offset) {
    int n = factor.size();
    int width = CovarianceKernels.padded(m);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        block.cross[i * width + j] *= -2 * byVariance[j];
      }
    }
    la.axpy(last * width, 1, byCovariance, 0, block.cross, (n - last) * width);
    inputGradient(m, byMean, ones, gradient, offset);
  }
}
