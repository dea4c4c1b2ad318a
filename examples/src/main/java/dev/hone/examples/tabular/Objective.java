package dev.hone.examples.tabular;

import java.util.Optional;

/**
 * What is good in a table of recorded scores.
 *
 * @param maximize whether higher scores are better
 * @param log whether the logarithm of the mean score counts, for errors that span magnitudes
 */
public record Objective(boolean maximize, boolean log) {

  /** The objective of a known family of tables, told by the beginning of the file's name. */
  public static Optional<Objective> ofFile(String fileName) {
    if (fileName.startsWith("hpolib-")) {
      return Optional.of(new Objective(false, true));
    }
    if (fileName.startsWith("hpobench-") || fileName.startsWith("nasbench201-")) {
      return Optional.of(new Objective(true, false));
    }
    return Optional.empty();
  }

  /** The cost, lower is better, of a mean score; NaN for the logarithm of a negative one. */
  double cost(double meanScore) {
    double value = log ? Math.log(meanScore) : meanScore;
    return maximize ? -value : value;
  }
}
