package dev.hone.math.internal;

import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpModel;
import dev.hone.math.linalg.CholeskyFactor;
import dev.hone.math.special.SpecialFunctions;
import dev.hone.math.special.VectorMath;
import org.jspecify.annotations.Nullable;

/**
 * The covariance of the training points at one θ, with themselves and with candidates.
 *
 * <p>Together with a covariance its derivative factor G can be had (see {@link
 * CovarianceKernels#covariances}), from which every gradient is a weighted sum of differences.
 */
final class CpuGpCovariance {

  /** Elements per elementwise pass over a block of candidates: two such arrays stay in L1 cache. */
  private static final int CHUNK = 1024;

  private final CovarianceKernels kernels;
  private final VectorMath math;
  private final CovarianceFunction function;
  private final CpuGpMetric metric;
  private double outputScale;
  private double noiseVariance;

  private double[] training = {};
  private int ldTraining;
  private double[] candidates = {};
  private double[] derivatives = {};
  private double[] sums = {};

  CpuGpCovariance(GpModel model, KernelSet kernelSet) {
    this.kernels = kernelSet.covariance();
    this.math = kernelSet.vectorMath();
    this.function = model.covariance();
    this.metric = new CpuGpMetric(model, kernels);
  }

  int dimension() {
    return metric.dimension();
  }

  double outputScale() {
    return outputScale;
  }

  double noiseVariance() {
    return noiseVariance;
  }

  /** Takes θ and n points, leaving room for {@code capacity}. */
  void set(double[] theta, int n, double[] x, int capacity) {
    int d = metric.dimension();
    metric.set(theta);
    outputScale = SpecialFunctions.exp(theta[d]);
    noiseVariance = SpecialFunctions.exp(theta[d + 1]);
    ldTraining = CholeskyFactor.leadingDimension(capacity);
    training = CpuGpBuffers.grown(training, d, ldTraining);
    metric.layOut(n, x, 0, training, 0, ldTraining);
  }

  /** Whether point n can be added without another {@link #set}. */
  boolean hasRoomFor(int n) {
    return n < ldTraining;
  }

  /** Takes point n of {@code x} as well. */
  void put(int n, double[] x) {
    metric.layOut(1, x, n * metric.dimension(), training, n, ldTraining);
  }

  /** Writes the covariances of training point i with points 0 to i − 1. */
  void row(int i, double[] k) {
    int width = CovarianceKernels.padded(i);
    derivatives = CpuGpBuffers.grown(derivatives, width);
    metric.squaredDistances(i, training, ldTraining, width, training, 0, ldTraining, k, 0);
    finish(width, k, 0, derivatives, 0);
  }

  /**
   * Writes the upper triangle of K + noise, and G beside it if wanted. Rows start at the multiple
   * of {@link CovarianceKernels#BLOCK} before the diagonal and end at one after column n − 1; what
   * lies there outside the triangle has no meaning.
   */
  void triangle(int n, double[] k, double @Nullable [] g, int ld) {
    int width = CovarianceKernels.padded(n);
    if (g == null) {
      derivatives = CpuGpBuffers.grown(derivatives, width);
    }
    for (int i = 0; i < n; i++) {
      int from = i & -CovarianceKernels.BLOCK;
      int at = i * ld + from;
      int length = width - from;
      metric.squaredDistances(i, training, ldTraining, length, training, from, ldTraining, k, at);
      if (g == null) {
        finish(length, k, at, derivatives, from);
      } else {
        finish(length, k, at, g, at);
      }
      k[i * ld + i] = outputScale + noiseVariance;
    }
  }

  /**
   * Writes the n×m covariances with m candidates, and G if wanted; both with a leading dimension of
   * {@code padded(m)}. The candidates are kept for {@link #inputGradient}.
   */
  void cross(int n, int m, double[] x, int xOffset, double[] k, double @Nullable [] g) {
    int width = CovarianceKernels.padded(m);
    candidates = CpuGpBuffers.grown(candidates, metric.dimension(), width);
    metric.layOut(m, x, xOffset, candidates, 0, width);
    int rowsPerChunk = Math.max(1, CHUNK / width);
    derivatives = CpuGpBuffers.grown(derivatives, rowsPerChunk, width);
    for (int from = 0; from < n; from += rowsPerChunk) {
      int to = Math.min(n, from + rowsPerChunk);
      for (int i = from; i < to; i++) {
        metric.squaredDistances(i, training, ldTraining, width, candidates, 0, width, k, i * width);
      }
      int length = (to - from) * width;
      if (g == null) {
        finish(length, k, from * width, derivatives, 0);
      } else {
        finish(length, k, from * width, g, from * width);
      }
    }
  }

  private void finish(int n, double[] k, int at, double[] g, int gAt) {
    kernels.exponents(function, n, k, at, g, gAt);
    math.exp(n, g, gAt, g, gAt);
    kernels.covariances(function, outputScale, n, k, at, g, gAt);
  }

  /**
   * Writes ½ tr((ααᵀ − K⁻¹)·∂K/∂log ℓ) for every length-scale.
   *
   * <p>Row i contributes its elements above the diagonal, each standing for two; on the diagonal no
   * difference depends on a length-scale.
   *
   * @param alpha n values in an array of at least {@code padded(n)}
   * @param inverse upper triangle of K⁻¹
   * @param g as {@link #triangle} left it
   * @param weights scratch of {@code padded(n)}
   */
  void lengthScaleGradient(
      int n,
      double[] alpha,
      double[] inverse,
      double[] g,
      int ld,
      double[] weights,
      double[] gradient) {
    int width = CovarianceKernels.padded(n);
    sums = CpuGpBuffers.cleared(sums, metric.dimension(), CovarianceKernels.BLOCK);
    for (int i = 0; i < n; i++) {
      int from = i & -CovarianceKernels.BLOCK;
      int length = width - from;
      kernels.likelihoodWeights(
          length, alpha[i], alpha, inverse, g, from, i * ld + from, weights, from);
      for (int j = from; j <= i; j++) {
        weights[j] = 0;
      }
      for (int j = n; j < width; j++) {
        weights[j] = 0;
      }
      metric.addLengthScaleSums(i, length, training, from, ldTraining, weights, sums);
    }
    metric.lengthScaleGradient(sums, gradient);
  }

  /**
   * Writes Σᵢ (αᵢ·byMean + βᵢ·byVariance)·∂kᵢ/∂x for m candidates, those of the last {@link
   * #cross}.
   *
   * @param beta n×m
   * @param g as {@link #cross} left it; overwritten
   * @param gradient receives m×d partial derivatives from {@code offset}
   */
  void inputGradient(
      int n,
      int m,
      double[] alpha,
      double[] byMean,
      double[] beta,
      double[] byVariance,
      double[] g,
      double[] gradient,
      int offset) {
    int width = CovarianceKernels.padded(m);
    sums = CpuGpBuffers.cleared(sums, metric.dimension(), width);
    for (int i = 0; i < n; i++) {
      int at = i * width;
      kernels.acquisitionWeights(width, alpha[i], byMean, beta, byVariance, g, at);
      metric.addDifferences(i, training, ldTraining, width, candidates, width, g, at, sums);
    }
    metric.inputGradient(m, sums, width, gradient, offset);
  }
}
