package dev.hone.examples.quality;

import dev.hone.examples.tabular.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Who comes first how often: on every problem and with every seed the methods are ranked by their
 * regret at the end, equal ones sharing their ranks, and the ranks are averaged.
 */
public final class Ranking {

  /**
   * A line of the ranking.
   *
   * @param method who
   * @param ranks from 1, the best
   */
  public record Place(Method method, Sample ranks) {}

  private final List<Place> places;

  /** Ranks the methods on the problems that all of them ran. */
  public Ranking(List<Run> runs) {
    Map<Method, List<Double>> ranks = new EnumMap<>(Method.class);
    long methods = runs.stream().map(Run::method).distinct().count();
    for (List<Run> ofProblem : Report.byProblem(runs).values()) {
      if (ofProblem.stream().map(Run::method).distinct().count() == methods) {
        ofProblem.stream()
            .collect(Collectors.groupingBy(Run::seed))
            .values()
            .forEach(contest -> rank(contest, ranks));
      }
    }
    List<Place> sorted = new ArrayList<>();
    ranks.forEach(
        (method, all) ->
            sorted.add(
                new Place(
                    method, new Sample(all.stream().mapToDouble(Double::doubleValue).toArray()))));
    sorted.sort(Comparator.comparingDouble(place -> place.ranks().mean()));
    places = List.copyOf(sorted);
  }

  /** The best first. */
  public List<Place> places() {
    return places;
  }

  private static void rank(List<Run> contest, Map<Method, List<Double>> ranks) {
    for (Run run : contest) {
      double better =
          contest.stream().filter(other -> other.finalRegret() < run.finalRegret()).count();
      double equal =
          contest.stream().filter(other -> other.finalRegret() == run.finalRegret()).count();
      ranks
          .computeIfAbsent(run.method(), method -> new ArrayList<>())
          .add(better + 0.5 * (equal + 1));
    }
  }
}
