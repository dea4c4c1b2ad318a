package dev.hone.examples.tabular;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the replays came to: every one as CSV, all of them in a summary. */
public final class Report {
  private static final int[] CHECKPOINTS = {25, 50, 100, 150};

  private final List<Replay> replays;

  /** A report on replays that all ran the same number of trials. */
  public Report(List<Replay> replays) {
    this.replays = List.copyOf(replays);
  }

  /**
   * {@code table,optimizer,seed,regret@25,regret@50,regret@100,regret@150,suggest_ms_p50,suggest_ms_p99},
   * a
   * line a replay; a checkpoint that was not reached stays empty.
   */
  public String csv() {
    var text = new StringBuilder("table,optimizer,seed");
    Arrays.stream(CHECKPOINTS).forEach(n -> text.append(",regret@").append(n));
    text.append(",suggest_ms_p50,suggest_ms_p99\n");
    for (Replay replay : replays) {
      text.append(replay.table().name()).append(',').append(replay.method());
      text.append(',').append(replay.seed());
      for (int n : CHECKPOINTS) {
        text.append(
            n <= replay.trials() ? String.format(Locale.ROOT, ",%.6f", replay.regretAt(n)) : ",");
      }
      text.append(
          String.format(
              Locale.ROOT, ",%.4f,%.4f\n", replay.suggestMillis(0.5), replay.suggestMillis(0.99)));
    }
    return text.toString();
  }

  /**
   * The mean regret of each optimizer on each table, its ratio to the exact expectation of random
   * search, and the mean of that ratio over the tables.
   */
  public String summary() {
    int[] reached = reached();
    if (reached.length == 0) {
      return "Fewer than " + CHECKPOINTS[0] + " trials: nothing to sum up.\n";
    }
    var text =
        new StringBuilder(
            """
            Mean normalised regret (0 is the best of the table, 1 its median) after so many trials,
            and in brackets its ratio to the regret expected of random search.

            """);
    appendRow(text, "table", "optimizer", reached, n -> n + " trials");
    for (List<Replay> ofTable : groups(replays, Replay::table)) {
      for (List<Replay> runs : groups(ofTable, Replay::method)) {
        Replay first = runs.getFirst();
        appendRow(
            text,
            first.table().name(),
            first.method().toString(),
            reached,
            n -> String.format(Locale.ROOT, "%.4f (%.3f)", meanRegret(runs, n), ratio(runs, n)));
      }
    }
    text.append('\n');
    for (List<Replay> ofMethod : groups(replays, Replay::method)) {
      List<List<Replay>> byTable = groups(ofMethod, Replay::table);
      appendRow(
          text,
          "mean of all tables",
          ofMethod.getFirst().method().toString(),
          reached,
          n -> String.format(Locale.ROOT, "(%.3f)", meanRatio(byTable, n)));
    }
    return text.toString();
  }

  private int[] reached() {
    int trials = replays.stream().mapToInt(Replay::trials).min().orElse(0);
    return IntStream.of(CHECKPOINTS).filter(n -> n <= trials).toArray();
  }

  private void appendRow(
      StringBuilder text,
      String table,
      String method,
      int[] checkpoints,
      IntFunction<String> cell) {
    int longest = replays.stream().mapToInt(r -> r.table().name().length()).max().orElse(0);
    text.append(
        String.format(Locale.ROOT, "%-" + Math.max(longest, 18) + "s  %-9s", table, method));
    for (int n : checkpoints) {
      text.append(String.format(Locale.ROOT, "  %15s", cell.apply(n)));
    }
    text.append('\n');
  }

  private static double meanRegret(List<Replay> runs, int trials) {
    return runs.stream().mapToDouble(r -> r.regretAt(trials)).average().orElseThrow();
  }

  private static double ratio(List<Replay> runs, int trials) {
    return meanRegret(runs, trials) / runs.getFirst().table().expectedRandomRegret(trials);
  }

  private static double meanRatio(List<List<Replay>> byTable, int trials) {
    return byTable.stream().mapToDouble(runs -> ratio(runs, trials)).average().orElseThrow();
  }

  private static <K> List<List<Replay>> groups(List<Replay> replays, Function<Replay, K> key) {
    Map<K, List<Replay>> groups =
        replays.stream()
            .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    return List.copyOf(groups.values());
  }
}
