package dev.hone.math.internal;

import static dev.hone.math.gp.GpArguments.checkLength;

import dev.hone.math.gp.GpArguments;
import dev.hone.math.gp.GpModel;
import dev.hone.math.gp.GpPathDraws;
import dev.hone.math.gp.GpSamplePaths;
import dev.hone.math.linalg.CholeskyFactor;
import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Paths of the prior, each with its update K⁻¹(y − f(X) − ε).
 *
 * <p>Source: Wilson et al. (2020), eq. 12.
 */
final class MatheronPaths implements GpSamplePaths {

  /** Points per block: their features, 64 × 1024, are read again while in cache. */
  private static final int BLOCK = 64;

  private final KernelSet kernels;
  private final LinearAlgebra la;
  private final GpArguments arguments;
  private final int dimension;
  private final int count;
  private final int size;
  private final GpCovariance covariance;
  private final KumaraswamyWarp warp;
  private final PriorPaths[] priors;

  /** The updates, a column for each path, n×count. */
  private final double[] updates;

  private final PriorPaths.Scratch scratch = new PriorPaths.Scratch();
  private final double[] warped;
  private final double[] columns;
  private final double[] ones = new double[BLOCK];
  private final double[] zeros = new double[BLOCK];
  private final double[] alpha;
  private double[] cross = {};
  private double[] derivatives = {};
  private double[] weights = {};
  private double[] gradient = {};

  /**
   * Draws paths.
   *
   * @param known variances of the noise of single observations, or null
   * @param factor of the covariance of the n observations, with noise
   */
  MatheronPaths(
      GpModel model,
      KernelSet kernels,
      LinearAlgebra la,
      double[] theta,
      int n,
      double[] x,
      double[] y,
      double @Nullable [] known,
      CholeskyFactor factor,
      int count,
      long seed) {
    this.kernels = kernels;
    this.la = la;
    this.arguments = new GpArguments(model);
    this.dimension = model.dimension();
    this.count = count;
    this.size = n;
    this.warped = new double[BLOCK * dimension];
    this.columns = new double[dimension * BLOCK];
    this.alpha = new double[n];
    Arrays.fill(ones, 1);
    this.warp = new KumaraswamyWarp(model);
    warp.set(theta);
    this.covariance = GpCovariance.of(model, kernels);
    covariance.set(theta, n, x, n);
    GpPathDraws draws = new GpPathDraws(model, theta, count, seed);
    this.priors = new PriorPaths[draws.groups()];
    Arrays.setAll(priors, group -> new PriorPaths(draws.group(group)));
    double[] values = new double[count * n];
    for (int from = 0; from < n; from += BLOCK) {
      addPriors(Math.min(BLOCK, n - from), x, from, values, n, null);
    }
    this.updates = new double[n * count];
    double variance = covariance.noiseVariance() + factor.jitter();
    for (int p = 0; p < count; p++) {
      CounterRandom noise = CounterRandom.of(seed, GpPathDraws.noiseStream(p));
      for (int i = 0; i < n; i++) {
        double deviation = Math.sqrt(known == null ? variance : variance + known[i]);
        updates[i * count + p] = y[i] - values[p * n + i] - deviation * noise.nextGaussian();
      }
    }
    if (count > 0) {
      int ld = factor.leadingDimension();
      la.solveUpperTransposed(n, count, factor.array(), 0, ld, updates, 0, count);
      la.solveUpper(n, count, factor.array(), 0, ld, updates, 0, count);
    }
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public void evaluate(int m, double[] x, double[] values, double @Nullable [] gradients) {
    arguments.checkFiniteCandidates(m, x);
    checkLength("values", (long) count * m, values);
    Arrays.fill(values, 0, count * m, 0);
    if (gradients != null) {
      checkLength("gradients", (long) count * m * dimension, gradients);
      Arrays.fill(gradients, 0, count * m * dimension, 0);
    }
    for (int from = 0; from < m && count > 0; from += BLOCK) {
      int block = Math.min(BLOCK, m - from);
      addPriors(block, x, from, values, m, gradients);
      addUpdates(block, x, from, values, m, gradients);
    }
  }

  private void addPriors(
      int m, double[] x, int from, double[] values, int ldv, double @Nullable [] gradients) {
    warp.warp(m, x, from * dimension, warped, 0);
    for (int k = 0; k < dimension; k++) {
      for (int j = 0; j < m; j++) {
        columns[k * BLOCK + j] = warped[j * dimension + k];
      }
    }
    for (int group = 0; group < priors.length; group++) {
      int first = group * PriorPaths.COUNT;
      int paths = Math.min(PriorPaths.COUNT, count - first);
      int at = first * ldv + from;
      priors[group].add(
          kernels, la, scratch, paths, m, warped, columns, BLOCK, values, at, ldv, gradients);
    }
    for (int p = 0; gradients != null && p < count; p++) {
      warp.pullBack(m, x, from * dimension, gradients, (p * ldv + from) * dimension);
    }
  }

  private void addUpdates(
      int m, double[] x, int from, double[] values, int ldv, double @Nullable [] gradients) {
    int width = CovarianceKernels.padded(m);
    cross = CpuGpBuffers.grown(cross, size, width);
    if (gradients != null) {
      derivatives = CpuGpBuffers.grown(derivatives, size, width);
      weights = CpuGpBuffers.grown(weights, size, width);
      gradient = CpuGpBuffers.grown(gradient, BLOCK, dimension);
      covariance.cross(size, m, x, from * dimension, cross, derivatives);
    } else {
      covariance.cross(size, m, x, from * dimension, cross, null);
    }
    la.gemmTn(count, m, size, 1, updates, 0, count, cross, 0, width, values, from, ldv);
    for (int p = 0; gradients != null && p < count; p++) {
      for (int i = 0; i < size; i++) {
        alpha[i] = updates[i * count + p];
      }
      System.arraycopy(derivatives, 0, weights, 0, size * width);
      covariance.inputGradient(size, m, alpha, ones, cross, zeros, weights, gradient, 0);
      la.axpy(m * dimension, 1, gradient, 0, gradients, (p * ldv + from) * dimension);
    }
  }
}
