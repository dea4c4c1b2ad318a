package dev.hone.internal.gp;

import dev.hone.Configuration;
import dev.hone.Direction;
import dev.hone.Outcome;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.math.pareto.ParetoFront;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The best configurations of another study. */
public final class WarmStart {

  private WarmStart() {}

  /**
   * Returns the configurations of complete trials, the best first, as ones of a space: those that
   * meet all constraints before others, and then by fronts.
   *
   * @throws IllegalArgumentException if a trial is of a space that is declared otherwise, or has
   *     another number of objectives
   */
  public static List<Configuration> best(
      SearchSpace space, List<Direction> directions, Collection<? extends Trial> trials) {
    List<Trial> complete = new ArrayList<>();
    for (Trial trial : trials) {
      List<String> declared = trial.configuration().space().declarations();
      if (!declared.equals(space.declarations())) {
        throw new IllegalArgumentException(
            trial + " is of the space " + declared + ": expected " + space.declarations());
      }
      if (trial.state() == Trial.State.COMPLETE) {
        complete.add(trial);
      }
    }
    Set<Configuration> best = new LinkedHashSet<>();
    for (int i : order(directions, complete)) {
      best.add(space.decode(complete.get(i).configuration().encoded()));
    }
    return List.copyOf(best);
  }

  private static Integer[] order(List<Direction> directions, List<Trial> trials) {
    int n = trials.size();
    int m = directions.size();
    double[] objectives = new double[n * m];
    Integer[] order = new Integer[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
      Outcome outcome = trials.get(i).outcome();
      if (outcome.objectiveCount() != m) {
        throw new IllegalArgumentException(
            trials.get(i) + " has " + outcome.objectiveCount() + " objectives: expected " + m);
      }
      for (int j = 0; j < m; j++) {
        objectives[i * m + j] = directions.get(j).toMinimized(outcome.objective(j));
      }
    }
    int[] ranks = ParetoFront.ranks(n, m, objectives);
    Arrays.sort(
        order,
        (a, b) -> {
          int byViolation =
              Double.compare(
                  trials.get(a).outcome().violation(), trials.get(b).outcome().violation());
          return byViolation != 0 ? byViolation : Integer.compare(ranks[a], ranks[b]);
        });
    return order;
  }
}
