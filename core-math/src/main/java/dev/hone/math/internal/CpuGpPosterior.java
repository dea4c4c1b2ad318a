package dev.hone.math.internal;

import dev.hone.math.gp.GpModel;
import dev.hone.math.linalg.CholeskyFactor;
import dev.hone.math.linalg.LinearAlgebra;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link CpuGpTraining} says of candidates, one block at a time.
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

  private final LinearAlgebra la;
  private final CovarianceKernels kernels;
  private final CpuGpTraining training;

  /** That of the training points. */
  private final GpCovariance covariance;

  private final CholeskyFactor factor;
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
    this.training = new CpuGpTraining(model, kernels, la);
    this.covariance = training.covariance();
    this.factor = training.factor();
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

  /** The observations conditioned on. */
  CpuGpTraining training() {
    return training;
  }

  /** The variance s² of the latent function before any observation. */
  double priorVariance() {
    return covariance.priorVariance();
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

  /**
   * Writes U⁻ᵀk of a block of at most {@link #CANDIDATES} points and the first observations.
   *
   * @param rows the observations, no more than {@link CpuGpTraining#conditioned}
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
    training.solve();
    double[] alpha = training.alpha();
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
        n,
        m,
        training.alpha(),
        byMean,
        block.cross,
        byVariance,
        block.derivatives,
        gradient,
        offset);
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
        factor.size(), m, training.alpha(), byMean, block.cross, byVariance, g, gradient, offset);
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
