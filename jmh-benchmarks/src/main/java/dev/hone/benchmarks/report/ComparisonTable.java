package dev.hone.benchmarks.report;

import dev.hone.benchmarks.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Scores as text: for each job and size one line per baseline, with the ratio to ours. */
final class ComparisonTable {
  private static final List<String> HEADER =
      List.of("job", "size", "ours", "baseline", "", "ratio");
  private static final int LEFT_ALIGNED_COLUMNS = 2;
  private static final int BASELINE_NAME_COLUMN = 3;

  private ComparisonTable() {}

  /** Lays out the table; a job that has no baseline is left out. */
  static String of(List<Score> scores) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADER);
    for (Score ours : scores) {
      if (!isOurs(ours)) {
        continue;
      }
      for (Score baseline : scores) {
        if (!isOurs(baseline) && baseline.isSameJobAs(ours)) {
          lines.add(line(ours, baseline));
        }
      }
    }
    return layOut(lines);
  }

  private static boolean isOurs(Score score) {
    return score.implementation().equals(Comparison.OURS);
  }

  private static List<String> line(Score ours, Score baseline) {
    return List.of(
        ours.job(),
        ours.size(),
        format(ours),
        baseline.implementation(),
        format(baseline),
        String.format(Locale.ROOT, "%.2f", ours.speedOver(baseline)));
  }

  private static String format(Score score) {
    String value = number(score.value());
    String error = Double.isNaN(score.error()) ? "" : " ± " + number(score.error());
    return value + error + " " + score.unit();
  }

  /** Three significant digits, or all digits before the point if there are more. */
  private static String number(double value) {
    if (value == 0) {
      return "0";
    }
    int decimals = Math.clamp(2 - (int) Math.floor(Math.log10(Math.abs(value))), 0, 6);
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  private static String layOut(List<List<String>> lines) {
    int[] width = new int[HEADER.size()];
    for (List<String> line : lines) {
      for (int column = 0; column < width.length; column++) {
        width[column] = Math.max(width[column], line.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int column = 0; column < width.length; column++) {
        String padding = " ".repeat(width[column] - line.get(column).length());
        boolean left = column < LEFT_ALIGNED_COLUMNS || column == BASELINE_NAME_COLUMN;
        row.append(left ? line.get(column) + padding : padding + line.get(column)).append("  ");
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
