package dev.hone.pruner;

import dev.hone.math.pareto.ParetoFront;
import java.util.List;

/** How a report compares with those of others at the same stage, in any number of objectives. */
final class Standing {

  private Standing() {}

  /**
   * How many are better: lower, in one objective; in several, of an earlier front, or of the same
   * one with more room around them (Deb et al., NSGA-II, 2002). Equal ones are not better.
   */
  static int better(Report own, List<Report> others) {
    int objectives = own.minimized().length;
    if (objectives == 1) {
      return (int) others.stream().filter(r -> r.value() < own.value()).count();
    }
    int n = others.size() + 1;
    double[] values = new double[n * objectives];
    for (int i = 0; i < n; i++) {
      Report report = i == 0 ? own : others.get(i - 1);
      System.arraycopy(report.minimized(), 0, values, i * objectives, objectives);
    }
    int[] ranks = ParetoFront.ranks(n, objectives, values);
    int better = 0;
    int mates = 0;
    for (int rank : ranks) {
      better += rank < ranks[0] ? 1 : 0;
      mates += rank == ranks[0] ? 1 : 0;
    }
    return better + roomier(objectives, values, ranks, mates);
  }

  /** How many of the front of point 0 have more room than it. */
  private static int roomier(int objectives, double[] values, int[] ranks, int mates) {
    int[] front = new int[mates];
    int k = 0;
    for (int i = 0; i < ranks.length; i++) {
      if (ranks[i] == ranks[0]) {
        front[k++] = i;
      }
    }
    double[] room = ParetoFront.crowdingDistances(objectives, values, front);
    int roomier = 0;
    for (double distance : room) {
      roomier += distance > room[0] ? 1 : 0;
    }
    return roomier;
  }
}
