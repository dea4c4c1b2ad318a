package dev.hone.math.internal;

import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpModel;
import dev.hone.math.linalg.CholeskyFactor;
import dev.hone.math.special.SpecialFunctions;
import dev.hone.math.special.VectorMath;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The covariance of a default model: one function of one distance.
 *
 * <p>Together with a covariance its derivative factor G can be had (see {@link
 * CovarianceKernels#covariances}), from which every gradient is a weighted sum of differences.
 */
final class CpuGpCovariance implements GpCovariance {

  /** Elements per elementwise pass over a block of candidates: two such arrays stay in L1 cache. */
  private static final int CHUNK = 1024;

  /** Fewest candidates whose differences are worth a thread of their own. */
  private static final int NARROWEST = 64;

  /** Rows of a triangle that are done together. */
  private static final int ROWS = 32;

  /** What an element costs beside its d differences, in these: mostly an exponential. */
  private static final int ELEMENT_COST = 10;

  /** Differences of a job that is shared among threads: some half a millisecond. */
  private static final double SHARED_WORK = 4e6;

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
    this.function = model.kernel().parts().getFirst().function();
    this.metric = new CpuGpMetric(model, 0, kernels);
  }

  @Override
  public double priorVariance() {
    return outputScale;
  }

  @Override
  public double noiseVariance() {
    return noiseVariance;
  }

  @Override
  public void set(double[] theta, int n, double[] x, int capacity) {
    int d = metric.dimension();
    metric.set(theta);
    outputScale = SpecialFunctions.exp(theta[d]);
    noiseVariance = SpecialFunctions.exp(theta[d + 1]);
    ldTraining = CholeskyFactor.leadingDimension(capacity);
    training = CpuGpBuffers.grown(training, d, ldTraining);
    metric.layOut(n, x, 0, training, 0, ldTraining);
  }

  @Override
  public boolean hasRoomFor(int n) {
    return n < ldTraining;
  }

  @Override
  public void put(int n, double[] x) {
    metric.layOut(1, x, n * metric.dimension(), training, n, ldTraining);
  }

  @Override
  public void row(int i, double[] k) {
    int width = CovarianceKernels.padded(i);
    derivatives = CpuGpBuffers.grown(derivatives, width);
    metric.squaredDistances(i, training, ldTraining, width, training, 0, ldTraining, k, 0);
    finish(width, k, 0, derivatives, 0);
  }

  @Override
  public boolean keepsDerivatives() {
    return true;
  }

  @Override
  public void triangle(int n, double[] k, double @Nullable [] g, int ld) {
    int width = CovarianceKernels.padded(n);
    int blocks = (n + ROWS - 1) / ROWS;
    int threads = Math.min(blocks, threads((double) n * n));
    derivatives = CpuGpBuffers.grown(derivatives, threads, width);
    if (threads > 1) {
      WorkPool.forEach(
          blocks, threads, (block, worker) -> triangleRows(block, n, k, g, ld, worker * width));
    } else {
      for (int block = 0; block < blocks; block++) {
        triangleRows(block, n, k, g, ld, 0);
      }
    }
  }

  /** Writes one block of rows of {@link #triangle}, with a scratch row at {@code scratch}. */
  private void triangleRows(
      int block, int n, double[] k, double @Nullable [] g, int ld, int scratch) {
    int width = CovarianceKernels.padded(n);
    int end = Math.min(n, block * ROWS + ROWS);
    for (int i = block * ROWS; i < end; i++) {
      int from = i & -CovarianceKernels.BLOCK;
      int at = i * ld + from;
      int length = width - from;
      if (i % 2 == 0 && i + 1 < end) {
        metric.squaredDistancesOfTwo(
            i, training, ldTraining, length, training, from, ldTraining, k, at, ld);
      } else if (i % 2 == 0) {
        metric.squaredDistances(i, training, ldTraining, length, training, from, ldTraining, k, at);
      }
      if (g == null) {
        finish(length, k, at, derivatives, scratch);
      } else {
        finish(length, k, at, g, at);
      }
      k[i * ld + i] = outputScale + noiseVariance;
    }
  }

  /** Threads for so many covariances, a square for a triangle's. */
  private int threads(double elements) {
    return elements * (metric.dimension() + ELEMENT_COST) < SHARED_WORK ? 1 : WorkPool.threads();
  }

  @Override
  public void cross(int n, int m, double[] x, int xOffset, double[] k, double @Nullable [] g) {
    int width = CovarianceKernels.padded(m);
    candidates = CpuGpBuffers.grown(candidates, metric.dimension(), width);
    metric.layOut(m, x, xOffset, candidates, 0, width);
    int rowsPerChunk = Math.max(1, CHUNK / width);
    int chunks = (n + rowsPerChunk - 1) / rowsPerChunk;
    int threads = Math.min(chunks, threads((double) n * width));
    int scratch = rowsPerChunk * width;
    derivatives = CpuGpBuffers.grown(derivatives, threads, scratch);
    if (threads > 1) {
      WorkPool.forEach(
          chunks,
          threads,
          (chunk, worker) -> crossRows(chunk, rowsPerChunk, n, width, k, g, worker * scratch));
    } else {
      for (int chunk = 0; chunk < chunks; chunk++) {
        crossRows(chunk, rowsPerChunk, n, width, k, g, 0);
      }
    }
  }

  /** Writes one chunk of rows of {@link #cross}, with as many scratch rows at {@code scratch}. */
  private void crossRows(
      int chunk, int rows, int n, int width, double[] k, double @Nullable [] g, int scratch) {
    int from = chunk * rows;
    int to = Math.min(n, from + rows);
    int i = from;
    for (; i + 1 < to; i += 2) {
      metric.squaredDistancesOfTwo(
          i, training, ldTraining, width, candidates, 0, width, k, i * width, width);
    }
    if (i < to) {
      metric.squaredDistances(i, training, ldTraining, width, candidates, 0, width, k, i * width);
    }
    int length = (to - from) * width;
    if (g == null) {
      finish(length, k, from * width, derivatives, scratch);
    } else {
      finish(length, k, from * width, g, from * width);
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
   * difference depends on a length-scale. Rows are summed by blocks, and blocks in their order, so
   * that the sum does not depend on who computed which. G is computed again if it was not kept.
   */
  @Override
  public void kernelGradient(
      int n, double[] alpha, double[] inverse, double @Nullable [] g, int ld, double[] gradient) {
    int width = CovarianceKernels.padded(n);
    int blocks = (n + ROWS - 1) / ROWS;
    int threads = Math.min(blocks, threads((double) n * n));
    int sumsPerBlock = metric.dimension() * CovarianceKernels.BLOCK;
    int scratch = 3 * width;
    sums = CpuGpBuffers.cleared(sums, blocks + 1, sumsPerBlock);
    derivatives = CpuGpBuffers.grown(derivatives, threads, scratch);
    if (threads > 1) {
      WorkPool.forEach(
          blocks,
          threads,
          (block, worker) -> addLengthScaleSums(block, n, alpha, inverse, g, ld, worker * scratch));
    } else {
      for (int block = 0; block < blocks; block++) {
        addLengthScaleSums(block, n, alpha, inverse, g, ld, 0);
      }
    }
    int total = blocks * sumsPerBlock;
    for (int i = 0; i < total; i++) {
      sums[total + i % sumsPerBlock] += sums[i];
    }
    metric.lengthScaleGradient(sums, total, gradient);
  }

  /** Adds one block of rows to its sums; three scratch rows are at {@code scratch}. */
  private void addLengthScaleSums(
      int block,
      int n,
      double[] alpha,
      double[] inverse,
      double @Nullable [] g,
      int ld,
      int scratch) {
    int width = CovarianceKernels.padded(n);
    int sum = block * metric.dimension() * CovarianceKernels.BLOCK;
    int weights = scratch + 2 * width;
    for (int i = block * ROWS; i < Math.min(n, block * ROWS + ROWS); i++) {
      int from = i & -CovarianceKernels.BLOCK;
      int length = width - from;
      double[] row = derivatives;
      int at = scratch + width + from;
      if (g == null) {
        int k = scratch + from;
        metric.squaredDistances(
            i, training, ldTraining, length, training, from, ldTraining, derivatives, k);
        finish(length, derivatives, k, derivatives, at);
      } else {
        row = g;
        at = i * ld + from;
      }
      kernels.likelihoodWeights(
          length,
          alpha[i],
          alpha,
          from,
          inverse,
          i * ld + from,
          row,
          at,
          derivatives,
          weights + from);
      Arrays.fill(derivatives, weights + from, weights + i + 1, 0);
      Arrays.fill(derivatives, weights + n, weights + width, 0);
      metric.addLengthScaleSums(
          i, length, training, from, ldTraining, derivatives, weights + from, sums, sum);
    }
  }

  @Override
  public void inputGradient(
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
    int threads = Math.min(width / NARROWEST, threads((double) n * width));
    if (threads > 1) {
      // Each candidate has its own sums: how they are split does not matter to the bits.
      int share = CovarianceKernels.padded((width + threads - 1) / threads);
      WorkPool.forEach(
          threads,
          threads,
          (task, worker) ->
              addDifferences(task * share, share, n, width, alpha, byMean, beta, byVariance, g));
    } else {
      addDifferences(0, width, n, width, alpha, byMean, beta, byVariance, g);
    }
    Arrays.fill(gradient, offset, offset + m * metric.dimension(), 0);
    metric.addInputGradient(m, sums, width, gradient, offset);
  }

  /** Adds the differences of all training points with a share of the candidates to the sums. */
  private void addDifferences(
      int from,
      int share,
      int n,
      int width,
      double[] alpha,
      double[] byMean,
      double[] beta,
      double[] byVariance,
      double[] g) {
    int length = Math.min(share, width - from);
    for (int i = 0; i < n; i++) {
      int at = i * width + from;
      kernels.acquisitionWeights(length, alpha[i], byMean, beta, byVariance, from, g, at);
      metric.addDifferences(i, training, ldTraining, length, candidates, from, width, g, at, sums);
    }
  }
}
