package dev.hone.examples.quality;

import dev.hone.examples.tabular.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

  /**
   * Ranks by problems of some kinds the methods that ran all of those.
   *
   * @param runs any runs
   * @param kinds which problems count
   */
  public static Ranking of(List<Run> runs, Set<Problem.Kind> kinds) {
    List<Run> counted = runs.stream().filter(r -> kinds.contains(r.problem().kind())).toList();
    int problems = Report.byProblem(counted).size();
    Set<Method> complete =
        counted.stream().collect(Collectors.groupingBy(Run::method)).entrySet().stream()
            .filter(of -> Report.byProblem(of.getValue()).size() == problems)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return new Ranking(counted.stream().filter(r -> complete.contains(r.method())).toList());
  }

  /**
   * The ranking that counts most: by functions and tables; if there are none, by trainings that can
   * be cut short, and else by fronts.
   */
  public static Ranking overall(List<Run> runs) {
    for (Set<Problem.Kind> kinds :
        List.of(
            EnumSet.of(Problem.Kind.FUNCTION, Problem.Kind.TABLE),
            EnumSet.of(Problem.Kind.CURVE))) {
      Ranking ranking = of(runs, kinds);
      if (!ranking.places.isEmpty()) {
        return ranking;
      }
    }
    return of(runs, EnumSet.of(Problem.Kind.FRONT));
  }

  /** Where a method stands; null if it was not ranked. */
  public @Nullable Place place(Method method) {
    return places.stream().filter(p -> p.method() == method).findFirst().orElse(null);
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
