package dev.hone.internal.gp;

import java.util.Arrays;

/** Sorted copies. */
final class Ascending {
  /**
   * Up to so many values are sorted by insertion: the JDK's sort makes up classes for its lambdas
   * when it is first called, which takes as long as a tenth of a first suggestion.
   */
  private static final int FEW = 128;

  private Ascending() {}

  /** A copy in ascending order; -0.0 comes before 0.0, and NaN last. */
  static double[] copyOf(double[] values) {
    double[] sorted = values.clone();
    if (sorted.length > FEW) {
      Arrays.sort(sorted);
      return sorted;
    }
    for (int i = 1; i < sorted.length; i++) {
      double value = sorted[i];
      int at = i;
      while (at > 0 && Double.compare(sorted[at - 1], value) > 0) {
        sorted[at] = sorted[at - 1];
        at--;
      }
      sorted[at] = value;
    }
    return sorted;
  }
}
