package dev.hone;

/** What a {@link GpOptimizer} believes of its model's hyperparameters before there are data. */
public enum ModelPrior {
  /**
   * Expects structure in every parameter, so that the search goes on exploring: ln ℓ ~ N(−1 +
   * ln(d)/4, 0.6²). For one objective and up to eight parameters, a signal variance that is
   * inferred. The default.
   */
  EXPLORATIVE,

  /** Length-scales that grow with √d (Hvarfner et al. 2024): for very many parameters. */
  DIMENSION_SCALED,

  /** Gamma priors, and a signal variance that is inferred (BoTorch before version 0.12). */
  GAMMA,

  /** The penalty −0.1·(ℓ² + ℓ⁻²), and a signal variance that is inferred (Optuna). */
  INVERSE_SQUARED
}
