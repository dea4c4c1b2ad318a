package dev.hone.internal.evo;

import dev.hone.math.pareto.ParetoFront;
import dev.hone.math.random.CounterRandom;

/**
 * NSGA-II: earlier fronts before later ones, members with much space around them before crowded
 * ones (Deb, Pratap, Agarwal and Meyarivan, 2002). With one objective this is a genetic algorithm
 * that keeps the best.
 */
final class CrowdingSurvival implements Survival {
  private int[] ranks = new int[0];
  private double[] distances = new double[0];

  @Override
  public int dropped(Standings standings, CounterRandom random) {
    int[] front = standings.front(standings.last());
    double[] crowding =
        ParetoFront.crowdingDistances(standings.objectives(), standings.values(), front);
    int worst = 0;
    for (int k = 1; k < front.length; k++) {
      // Of those alike the youngest: nothing is gained by a copy.
      if (crowding[k] <= crowding[worst]) {
        worst = k;
      }
    }
    return front[worst];
  }

  @Override
  public void arranged(Standings standings) {
    int n = standings.values().length / standings.objectives();
    ranks = new int[n];
    distances = new double[n];
    for (int rank = 0; rank <= standings.last(); rank++) {
      int[] front = standings.front(rank);
      double[] crowding =
          ParetoFront.crowdingDistances(standings.objectives(), standings.values(), front);
      for (int k = 0; k < front.length; k++) {
        ranks[front[k]] = rank;
        distances[front[k]] = crowding[k];
      }
    }
  }

  /** The better of two drawn at random. */
  @Override
  public int parent(CounterRandom random) {
    int a = random.nextInt(ranks.length);
    int b = random.nextInt(ranks.length);
    boolean second = ranks[b] < ranks[a] || (ranks[b] == ranks[a] && distances[b] > distances[a]);
    return second ? b : a;
  }
}
