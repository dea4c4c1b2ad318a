package dev.hone.math.internal;

import dev.hone.math.gp.GpModel;
import org.jspecify.annotations.Nullable;

/**
 * The covariance of the training points at one θ, with themselves and with candidates, and what its
 * derivatives add up to. Not safe for use from several threads at once.
 */
interface GpCovariance {

  /** The fastest covariance of a model. */
  static GpCovariance of(GpModel model, KernelSet kernels) {
    return model.isDefault()
        ? new CpuGpCovariance(model, kernels)
        : new CompositeGpCovariance(model, kernels);
  }

  /** The variance of the latent function before any observation. */
  double priorVariance();

  /** The variance of the noise of an observation. */
  double noiseVariance();

  /** Takes θ and n points, leaving room for {@code capacity}. */
  void set(double[] theta, int n, double[] x, int capacity);

  /** Whether point n can be added without another {@link #set}. */
  boolean hasRoomFor(int n);

  /** Takes point n of {@code x} as well. */
  void put(int n, double[] x);

  /** Writes the covariances of training point i with points 0 to i − 1. */
  void row(int i, double[] k);

  /** Whether {@link #triangle} has a use for the matrix G. */
  boolean keepsDerivatives();

  /**
   * Writes the upper triangle of K + noise, and what its derivatives need beside it, if wanted.
   * Rows start at the multiple of {@link CovarianceKernels#BLOCK} before the diagonal and end at
   * one after column n − 1; what lies there outside the triangle has no meaning.
   */
  void triangle(int n, double[] k, double @Nullable [] g, int ld);

  /**
   * Writes the n×m covariances with m candidates, and what {@link #inputGradient} needs, if wanted;
   * both with a leading dimension of {@code padded(m)}. The candidates are kept.
   */
  void cross(int n, int m, double[] x, int xOffset, double[] k, double @Nullable [] g);

  /**
   * Writes ½ tr((ααᵀ − K⁻¹)·∂K/∂θ) for every hyperparameter before the output scale.
   *
   * @param alpha n values in an array of at least {@code padded(n)}
   * @param inverse upper triangle of K⁻¹; its strict lower triangle is scratch
   * @param g as {@link #triangle} left it, or null if it was not kept
   */
  void kernelGradient(
      int n, double[] alpha, double[] inverse, double @Nullable [] g, int ld, double[] gradient);

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
      int offset);
}
