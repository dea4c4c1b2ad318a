package dev.hone.math.internal;

import dev.hone.math.gp.GpModel;
import dev.hone.math.linalg.CholeskyFactor;
import dev.hone.math.special.SpecialFunctions;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The covariance of a model whose kernel is a sum of products of parts, or whose inputs are warped:
 * k = s²·Σₜ cₜ·Πₗ kₗ.
 *
 * <p>A part's own derivatives are those of a default model, weighted by what stands beside its
 * correlation, ∂k/∂kₗ = s²·Σ cₜ·Π of the others, over the terms it is in. Nothing of the kind is
 * kept: rows are computed again for their derivatives, a tile of columns at a time, so that those
 * of all parts stay in cache.
 */
final class CompositeGpCovariance implements GpCovariance {

  /** Columns per tile. */
  private static final int TILE = 256;

  /** What an element of a part costs beside its differences, in these. */
  private static final int ELEMENT_COST = 10;

  /** Differences that are shared among threads: some half a millisecond. */
  private static final double SHARED_WORK = 4e6;

  private final GpModel model;
  private final CovarianceKernels kernels;
  private final KernelPart[] parts;
  private final KernelTerms terms;
  private final KumaraswamyWarp warp;
  private double noiseVariance;

  /** Training points as they are, kept where they are warped, and their warped selves. */
  private double[] points = {};

  private double[] warped = {};
  private double[] candidates = {};
  private double[] warpedCandidates = {};
  private double[] byWarped = {};
  private int ldTraining;

  /** For each worker the rows of one tile: k and G of every part, and two more. */
  private double[] scratch = {};

  private double[] sums = {};

  CompositeGpCovariance(GpModel model, KernelSet kernelSet) {
    this.model = model;
    this.kernels = kernelSet.covariance();
    this.parts =
        IntStream.range(0, model.kernel().parts().size())
            .mapToObj(index -> new KernelPart(model, index, kernelSet))
            .toArray(KernelPart[]::new);
    this.terms = new KernelTerms(model, TILE);
    this.warp = new KumaraswamyWarp(model);
  }

  @Override
  public double priorVariance() {
    return terms.variance();
  }

  @Override
  public double noiseVariance() {
    return noiseVariance;
  }

  @Override
  public void set(double[] theta, int n, double[] x, int capacity) {
    terms.set(theta);
    warp.set(theta);
    noiseVariance = SpecialFunctions.exp(theta[model.noiseIndex()]);
    ldTraining = CholeskyFactor.leadingDimension(capacity);
    double[] inputs = x;
    if (!warp.isIdentity()) {
      points = CpuGpBuffers.grown(points, ldTraining, model.dimension());
      warped = CpuGpBuffers.grown(warped, ldTraining, model.dimension());
      System.arraycopy(x, 0, points, 0, n * model.dimension());
      warp.warp(n, x, 0, warped, 0);
      inputs = warped;
    }
    for (KernelPart part : parts) {
      part.set(theta, n, inputs, ldTraining);
    }
  }

  @Override
  public boolean hasRoomFor(int n) {
    return n < ldTraining;
  }

  @Override
  public void put(int n, double[] x) {
    int d = model.dimension();
    double[] inputs = x;
    if (!warp.isIdentity()) {
      System.arraycopy(x, n * d, points, n * d, d);
      warp.warp(1, x, n * d, warped, n * d);
      inputs = warped;
    }
    for (KernelPart part : parts) {
      part.metric.layOut(1, inputs, n * d, part.training, n, ldTraining);
    }
  }

  @Override
  public void row(int i, double[] k) {
    scratch = CpuGpBuffers.grown(scratch, terms.rows(), TILE);
    int width = CovarianceKernels.padded(i);
    for (int from = 0; from < width; from += TILE) {
      rowTile(i, from, Math.min(TILE, width - from), 0);
      terms.sum(Math.min(TILE, width - from), scratch, 0, k, from);
    }
  }

  @Override
  public boolean keepsDerivatives() {
    return false;
  }

  @Override
  public void triangle(int n, double[] k, double @Nullable [] g, int ld) {
    forEachTile(n, (tile, worker) -> triangleTile(tile, n, k, ld, worker));
  }

