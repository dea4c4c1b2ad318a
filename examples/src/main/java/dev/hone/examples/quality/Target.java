package dev.hone.examples.quality;

import dev.hone.examples.tabular.Method;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * A figure that {@link dev.hone.GpOptimizer} or {@link dev.hone.AutoOptimizer} is to reach.
 *
 * @param what what is measured
 * @param limit the most it may be
 * @param problems which problems it speaks of
 * @param statistic what it is on their runs
 */
record Target(String what, double limit, Predicate<Problem> problems, Statistic statistic) {

  /** A figure of runs. */
  interface Statistic {
    double of(List<Run> runs);
  }

  /** Of every suite; those whose problems were not run are left out of reports. */
  static List<Target> of(Suite suite) {
    return switch (suite) {
      case QUICK ->
          List.of(
              median("branin", 30, 0.05),
              median("hartmann-6", 50, 0.3),
              median("ackley-10 q=4", 60, 15));
      case TARGETS ->
          List.of(
              median("branin", 50, 4e-5),
              median("hartmann-6", 50, 1.5e-3),
              new Target(
                  "hartmann-6 @100, worst",
                  1e-2,
                  named("hartmann-6"),
                  runs -> sample(runs, 100).worst()),
              median("levy-10", 100, 3),
              median("ackley-10", 100, 3.5),
              median("ackley-20 q=4", 464, 0.9),
              new Target(
                  "tables @100, mean of regret / random's",
                  0.20,
                  TableProblem.class::isInstance,
                  runs ->
                      Report.byProblem(runs).values().stream()
                          .mapToDouble(of -> sample(of, 100).mean())
                          .average()
                          .orElseThrow()),
              new Target(
                  "tables @100, worst table",
                  0.65,
                  TableProblem.class::isInstance,
                  runs ->
                      Report.byProblem(runs).values().stream()
                          .mapToDouble(of -> sample(of, 100).mean())
                          .max()
                          .orElseThrow()));
      case CURVES, FRONTS, LARGE -> List.of();
      case FULL, LONG ->
          List.of(
              new Target(
                  "auto: times the best single method, at worst",
                  1.2,
                  problem -> true,
                  runs -> RankingTable.worstRatio(runs, Method.AUTO)));
    };
  }

  /** The runs that the figure can be had from; none if it cannot. */
  List<Run> relevant(List<Run> runs) {
    if (what.startsWith("auto")) {
      boolean comparable =
          runs.stream().anyMatch(run -> run.method() == Method.AUTO)
              && runs.stream().anyMatch(run -> run.method().isSingle());
      return comparable ? runs : List.of();
    }
    return runs.stream()
        .filter(run -> run.method() == Method.GP && problems.test(run.problem()))
        .toList();
  }

  private static Target median(String problem, int trials, double limit) {
    return new Target(
        String.format(Locale.ROOT, "%s @%d, median", problem, trials),
        limit,
        named(problem),
        runs -> sample(runs, trials).median());
  }

  private static Predicate<Problem> named(String name) {
    return problem -> problem.name().equals(name);
  }

  private static Sample sample(List<Run> runs, int trials) {
    return new Sample(runs.stream().mapToDouble(run -> run.regretAt(trials)).toArray());
  }
}
