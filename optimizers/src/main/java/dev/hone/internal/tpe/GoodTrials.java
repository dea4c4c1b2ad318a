package dev.hone.internal.tpe;

import dev.hone.TpeOptimizer.Weighting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The best trials so far, of which some count as good. Adding one is O(limit).
 */
final class GoodTrials {
  private final TpeStrategy strategy;

  /** The best ones in order, one more than can be good. */
  private final List<Member> best = new ArrayList<>();

  private int told;

  GoodTrials(TpeStrategy strategy) {
    this.strategy = strategy;
  }

  /** Takes in a trial that was told. */
  void add(Member member) {
    told++;
    int i = best.size();
    while (i > 0 && member.isBetterThan(best.get(i - 1))) {
      i--;
    }
    best.add(i, member);
    if (best.size() > strategy.goodLimit() + 1) {
      best.removeLast();
    }
  }

  /** The good ones, the best first: a view. */
  List<Member> good() {
    return best.subList(0, Math.min(strategy.good(told), best.size()));
  }

  /** What the density of the good ones depends on: themselves, and the best of the rest. */
  List<Member> decisive() {
    return best.subList(0, Math.min(strategy.good(told) + 1, best.size()));
  }

  /** How much each of the good ones counts. */
  double[] weights() {
    List<Member> good = good();
    double[] weights = new double[good.size()];
    if (strategy.weighting() == Weighting.UNIFORM) {
      Arrays.fill(weights, 1);
      return weights;
    }
    // The scale keeps a sum of differences of the largest doubles finite.
    double scale = 0x1p-32;
    double bar = scale * best.get(Math.min(good.size(), best.size() - 1)).value;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = bar - scale * good.get(i).value;
    }
    return weights;
  }
}