  private void triangleTile(int tile, int n, double[] k, int ld, int worker) {
    int first = tile * TILE;
    int end = Math.min(CovarianceKernels.padded(n), first + TILE);
    int at = worker * terms.rows() * TILE;
    for (int i = 0; i < Math.min(n, end); i++) {
      int from = Math.max(first, i & -CovarianceKernels.BLOCK);
      rowTile(i, from, end - from, at);
      terms.sum(end - from, scratch, at, k, i * ld + from);
      if (i >= first) {
        k[i * ld + i] = terms.variance() + noiseVariance;
      }
    }
  }

  /** Every part's k and G between training point i and a range of others. */
  private void rowTile(int i, int from, int length, int at) {
    for (int part = 0; part < parts.length; part++) {
      int k = at + terms.correlationRow(part);
      parts[part].withTraining(i, length, from, scratch, k, k + TILE);
    }
  }

  @Override
  public void cross(int n, int m, double[] x, int xOffset, double[] k, double @Nullable [] g) {
    int width = CovarianceKernels.padded(m);
    scratch = CpuGpBuffers.grown(scratch, terms.rows(), TILE);
    double[] inputs = x;
    int offset = xOffset;
    if (!warp.isIdentity()) {
      candidates = CpuGpBuffers.grown(candidates, m, model.dimension());
      warpedCandidates = CpuGpBuffers.grown(warpedCandidates, m, model.dimension());
      System.arraycopy(x, xOffset, candidates, 0, m * model.dimension());
      warp.warp(m, x, xOffset, warpedCandidates, 0);
      inputs = warpedCandidates;
      offset = 0;
    }
    for (KernelPart part : parts) {
      part.setCandidates(m, inputs, offset);
    }
    for (int i = 0; i < n; i++) {
      for (int from = 0; from < width; from += TILE) {
        int length = Math.min(TILE, width - from);
        candidateTile(i, from, length);
        terms.sum(length, scratch, 0, k, i * width + from);
      }
    }
  }

