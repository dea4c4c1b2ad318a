package dev.hone.pruner;

import dev.hone.math.special.SpecialFunctions;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The signed-rank test: how likely differences of such a kind are if large and small ones were as
 * likely positive as negative.
 *
 * <p>Source: Wilcoxon, Individual Comparisons by Ranking Methods (1945). Equal sizes get the mean
 * of their ranks; a difference of 0 counts half on either side.
 */
final class SignedRankTest {
  /** Up to here all assignments of signs are counted, beyond a normal distribution stands in. */
  private static final int EXACT = 50;

  private SignedRankTest() {}

  /** The probability of a sum of positive ranks as high as that of these differences. */
  static double probabilityOfGreater(double[] differences) {
    int n = differences.length;
    int[] doubled = doubledRanks(differences);
    // What zeros add is the same for all signs, and so may be left out on both sides.
    int[] ranks = new int[n];
    int count = 0;
    long observed = 0;
    for (int i = 0; i < n; i++) {
      if (differences[i] != 0) {
        ranks[count++] = doubled[i];
        observed += differences[i] > 0 ? doubled[i] : 0;
      }
    }
    ranks = Arrays.copyOf(ranks, count);
    if (count <= EXACT) {
      return exactly(ranks, observed);
    }
    double mean = 0;
    double variance = 0;
    for (int rank : ranks) {
      mean += 0.5 * rank;
      variance += 0.25 * rank * rank;
    }
    return SpecialFunctions.ndtr((mean - observed) / Math.sqrt(variance));
  }

  /** Twice the ranks of the sizes, from 2 up. */
  private static int[] doubledRanks(double[] differences) {
    int n = differences.length;
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> Math.abs(differences[i])));
    int[] doubled = new int[n];
    for (int from = 0; from < n; ) {
      int to = from;
      double size = Math.abs(differences[order[from]]);
      while (to < n && Math.abs(differences[order[to]]) == size) {
        to++;
      }
      for (int i = from; i < to; i++) {
        doubled[order[i]] = from + to + 1;
      }
      from = to;
    }
    return doubled;
  }

  /** Counts assignments of signs by the sum that they give: one rank after the other. */
  private static double exactly(int[] ranks, long observed) {
    int total = Arrays.stream(ranks).sum();
    double[] chance = new double[total + 1];
    chance[0] = 1;
    for (int rank : ranks) {
      for (int sum = total; sum >= 0; sum--) {
        chance[sum] = 0.5 * (chance[sum] + (sum >= rank ? chance[sum - rank] : 0));
      }
    }
    double tail = 0;
    for (int sum = total; sum >= observed; sum--) {
      tail += chance[sum];
    }
    return Math.min(tail, 1);
  }
}
