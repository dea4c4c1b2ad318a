package dev.hone.internal.tpe;

import dev.hone.TpeWeighting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The good trials of one objective: the best. Adding one is O(limit). */
final class GoodByValue implements GoodTrials {
  private final TpeStrategy strategy;

  /** The best ones in order, one more than can be good. */
  private final List<Member> best = new ArrayList<>();

  private int told;

  GoodByValue(TpeStrategy strategy) {
    this.strategy = strategy;
  }

  @Override
  public void add(Member member) {
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

  @Override
  public List<Member> good() {
    return best.subList(0, Math.min(strategy.good(told), best.size()));
  }

  /** The good ones and the best of the rest. */
  @Override
  public List<Member> decisive() {
    return best.subList(0, Math.min(strategy.good(told) + 1, best.size()));
  }

  /** By improvement over the best of the rest, unless one of them misses constraints. */
  @Override
  public double[] weights() {
    List<Member> good = good();
    double[] weights = new double[good.size()];
    List<Member> decisive = decisive();
    if (strategy.weighting() == TpeWeighting.UNIFORM
        || decisive.stream().anyMatch(m -> m.violation > 0)) {
      Arrays.fill(weights, 1);
      return weights;
    }
    // The scale keeps a sum of differences of the largest doubles finite.
    double scale = 0x1p-32;
    double bar = scale * decisive.getLast().value(0);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = bar - scale * good.get(i).value(0);
    }
    return weights;
  }
}