  /** Every part's k and G between training point i and a range of the candidates. */
  private void candidateTile(int i, int from, int length) {
    for (int part = 0; part < parts.length; part++) {
      int k = terms.correlationRow(part);
      parts[part].withCandidates(i, length, from, scratch, k, k + TILE);
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
    Arrays.fill(gradient, offset, offset + m * model.dimension(), 0);
    for (KernelPart part : parts) {
      part.sums = CpuGpBuffers.cleared(part.sums, part.metric.dimension(), width);
    }
    for (int i = 0; i < n; i++) {
      for (int from = 0; from < width; from += TILE) {
        int length = Math.min(TILE, width - from);
        candidateTile(i, from, length);
        int at = i * width + from;
        for (int l = 0; l < parts.length; l++) {
          KernelPart part = parts[l];
          terms.partWeights(l, length, scratch, 0, g, at);
          kernels.acquisitionWeights(length, alpha[i], byMean, beta, byVariance, from, g, at);
          part.metric.addDifferences(
              i, part.training, ldTraining, length, part.candidates, from, width, g, at, part.sums);
        }
      }
    }
    for (KernelPart part : parts) {
      part.metric.addInputGradient(m, part.sums, width, gradient, offset);
    }
    warp.pullBack(m, candidates, 0, gradient, offset);
  }

  @Override
  public void kernelGradient(
      int n, double[] alpha, double[] inverse, double @Nullable [] g, int ld, double[] gradient) {
    int count = (n + TILE - 1) / TILE;
    int stride = sumsPerTile();
    sums = CpuGpBuffers.cleared(sums, count + 1, stride);
    if (!warp.isIdentity()) {
      mirror(n, inverse, ld);
      byWarped = CpuGpBuffers.cleared(byWarped, n, model.dimension());
    }
    forEachTile(n, (tile, worker) -> gradientTile(tile, n, alpha, inverse, ld, worker));
    int total = count * stride;
    for (int i = 0; i < total; i++) {
      sums[total + i % stride] += sums[i];
    }
    // A warped model is summed over all pairs, each of which counts twice.
    double pair = warp.isIdentity() ? 1 : 0.5;
    for (int i = total; i < total + stride; i++) {
      sums[i] *= pair;
    }
    int at = total;
    for (KernelPart part : parts) {
      part.metric.lengthScaleGradient(sums, at, gradient);
      at += part.metric.dimension() * CovarianceKernels.BLOCK;
    }
    if (terms.weighted()) {
      double trace = 0;
      for (int i = 0; i < n; i++) {
        trace += Math.fma(alpha[i], alpha[i], -inverse[i * ld + i]);
      }
      for (int t = 0; t < terms.count(); t++) {
        double sum = 0.5 * trace * terms.scale(t);
        for (int lane = 0; lane < CovarianceKernels.BLOCK; lane++) {
          sum += sums[at++];
        }
        gradient[terms.weightIndex() + t] = sum;
      }
    }
    warp.concentrationGradient(n, points, byWarped, gradient);
  }

  private int sumsPerTile() {
    int weights = terms.weighted() ? terms.count() : 0;
    return (model.kernel().lengthScaleCount() + weights) * CovarianceKernels.BLOCK;
  }

  private static void mirror(int n, double[] a, int ld) {
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        a[j * ld + i] = a[i * ld + j];
      }
    }
  }

  /** Adds the columns of one tile to its sums, and writes its derivatives by warped coordinates. */
  private void gradientTile(int tile, int n, double[] alpha, double[] inverse, int ld, int worker) {
    boolean full = !warp.isIdentity();
    int first = tile * TILE;
    int end = Math.min(CovarianceKernels.padded(n), first + TILE);
    int at = worker * terms.rows() * TILE;
    int weights = at + terms.weightRow();
    for (int i = 0; i < (full ? n : Math.min(n, end)); i++) {
      int from = full ? first : Math.max(first, i & -CovarianceKernels.BLOCK);
      int length = end - from;
      rowTile(i, from, length, at);
      int sum = tile * sumsPerTile();
      for (int l = 0; l < parts.length; l++) {
        KernelPart part = parts[l];
        terms.partWeights(l, length, scratch, at, scratch, weights);
        weigh(i, from, length, n, full, alpha, inverse, ld, weights);
        part.metric.addLengthScaleSums(
            i, length, part.training, from, ldTraining, scratch, weights, sums, sum);
        sum += part.metric.dimension() * CovarianceKernels.BLOCK;
        if (full) {
          part.addTrainingDifferences(i, tile, TILE, length, scratch, weights);
        }
      }
      for (int t = 0; terms.weighted() && t < terms.count(); t++) {
        terms.term(t, length, scratch, at);
        System.arraycopy(scratch, at + terms.productRow(), scratch, weights, length);
        weigh(i, from, length, n, full, alpha, inverse, ld, weights);
        for (int j = 0; j < length; j++) {
          sums[sum + j % CovarianceKernels.BLOCK] += scratch[weights + j];
        }
        sum += CovarianceKernels.BLOCK;
      }
    }
    if (full) {
      int d = model.dimension();
      int columns = Math.min(n, end) - first;
      for (KernelPart part : parts) {
        part.addTrainingGradient(tile, TILE, columns, byWarped, first * d);
      }
    }
  }

  /**
   * Multiplies weights by those that the likelihood puts on one row of the covariance. Of a pair of
   * points only one order counts, unless the whole row does; the diagonal never does.
   */
  private void weigh(
      int i,
      int from,
      int length,
      int n,
      boolean full,
      double[] alpha,
      double[] inverse,
      int ld,
      int weights) {
    kernels.likelihoodWeights(
        length, alpha[i], alpha, from, inverse, i * ld + from, scratch, weights, scratch, weights);
    if (!full) {
      Arrays.fill(scratch, weights, weights + Math.clamp(i + 1L - from, 0, length), 0);
    } else if (i >= from && i < from + length) {
      scratch[weights + i - from] = 0;
    }
    if (n < from + length) {
      Arrays.fill(scratch, weights + n - from, weights + length, 0);
    }
  }

  /** Runs a job on every tile of n columns, on several threads if it is worth it. */
  private void forEachTile(int n, WorkPool.Body job) {
    int count = (n + TILE - 1) / TILE;
    double work =
        (double) n * n * (model.kernel().lengthScaleCount() + parts.length * ELEMENT_COST);
    int threads = work < SHARED_WORK ? 1 : Math.min(count, WorkPool.threads());
    scratch = CpuGpBuffers.grown(scratch, Math.max(1, threads) * terms.rows(), TILE);
    if (!warp.isIdentity()) {
      for (KernelPart part : parts) {
        part.prepareTiles(count, TILE);
      }
    }
    if (threads > 1) {
      WorkPool.forEach(count, threads, job);
    } else {
      for (int tile = 0; tile < count; tile++) {
        job.run(tile, 0);
      }
    }
  }
}
