package dev.hone.math.internal;

import dev.hone.math.gp.CovarianceFunction;

/**
 * The row passes of a Gaussian process: everything between its points and the dense linear algebra.
 *
 * <p>A pass runs along {@code n} points, where {@code n} is a multiple of {@value #BLOCK}: callers
 * pad their rows and ignore what comes out there, so that no implementation needs a tail. Points
 * are held one coordinate per row: coordinate k of point j is at {@code x[xOffset + k*ldx + j]},
 * that of the one point p a pass compares them with at {@code p[pOffset + k*ldp]}.
 *
 * <p>Every implementation returns the same bits: each element has one fixed chain of operations,
 * and sums over points are kept as {@value #BLOCK} partial sums, point j in number j mod {@value
 * #BLOCK}, whatever the vector width. No allocation; safe to use from many threads. Arguments are
 * not checked beyond the bounds of their arrays.
 */
public interface CovarianceKernels {

  /** Rows are padded to a multiple of this; the widest vector in use holds as many doubles. */
  int BLOCK = 8;

  /** The smallest multiple of {@value #BLOCK} that is at least {@code n}. */
  static int padded(int n) {
    return (n + BLOCK - 1) & -BLOCK;
  }

  /**
   * r2[j] ← Σₖ (x[k][j] − p[k])² over d coordinates. Directly from differences: |x|² + |p|² − 2xᵀp
   * would cancel on near-duplicates.
   */
  void squaredDistances(
      int d,
      double[] p,
      int pOffset,
      int ldp,
      int n,
      double[] x,
      int xOffset,
      int ldx,
      double[] r2,
      int r2Offset);

  /**
   * The same for two points, p and the one next to it in its rows; the distances of the other are
   * {@code ldr} elements behind. Every coordinate of x is loaded once for both.
   */
  void squaredDistancesOfTwo(
      int d,
      double[] p,
      int pOffset,
      int ldp,
      int n,
      double[] x,
      int xOffset,
      int ldx,
      double[] r2,
      int r2Offset,
      int ldr);

  /** r2[j] ← r2[j] + weight where x[j] ≠ code, along one coordinate. */
  void addMismatches(
      double weight, double code, int n, double[] x, int xOffset, double[] r2, int r2Offset);

  /**
   * First half of a covariance row: replaces r² by the scaled distance q the profile is a
   * polynomial of (√5·r, √3·r, r; r² itself for {@link CovarianceFunction#RBF}) and writes the
   * exponent of its exponential factor (−q; −r²/2).
   */
  void exponents(
      CovarianceFunction function, int n, double[] r2, int r2Offset, double[] exponent, int offset);

  /**
   * Second half, once the exponents are exponentials: replaces q by the covariance s²k and the
   * exponential by G = −2s²·dk/d(r²).
   *
   * <p>G makes both gradients weighted sums of differences: ∂K/∂log ℓₖ = G·((xₖ − pₖ)/ℓₖ)² and
   * ∂K/∂xₖ = −G·(xₖ − pₖ)/ℓₖ². At r = 0, where that of {@link CovarianceFunction#MATERN_12} has a
   * pole, G is 0.
   */
  void covariances(
      CovarianceFunction function,
      double outputScale,
      int n,
      double[] q,
      int qOffset,
      double[] exponential,
      int offset);

  /**
   * w[j] ← (alphaI·alpha[j] − inverse[j])·g[j]: one row of the weights that the likelihood's
   * gradient puts on squared differences.
   */
  void likelihoodWeights(
      int n,
      double alphaI,
      double[] alpha,
      int alphaOffset,
      double[] inverse,
      int inverseOffset,
      double[] g,
      int gOffset,
      double[] w,
      int wOffset);

  /**
   * sums[k][j mod 8] ← sums[k][j mod 8] + w[j]·(x[k][j] − p[k])² for d coordinates.
   *
   * @param sums d×{@value #BLOCK} partial sums at {@code sumsOffset}
   */
  void addWeightedSquares(
      int d,
      double[] p,
      int pOffset,
      int ldp,
      int n,
      double[] x,
      int xOffset,
      int ldx,
      double[] w,
      int wOffset,
      double[] sums,
      int sumsOffset);

  /**
   * sums[j mod 8] ← sums[j mod 8] + w[j] where x[j] ≠ code, along one coordinate.
   *
   * @param sums {@value #BLOCK} partial sums at {@code sumsOffset}
   */
  void addWeightedMismatches(
      double code,
      int n,
      double[] x,
      int xOffset,
      double[] w,
      int wOffset,
      double[] sums,
      int sumsOffset);

  /** y[j] ← y[j] − v[j]². */
  void subtractSquares(int n, double[] v, int vOffset, double[] y);

  /**
   * g[j] ← g[j]·(alphaI·byMean[j] + beta[j]·byVariance[j]): one row of the weights that an
   * acquisition gradient puts on differences.
   *
   * @param byMean starts at {@code offset}, as does {@code byVariance}
   * @param beta starts at {@code rowOffset}, as does {@code g}
   */
  void acquisitionWeights(
      int n,
      double alphaI,
      double[] byMean,
      double[] beta,
      double[] byVariance,
      int offset,
      double[] g,
      int rowOffset);

  /**
   * y[k][j] ← y[k][j] + w[j]·(x[k][j] − p[k]) for d coordinates; y has the shape and the offset of
   * x.
   */
  void addWeightedDifferences(
      int d,
      double[] p,
      int pOffset,
      int ldp,
      int n,
      double[] x,
      int xOffset,
      int ldx,
      double[] w,
      int wOffset,
      double[] y);
}
