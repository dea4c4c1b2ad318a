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

  /** Lays out the table; a job that has no baseline is left out. */
  static String of(List<Score> scores, Roofline roofline) {
    TextTable table = new TextTable(Set.of(0, 1, BASELINE_NAME_COLUMN), HEADER);
    for (Score ours : scores) {
      if (!isOurs(ours)) {
        continue;
      }
      for (Score baseline : scores) {
        if (!isOurs(baseline) && baseline.isSameJobAs(ours)) {
          table.add(line(ours, baseline, roofline));
        }
      }
    }
    return table.toString();
  }

  private static boolean isOurs(Score score) {
    return score.implementation().equals(Comparison.OURS);
  }

  private static List<String> line(Score ours, Score baseline, Roofline roofline) {
    return List.of(
        ours.job(),
        ours.size(),
        format(ours),
        Work.of(ours).map(work -> work.rate(ours.seconds())).orElse(""),
        Work.of(ours).map(work -> work.share(ours.seconds(), roofline)).orElse(""),
        Double.isNaN(ours.allocated()) ? "" : String.format(Locale.ROOT, "%,.0f", ours.allocated()),
        baseline.implementation(),
        format(baseline),
        String.format(Locale.ROOT, "%.2f", ours.speedOver(baseline)));
  }

  private static String format(Score score) {
    String value = TextTable.number(score.value());
    String error = Double.isNaN(score.error()) ? "" : " ± " + TextTable.number(score.error());
    return value + error + " " + score.unit();
  }
}
