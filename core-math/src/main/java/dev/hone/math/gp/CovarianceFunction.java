package dev.hone.math.gp;

/**
 * A stationary covariance function k(r) of the scaled distance r, where r² = Σ ((xᵢ − x'ᵢ)/ℓᵢ)²
 * over numeric dimensions plus Σ [xⱼ ≠ x'ⱼ]/ℓⱼ² over categorical ones (automatic relevance
 * determination, ARD). The output scale s² multiplies what is given here.
 *
 * <p>Source: Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), eqs. 4.9 and
 * 4.17.
 */
public enum CovarianceFunction {
  /** (1 + √5 r + 5r²/3)·exp(−√5 r): twice differentiable sample paths; the default. */
  MATERN_52,
  /** (1 + √3 r)·exp(−√3 r): once differentiable sample paths. */
  MATERN_32,
  /** exp(−r): continuous, nowhere differentiable sample paths. */
  MATERN_12,
  /** exp(−r²/2): infinitely smooth sample paths. */
  RBF
}
