package dev.hone.internal.evo;

import dev.hone.math.random.CounterRandom;
import java.util.Arrays;
import java.util.List;

/**
 * NSGA-III: earlier fronts before later ones; of the last front, members along directions that
 * others neglect (Deb and Jain, An Evolutionary Many-Objective Optimization Algorithm Using
 * Reference-Point-Based Nondominated Sorting Approach, Part I, 2014).
 */
final class ReferenceSurvival implements Survival {
  private final double[][] directions;
  private final int m;
  private int feasibleFronts;
  private int[] ranks = new int[0];

  /** How many members have the same direction as this one, itself included. */
  private int[] neighbours = new int[0];

  ReferenceSurvival(List<double[]> directions, int objectives) {
    this.m = objectives;
    this.directions = directions.toArray(double[][]::new);
    for (double[] direction : this.directions) {
      double norm = 0;
      for (double x : direction) {
        norm += x * x;
      }
      for (int j = 0; j < m; j++) {
        direction[j] /= Math.sqrt(norm);
      }
    }
  }

  /**
   * The one that niching leaves over when all others have been chosen: from the direction with most
   * members, the one farthest from it that stands in the last front.
   */
  @Override
  public int dropped(Standings standings, CounterRandom random) {
    int n = standings.values().length / m;
    int[] front = standings.front(standings.last());
    if (front.length == 1) {
      return front[0];
    }
    int[] niches = new int[n];
    double[] distances = new double[n];
    int[] counts = associate(standings, niches, distances);
    int most = 0;
    for (int i : front) {
      most = Math.max(most, counts[niches[i]]);
    }
    int chosen = crowdedNiche(front, niches, counts, most, random);
    int worst = -1;
    for (int i : front) {
      if (niches[i] == chosen && (worst < 0 || distances[i] >= distances[worst])) {
        worst = i;
      }
    }
    return worst;
  }

  /** One of the niches with {@code most} members, all alike likely. */
  private static int crowdedNiche(
      int[] front, int[] niches, int[] counts, int most, CounterRandom random) {
    int[] crowded =
        Arrays.stream(front)
            .map(i -> niches[i])
            .filter(k -> counts[k] == most)
            .distinct()
            .toArray();
    return crowded[random.nextInt(crowded.length)];
  }

  /**
   * Finds the direction each member is closest to, and how close.
   *
   * @return how many members each direction has
   */
  private int[] associate(Standings standings, int[] niches, double[] distances) {
    double[] scaled = ObjectiveScaling.of(standings);
    int[] counts = new int[directions.length];
    for (int i = 0; i < niches.length; i++) {
      associate(scaled, i, niches, distances);
      counts[niches[i]]++;
    }
    return counts;
  }

  private void associate(double[] scaled, int i, int[] niches, double[] distances) {
    double norm2 = 0;
    for (int j = 0; j < m; j++) {
      norm2 = Math.fma(scaled[i * m + j], scaled[i * m + j], norm2);
    }
    // The closest direction is that of the longest projection: all are unit vectors.
    double longest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < directions.length; k++) {
      double projection = 0;
      for (int j = 0; j < m; j++) {
        projection = Math.fma(scaled[i * m + j], directions[k][j], projection);
      }
      if (projection > longest) {
        longest = projection;
        niches[i] = k;
      }
    }
    distances[i] = norm2 - longest * longest;
  }

  @Override
  public void arranged(Standings standings) {
    int n = standings.values().length / m;
    feasibleFronts = standings.feasibleFronts();
    int[] niches = new int[n];
    int[] counts = associate(standings, niches, new double[n]);
    ranks = new int[n];
    neighbours = new int[n];
    for (int i = 0; i < n; i++) {
      ranks[i] = standings.rank(i);
      neighbours[i] = counts[niches[i]];
    }
  }

  /**
   * Of two drawn at random, the one that misses constraints by less, then the one whose direction
   * has fewer members, then that of the earlier front. The paper stops after the first: with many
   * objectives nearly all members are in the first front. With few, local fronts then hold the
   * search up; for these Seada and Deb, A Unified Evolutionary Optimization Procedure for Single,
   * Multiple, and Many Objectives (2016), have a contest within each direction.
   */
  @Override
  public int parent(CounterRandom random) {
    int a = random.nextInt(ranks.length);
    int b = random.nextInt(ranks.length);
    int order = Integer.compare(missed(b), missed(a));
    if (order == 0) {
      order = Integer.compare(neighbours[b], neighbours[a]);
    }
    if (order == 0) {
      order = Integer.compare(ranks[b], ranks[a]);
    }
    return order < 0 ? b : a;
  }

  /** The same for all that miss nothing. */
  private int missed(int i) {
    return Math.max(ranks[i], feasibleFronts - 1);
  }
}
