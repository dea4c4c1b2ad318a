package dev.hone.math.internal;

import dev.hone.math.gp.GpModel;
import dev.hone.math.linalg.CholeskyFactor;
import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.linalg.NumericalException;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;

/**
 * The joint posterior of the latent function at m points.
 *
 * <p>Source: Rasmussen and Williams (2006), eqs. 2.23 and 2.24, and appendix A.2 for samples.
 */
final class CpuGpJointPosterior {

  /** Added to the variances before they are factored, relative to the prior variance. */
  private static final double SMALLEST_JITTER = 1e-12;

  /** Each ten times the one before. */
  private static final int JITTERS = 9;

  private final LinearAlgebra la;
  private final GpCovariance prior;
  private double[] cross = {};
  private double[] covariance = {};
  private double[] factor = {};
  private double[] normals = {};
  private int ld;

  CpuGpJointPosterior(GpModel model, KernelSet kernels, LinearAlgebra la) {
    this.la = la;
    this.prior = GpCovariance.of(model, kernels);
  }

  /** As {@link dev.hone.math.gp.GpEngine#posteriorCovariance}, but for the means. */
  void covariance(
      CpuGpPosterior posterior, int n, int m, int dimension, double[] x, double[] result) {
    compute(posterior, n, m, dimension, x);
    for (int i = 0; i < m; i++) {
      for (int j = i; j < m; j++) {
        result[i * m + j] = covariance[i * ld + j];
        result[j * m + i] = covariance[i * ld + j];
      }
    }
  }

  /**
   * As {@link dev.hone.math.gp.GpEngine#samplePosterior}.
   *
   * @param samples count rows of the m means
   */
  void addSamples(
      CpuGpPosterior posterior,
      int n,
      int m,
      int dimension,
      double[] x,
      int count,
      long seed,
      double[] samples) {
    compute(posterior, n, m, dimension, x);
    factorize(m);
    normals = CpuGpBuffers.grown(normals, m, Math.max(1, count));
    for (int s = 0; s < count; s++) {
      CounterRandom random = CounterRandom.of(seed, s);
      for (int i = 0; i < m; i++) {
        normals[i * count + s] = random.nextGaussian();
      }
    }
    la.gemmTn(count, m, m, 1, normals, 0, count, factor, 0, ld, samples, 0, m);
  }

  /** The upper triangle of K** − VᵀV with V = U⁻ᵀK*. */
  private void compute(CpuGpPosterior posterior, int n, int m, int dimension, double[] x) {
    ld = CholeskyFactor.leadingDimension(m);
    covariance = CpuGpBuffers.grown(covariance, m, ld);
    prior.set(posterior.training().theta(), m, x, m);
    prior.triangle(m, covariance, null, ld);
    for (int i = 0; i < m; i++) {
      covariance[i * ld + i] = prior.priorVariance();
    }
    cross = CpuGpBuffers.grown(cross, n, ld);
    for (int from = 0; from < m; from += CpuGpPosterior.CANDIDATES) {
      int count = Math.min(CpuGpPosterior.CANDIDATES, m - from);
      posterior.solvedCross(count, x, from * dimension, cross, from, ld);
    }
    la.syrkTn(m, n, -1, cross, 0, ld, covariance, 0, ld);
    // At a training point with little noise the difference is all rounding, and may be below 0.
    for (int i = 0; i < m; i++) {
      covariance[i * ld + i] = Math.max(covariance[i * ld + i], 0);
    }
  }

  /** Factors the covariance with the smallest jitter that works; clears what is below. */
  private void factorize(int m) {
    factor = CpuGpBuffers.grown(factor, m, ld);
    double jitter = SMALLEST_JITTER * prior.priorVariance();
    for (int attempt = 0; attempt < JITTERS; attempt++, jitter *= 10) {
      for (int i = 0; i < m; i++) {
        Arrays.fill(factor, i * ld, i * ld + i, 0);
        System.arraycopy(covariance, i * ld + i, factor, i * ld + i, m - i);
        factor[i * ld + i] += jitter;
      }
      if (la.cholesky(m, factor, 0, ld) < 0) {
        return;
      }
    }
    throw new NumericalException(
        "the posterior covariance of m = "
            + m
            + " points is not positive definite, not even with a jitter of "
            + jitter / 10);
  }
}
