package dev.hone.math.internal;

import dev.hone.math.gp.GpModel;
import dev.hone.math.linalg.CholeskyFactor;
import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.special.SpecialFunctions;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The log marginal likelihood of the data and its gradient, in one n×n matrix that is reused from
 * call to call: the covariance, its factor, and its inverse take turns in it. The derivative factor
 * G is kept beside it for small n, and computed again for large.
 *
 * <p>Source: Rasmussen and Williams (2006), algorithm 2.1 and eq. 5.9.
 */
final class CpuGpLikelihood {
  private static final double HALF_LOG_2_PI = 0.9189385332046728;

  /** Largest n for which G is kept, 8 MiB; computing it again costs time in O(n²d) only. */
  private static final int KEPT = 1024;

  private static final double[] NONE = {};

  private final LinearAlgebra la;
  private final GpCovariance covariance;
  private final int outputScale;
  private double[] factor = NONE;
  private double[] derivatives = {};
  private double[] alpha = {};

  CpuGpLikelihood(GpModel model, KernelSet kernels, LinearAlgebra la) {
    this.la = la;
    this.covariance = GpCovariance.of(model, kernels);
    this.outputScale = model.outputScaleIndex();
  }

  /**
   * The matrix that {@link #evaluate} factors, for other short-lived n×n work.
   *
   * @return an array with room for n rows at {@link CholeskyFactor#leadingDimension}
   */
  double[] matrix(int n) {
    int length = CpuGpBuffers.length(factor.length, n, CholeskyFactor.leadingDimension(n));
    if (length > factor.length) {
      // Let go first: a longer matrix need not fit into the heap beside the one it replaces.
      factor = NONE;
      factor = new double[length];
    }
    return factor;
  }

  /** Adds the variances known of single observations to their covariance. */
  static void addToDiagonal(int n, double @Nullable [] known, double[] matrix, int ld) {
    for (int i = 0; known != null && i < n; i++) {
      matrix[i * ld + i] += known[i];
    }
  }

  /** Lets go of the matrix until it is needed again. */
  void release() {
    factor = NONE;
  }

  /** The log density of a normal variable at a distance from its mean. */
  static double logNormalDensity(double distance, double variance) {
    return -0.5 * (distance * distance / variance + SpecialFunctions.log(variance)) - HALF_LOG_2_PI;
  }

  /**
   * As {@link dev.hone.math.gp.GpEngine#logMarginalLikelihood}.
   *
   * @param known variances of single observations, or null if there are none
   */
  double evaluate(
      int n,
      double[] x,
      double[] y,
      double @Nullable [] known,
      double[] theta,
      double @Nullable [] gradient) {
    int ld = CholeskyFactor.leadingDimension(n);
    double[] u = matrix(n);
    covariance.set(theta, n, x, n);
    double[] g = null;
    if (gradient != null && n <= KEPT && covariance.keepsDerivatives()) {
      derivatives = CpuGpBuffers.grown(derivatives, n, ld);
      g = derivatives;
    }
    covariance.triangle(n, u, g, ld);
    addToDiagonal(n, known, u, ld);
    if (la.cholesky(n, u, 0, ld) >= 0) {
      if (gradient != null) {
        Arrays.fill(gradient, 0, theta.length, Double.NaN);
      }
      return Double.NEGATIVE_INFINITY;
    }
    alpha = CpuGpBuffers.grown(alpha, CovarianceKernels.padded(n));
    System.arraycopy(y, 0, alpha, 0, n);
    la.solveUpperTransposed(n, 1, u, 0, ld, alpha, 0, 1);
    double fit = la.dot(n, alpha, 0, alpha, 0);
    double halfLogDeterminant = 0;
    for (int i = 0; i < n; i++) {
      halfLogDeterminant += SpecialFunctions.log(u[i * ld + i]);
    }
    if (gradient != null) {
      la.solveUpper(n, 1, u, 0, ld, alpha, 0, 1);
      gradient(n, u, g, ld, fit, known, gradient);
    }
    return -0.5 * fit - halfLogDeterminant - n * HALF_LOG_2_PI;
  }

  /**
   * ½ tr((ααᵀ − K⁻¹)·∂K/∂θ), with α = K⁻¹y and {@code fit} = yᵀα.
   *
   * @param matrix the factor, replaced by the inverse
   */
  private void gradient(
      int n,
      double[] matrix,
      double @Nullable [] g,
      int ld,
      double fit,
      double @Nullable [] known,
      double[] gradient) {
    la.inverseFromCholesky(n, matrix, 0, ld, matrix, 0, ld);
    covariance.kernelGradient(n, alpha, matrix, g, ld, gradient);
    double trace = 0;
    double knownTrace = 0;
    for (int i = 0; i < n; i++) {
      double element = Math.fma(alpha[i], alpha[i], -matrix[i * ld + i]);
      trace += element;
      if (known != null) {
        knownTrace = Math.fma(known[i], element, knownTrace);
      }
    }
    double noiseTrace = covariance.noiseVariance() * trace;
    // ∂K/∂log s² is K without its noise, and tr((ααᵀ − K⁻¹)K) = yᵀα − n.
    gradient[outputScale] = 0.5 * (fit - n - noiseTrace - knownTrace);
    gradient[outputScale + 1] = 0.5 * noiseTrace;
  }
}
