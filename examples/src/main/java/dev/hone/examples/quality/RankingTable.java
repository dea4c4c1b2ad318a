package dev.hone.examples.quality;

import dev.hone.examples.tabular.Method;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All methods in one table: their mean ranks over everything with one objective and over each kind
 * of problem, with 95 % intervals, how far their medians are from the best ones, and those medians
 * themselves, a row for each problem.
 *
 * <p>A method is ranked among those that ran all problems of a kind, and has no rank where it ran
 * only some.
 */
final class RankingTable {
  private static final int WIDTH = 11;
  private static final int FIRST = 26;

  private final List<Run> runs;
  private final List<Method> methods;

  RankingTable(List<Run> runs) {
    this.runs = runs;
    Ranking overall = Ranking.overall(runs);
    Ranking functions = Ranking.of(runs, EnumSet.of(Problem.Kind.FUNCTION));
    methods =
        runs.stream()
            .map(Run::method)
            .distinct()
            .sorted(
                Comparator.<Method>comparingDouble(m -> mean(overall.place(m)))
                    .thenComparingDouble(m -> mean(functions.place(m))))
            .toList();
  }

  private static double mean(Ranking.@Nullable Place place) {
    return place == null ? Double.POSITIVE_INFINITY : place.ranks().mean();
  }

  String text() {
    StringBuilder text =
        new StringBuilder(
            """

            Mean rank, 1 is the best, with its 95 % interval, and medians by problem (* the best).
            Times the best: the median over that of the best other single method, at worst.

            """);
    row(text, "", m -> m.toString());
    rank(text, "all with one objective", EnumSet.of(Problem.Kind.FUNCTION, Problem.Kind.TABLE));
    rank(text, "functions", EnumSet.of(Problem.Kind.FUNCTION));
    rank(text, "tables", EnumSet.of(Problem.Kind.TABLE));
    rank(text, "fronts", EnumSet.of(Problem.Kind.FRONT));
    rank(text, "curves", EnumSet.of(Problem.Kind.CURVE));
    row(text, "times the best", m -> number(worstRatio(runs, m)));
    text.append('\n');
    for (List<Run> ofProblem : Report.byProblem(runs).values()) {
      double best = methods.stream().mapToDouble(m -> median(ofProblem, m)).min().orElseThrow();
      row(
          text,
          ofProblem.getFirst().problem().name(),
          m -> {
            double median = median(ofProblem, m);
            return median == Double.POSITIVE_INFINITY
                ? "-"
                : number(median) + (median <= best ? "*" : "");
          });
    }
    return text.toString();
  }

  private void rank(StringBuilder text, String name, Set<Problem.Kind> kinds) {
    Ranking ranking = Ranking.of(runs, kinds);
    if (ranking.places().size() < 2) {
      return;
    }
    row(text, name, m -> cell(ranking.place(m), p -> p.ranks().mean()));
    row(text, "  from", m -> cell(ranking.place(m), p -> p.ranks().meanInterval().low()));
    row(text, "  to", m -> cell(ranking.place(m), p -> p.ranks().meanInterval().high()));
  }

  private interface Figure {
    double of(Ranking.Place place);
  }

  private static String cell(Ranking.@Nullable Place place, Figure figure) {
    return place == null ? "-" : String.format(Locale.ROOT, "%.2f", figure.of(place));
  }

  /**
   * Over all problems, how the median of a method compares with that of the best other single
   * method that does without gradients, at worst; 1 if nobody is better, NaN if there is nobody to
   * compare with.
   */
  static double worstRatio(List<Run> runs, Method method) {
    double worst = Double.NaN;
    for (List<Run> ofProblem : Report.byProblem(runs).values()) {
      double own = median(ofProblem, method);
      double others =
          ofProblem.stream()
              .map(Run::method)
              .distinct()
              .filter(m -> m != method && m.isSingle() && !m.takesGradient())
              .mapToDouble(m -> median(ofProblem, m))
              .min()
              .orElse(Double.POSITIVE_INFINITY);
      if (own < Double.POSITIVE_INFINITY && others < Double.POSITIVE_INFINITY) {
        double ratio = own <= others ? 1 : own / others;
        worst = Double.isNaN(worst) ? ratio : Math.max(worst, ratio);
      }
    }
    return worst;
  }

  private static double median(List<Run> ofProblem, Method method) {
    double[] regrets =
        ofProblem.stream()
            .filter(r -> r.method() == method)
            .mapToDouble(Run::finalRegret)
            .toArray();
    return regrets.length == 0 ? Double.POSITIVE_INFINITY : new Sample(regrets).median();
  }

  private interface Cell {
    String of(Method method);
  }

  private void row(StringBuilder text, String name, Cell cell) {
    text.append(
        methods.stream()
            .map(m -> String.format(Locale.ROOT, "%" + WIDTH + "s", cell.of(m)))
            .collect(
                Collectors.joining(
                    "", String.format(Locale.ROOT, "%-" + FIRST + "s", name), "\n")));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3g", value);
  }
}
