package dev.hone.benchmarks.report;

import dev.hone.benchmarks.Comparison;
import dev.hone.benchmarks.roofline.Roofline;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Scores as text: for each job and size one line per baseline, with the ratio to ours, and beside
 * ours what it makes of the machine and what it allocates.
 */
final class ComparisonTable {
  private static final List<String> HEADER =
      List.of("job", "size", "ours", "rate", "share", "B/op", "baseline", "", "ratio");
  private static final int BASELINE_NAME_COLUMN = 6;

  private ComparisonTable() {}

  /** Lays out the table; ours without a baseline has a line to itself. */
  static String of(List<Score> scores, Roofline roofline) {
    TextTable table = new TextTable(Set.of(0, 1, BASELINE_NAME_COLUMN), HEADER);
    for (Score ours : scores) {
      if (!isOurs(ours)) {
        continue;
      }
      List<Score> baselines =
          scores.stream().filter(other -> !isOurs(other) && other.isSameJobAs(ours)).toList();
      if (baselines.isEmpty()) {
        table.add(line(ours, roofline, "", "", ""));
      }
      for (Score baseline : baselines) {
        String ratio = String.format(Locale.ROOT, "%.2f", ours.speedOver(baseline));
        table.add(line(ours, roofline, baseline.implementation(), format(baseline), ratio));
      }
    }
    return table.toString();
  }

  private static boolean isOurs(Score score) {
    return score.implementation().equals(Comparison.OURS);
  }

  private static List<String> line(
      Score ours, Roofline roofline, String baseline, String score, String ratio) {
    return List.of(
        ours.job(),
        ours.size(),
        format(ours),
        Work.of(ours).map(work -> work.rate(ours.seconds())).orElse(""),
        Work.of(ours).map(work -> work.share(ours.seconds(), roofline)).orElse(""),
        Double.isNaN(ours.allocated()) ? "" : String.format(Locale.ROOT, "%,.0f", ours.allocated()),
        baseline,
        score,
        ratio);
  }

  private static String format(Score score) {
    String value = TextTable.number(score.value());
    String error = Double.isNaN(score.error()) ? "" : " ± " + TextTable.number(score.error());
    return value + error + " " + score.unit();
  }
}
