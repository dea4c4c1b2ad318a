package dev.hone.examples.lightgbm;

import java.util.Locale;

/**
 * How well a model classifies examples that it has not seen.
 *
 * @param logLoss the mean of −ln p, p being the probability given to the true class; lower is
 *     better
 * @param accuracy the share of examples whose likeliest class is the true one, from 0 to 1
 */
public record Score(double logLoss, double accuracy) {

  /** For people: {@code 0.0712 (97.90 %)}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.4f (%.2f %%)", logLoss, 100 * accuracy);
  }
}
