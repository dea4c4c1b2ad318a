package dev.hone.internal.evo;

import dev.hone.Outcome;
import dev.hone.math.pareto.ParetoFront;
import java.util.Arrays;
import java.util.List;

/**
 * How members of a population stand towards each other: fronts by constrained dominance (Deb et
 * al., 2002, section VI). Members that meet all constraints form the first fronts; the others
 * follow in the order of their violation.
 */
public final class Standings {
  private final int objectives;
  private final double[] values;
  private final int[] ranks;
  private final int feasibleFronts;
  private int last;

  /** Compares members by what came of them; at least one, all with as many objectives. */
  public Standings(List<Outcome> outcomes) {
    int n = outcomes.size();
    objectives = outcomes.getFirst().objectiveCount();
    values = new double[n * objectives];
    ranks = new int[n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(outcomes.get(i).objectives(), 0, values, i * objectives, objectives);
    }
    feasibleFronts = rankFeasible(outcomes);
    rankInfeasible(outcomes, feasibleFronts);
    for (int rank : ranks) {
      last = Math.max(last, rank);
    }
  }

  private int rankFeasible(List<Outcome> outcomes) {
    int[] feasible = new int[outcomes.size()];
    int count = 0;
    for (int i = 0; i < feasible.length; i++) {
      if (outcomes.get(i).isFeasible()) {
        feasible[count++] = i;
      }
    }
    double[] compact = new double[count * objectives];
    for (int k = 0; k < count; k++) {
      System.arraycopy(values, feasible[k] * objectives, compact, k * objectives, objectives);
    }
    int fronts = 0;
    int[] found = count == 0 ? new int[0] : ParetoFront.ranks(count, objectives, compact);
    for (int k = 0; k < count; k++) {
      ranks[feasible[k]] = found[k];
      fronts = Math.max(fronts, found[k] + 1);
    }
    return fronts;
  }

  private void rankInfeasible(List<Outcome> outcomes, int fronts) {
    double[] violations =
        outcomes.stream()
            .filter(outcome -> !outcome.isFeasible())
            .mapToDouble(Outcome::violation)
            .sorted()
            .distinct()
            .toArray();
    for (int i = 0; violations.length > 0 && i < ranks.length; i++) {
      Outcome outcome = outcomes.get(i);
      if (!outcome.isFeasible()) {
        ranks[i] = fronts + Arrays.binarySearch(violations, outcome.violation());
      }
    }
  }

  /** How many objectives there are. */
  public int objectives() {
    return objectives;
  }

  /** All members' objectives, row-major. */
  public double[] values() {
    return values;
  }

  /** The front of a member, from 0. */
  public int rank(int i) {
    return ranks[i];
  }

  /** The number of the last front. */
  public int last() {
    return last;
  }

  /** How many fronts there are of members that meet all constraints. */
  public int feasibleFronts() {
    return feasibleFronts;
  }

  /** The members of a front, in order. */
  public int[] front(int rank) {
    int[] members = new int[ranks.length];
    int count = 0;
    for (int i = 0; i < ranks.length; i++) {
      if (ranks[i] == rank) {
        members[count++] = i;
      }
    }
    return Arrays.copyOf(members, count);
  }
}
