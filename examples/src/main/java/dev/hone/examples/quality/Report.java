package dev.hone.examples.quality;

import dev.hone.examples.tabular.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the runs came to: every one as CSV, all of them as text. */
public final class Report {
  private final Suite suite;
  private final List<Run> runs;

  /** A report on runs of a suite. */
  public Report(Suite suite, List<Run> runs) {
    this.suite = suite;
    this.runs = List.copyOf(runs);
  }

  /** {@code problem,method,seed,trials,regret,ms}, a line a run. */
  public String csv() {
    StringBuilder text = new StringBuilder("problem,method,seed,trials,regret,ms\n");
    for (Run run : runs) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s,%s,%d,%d,%.9g,%.1f%n",
              run.problem().name(),
              run.method(),
              run.seed(),
              run.regret().length,
              run.finalRegret(),
              run.millis()));
    }
    return text.toString();
  }

  /** A table of medians, a ranking if there are several methods, and the targets. */
  public String summary() {
    StringBuilder text =
        new StringBuilder(
            """
            Regret of the best after all trials: median over the seeds, its 95 % interval, the worst.
            Tables: over the regret expected of random search. Fronts: missing share of the hypervolume.
            Networks: validation loss of the best that was trained to the end, by whole trainings.

            """);
    append(text, "problem", "trials", "method", "seeds", "median", "95 %", "worst", "s/run");
    byProblem(runs)
        .values()
        .forEach(ofProblem -> byMethod(ofProblem).values().forEach(of -> appendRow(text, of)));
    if (byMethod(runs).size() > 1) {
      appendRanking(text);
    }
    appendTargets(text);
    return text.toString();
  }

  /** Whether every target that was run is reached. */
  public boolean reached() {
    return Target.of(suite).stream()
        .allMatch(
            target -> {
              List<Run> relevant = target.relevant(runs);
              return relevant.isEmpty() || target.statistic().of(relevant) <= target.limit();
            });
  }

  private static void appendRow(StringBuilder text, List<Run> of) {
    Run first = of.getFirst();
    Sample regrets = new Sample(of.stream().mapToDouble(Run::finalRegret).toArray());
    Sample.Interval interval = regrets.medianInterval();
    append(
        text,
        first.problem().name(),
        String.valueOf(first.regret().length),
        first.method().toString(),
        String.valueOf(regrets.size()),
        number(regrets.median()),
        number(interval.low()) + " … " + number(interval.high()),
        number(regrets.worst()),
        String.format(
            Locale.ROOT,
            "%.2f",
            of.stream().mapToDouble(Run::millis).average().orElseThrow() / 1000));
  }

  private void appendRanking(StringBuilder text) {
    text.append(new RankingTable(runs).text());
  }

  private void appendTargets(StringBuilder text) {
    boolean headed = false;
    for (Target target : Target.of(suite)) {
      List<Run> relevant = target.relevant(runs);
      if (relevant.isEmpty()) {
        continue;
      }
      if (!headed) {
        text.append("\nTargets of gp and auto:\n\n");
        headed = true;
      }
      double value = target.statistic().of(relevant);
      text.append(
          String.format(
              Locale.ROOT,
              "%-46s %10s  at most %-8s %s%n",
              target.what(),
              number(value),
              number(target.limit()),
              value <= target.limit() ? "reached" : "missed"));
    }
  }

  static Map<String, List<Run>> byProblem(List<Run> runs) {
    return runs.stream()
        .collect(
            Collectors.groupingBy(
                run -> run.problem().name(), LinkedHashMap::new, Collectors.toList()));
  }

  private static Map<Method, List<Run>> byMethod(List<Run> runs) {
    return runs.stream()
        .collect(Collectors.groupingBy(Run::method, LinkedHashMap::new, Collectors.toList()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }

  private static void append(StringBuilder text, String... cells) {
    text.append(
        String.format(
            Locale.ROOT, "%-26s %6s  %-12s %5s  %9s  %-21s  %9s  %7s%n", (Object[]) cells));
  }
}
