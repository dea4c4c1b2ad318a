package dev.hone.internal.tpe;

import dev.hone.math.Backend;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.List;

/**
 * Where the good trials of a group of parameters are, and where the others: two densities, l and g,
 * and the candidates that are likely under the one and not under the other.
 *
 * <p>Trials where the group is inactive have no part in it.
 */
final class GroupModel {
  /** So many of the other trials, the latest, count in full. */
  private static final int RECENT = 25;

  private final ParameterGroup group;
  private final ParzenEstimator good;
  private final ParzenEstimator rest;
  private final int candidates;
  private final double[] numbers;
  private final double[] categories;
  private final double[] logGood;
  private final double[] scores;
  private final int[] order;

  /** Of the other trials, in the order of telling. */
  private double[] weights = {};

  private int best;
  private boolean ranked;

  GroupModel(ParameterGroup group, TpeStrategy strategy, Backend backend) {
    this.group = group;
    good = new ParzenEstimator(group, strategy.bandwidth(), strategy.priorWeight(), backend);
    rest = new ParzenEstimator(group, strategy.bandwidth(), strategy.priorWeight(), backend);
    candidates = strategy.candidates();
    numbers = new double[candidates * group.numbers()];
    categories = new double[candidates * group.categories()];
    logGood = new double[candidates];
    scores = new double[candidates];
    order = new int[candidates];
  }

  boolean isActive(double[] point) {
    return group.isActive(point);
  }

  /** The estimate of where the other trials are; their weights are to be set here. */
  ParzenEstimator rest() {
    return rest;
  }

  /**
   * Replaces the good trials.
   *
   * @param points where the group is active
   * @param weights one each, of which the ratios count
   */
  void setGood(List<double[]> points, double[] weights) {
    good.setPoints(points);
    double sum = 0;
    for (int i = 0; i < points.size(); i++) {
      sum += weights[i];
    }
    for (int i = 0; i < points.size(); i++) {
      good.setWeight(i + 1, sum > 0 ? weights[i] * points.size() / sum : 1);
    }
  }

  /**
   * Sets the weights of the other trials: the latest count in full, the older the less.
   *
   * @param slots theirs, the latest last
   */
  void setRestWeights(int[] slots, int n) {
    if (weights.length < n) {
      weights = new double[2 * n];
    }
    int old = Math.max(n - RECENT, 0);
    // A ramp from 1/n to 1.
    double oldest = 1.0 / n;
    double rise = 1 - oldest;
    double steps = Math.max(old - 1, 1);
    for (int i = 0; i < old; i++) {
      weights[i] = oldest + rise * i / steps;
    }
    Arrays.fill(weights, old, n, 1);
    rest.setWeights(n, slots, weights);
  }

  /** Draws new candidates from l. They are compared by ln l − ln g. */
  void drawCandidates(CounterRandom random) {
    good.draw(random, candidates, numbers, categories);
    good.logShares(candidates, numbers, categories, logGood);
    best = rest.best(candidates, numbers, categories, logGood);
    ranked = false;
  }

  /** Ranks all candidates: seldom is another asked for than the best. */
  private void rank() {
    rest.logShares(candidates, numbers, categories, scores);
    for (int i = 0; i < candidates; i++) {
      scores[i] = logGood[i] - scores[i];
      int j = i;
      for (; j > 0 && scores[order[j - 1]] < scores[i]; j--) {
        order[j] = order[j - 1];
      }
      order[j] = i;
    }
    ranked = true;
  }

  int candidates() {
    return candidates;
  }

  /** Writes the candidate of a rank, 0 being the best, into a point. */
  void writeCandidate(int rank, double[] point) {
    if (rank > 0 && !ranked) {
      rank();
    }
    int i = rank == 0 ? best : order[rank];
    group.write(numbers, i * group.numbers(), categories, i * group.categories(), point);
  }
}
