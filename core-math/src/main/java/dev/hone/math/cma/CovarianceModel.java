package dev.hone.math.cma;

/** What a {@link CmaEs} knows of the covariance of its search distribution. */
public enum CovarianceModel {
  /**
   * By dimension: {@link #CHOLESKY} up to {@value #LARGEST_FULL}, {@link #LIMITED_MEMORY} above. If
   * the evaluations are known to be fewer than 2n², which is what a full matrix takes to be learnt,
   * {@link #VKD} instead, from {@value #SMALLEST_RESTRICTED} dimensions on.
   */
  AUTO,
  /**
   * A full matrix, sampled through its Cholesky factor: O(n²) memory, O(n²) per evaluation. The
   * step-size path lives in the coordinates of the factor (Krause, Arbonès and Igel, CMA-ES with
   * Optimal Covariance Update and Storage Complexity, 2016).
   */
  CHOLESKY,
  /**
   * A full matrix, sampled through its eigendecomposition: the reference, with the same costs but a
   * decomposition that takes ten times as long.
   */
  EIGEN,
  /**
   * A diagonal matrix: O(n) memory and time per evaluation; for separable functions (Ros and
   * Hansen, A Simple Modification in CMA-ES Achieving Linear Time and Space Complexity, 2008).
   */
  SEPARABLE,
  /**
   * A diagonal matrix and a few directions, C = D(I + VSVᵀ)D with k orthonormal columns of V: O(kn)
   * memory and time per evaluation. k follows the function, from 0 on: as fast as {@link
   * #SEPARABLE} where that is enough, and fit for functions with a few long axes in any direction
   * (Akimoto and Hansen, Projection-Based Restricted Covariance Matrix Adaptation for High
   * Dimension, 2016, and Online Model Selection for Restricted Covariance Matrix Adaptation, 2016).
   */
  VKD,
  /**
   * A few directions in the space of the samples: O(n log n) memory and time per evaluation
   * (Loshchilov, Glasmachers and Beyer, Large Scale Black-Box Optimization by Limited-Memory Matrix
   * Adaptation, 2019).
   */
  LIMITED_MEMORY;

  /** The largest dimension for which {@link #AUTO} keeps a full matrix (200 MB in all). */
  public static final int LARGEST_FULL = 3000;

  /** The smallest dimension in which a full matrix may be too much to learn. */
  static final int SMALLEST_RESTRICTED = 20;

  /**
   * The model that {@link #AUTO} stands for in n dimensions with so many evaluations; any other
   * stands for itself.
   */
  public CovarianceModel resolve(int n, long evaluations) {
    boolean few = evaluations < 2L * n * n;
    return this == AUTO && few && n >= SMALLEST_RESTRICTED && n <= LARGEST_FULL ? VKD : resolve(n);
  }

  /** The model that {@link #AUTO} stands for in n dimensions; any other stands for itself. */
  public CovarianceModel resolve(int n) {
    return this != AUTO ? this : n <= LARGEST_FULL ? CHOLESKY : LIMITED_MEMORY;
  }

  /** Whether the model holds an n×n matrix. */
  public boolean isFull() {
    return this == CHOLESKY || this == EIGEN;
  }
}
