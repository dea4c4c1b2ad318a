package dev.hone.examples.lightgbm;

/** How a round of boosting chooses what the next trees learn from. */
public enum Boosting {
  /** Every gradient counts, or those of a random bag. */
  GBDT("boosting=gbdt"),
  /** The large gradients and a sample of the small ones (Ke et al., NIPS 2017). */
  GOSS("boosting=gbdt data_sample_strategy=goss"),
  /** Some earlier trees are dropped for a round (Vinayak and Gilad-Bachrach, AISTATS 2015). */
  DART("boosting=dart");

  private final String arguments;

  Boosting(String arguments) {
    this.arguments = arguments;
  }

  /** The arguments that make LightGBM boost so. */
  String arguments() {
    return arguments;
  }
}
