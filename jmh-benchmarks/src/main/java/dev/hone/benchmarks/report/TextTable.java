package dev.hone.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Columns of text as wide as they have to be. */
final class TextTable {
  private final List<List<String>> lines = new ArrayList<>();
  private final Set<Integer> leftAligned;

  TextTable(Set<Integer> leftAligned, List<String> header) {
    this.leftAligned = leftAligned;
    lines.add(header);
  }

  void add(List<String> line) {
    lines.add(line);
  }

  /** Three significant digits, or all digits before the point if there are more. */
  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    int decimals = Math.clamp(2 - (int) Math.floor(Math.log10(Math.abs(value))), 0, 6);
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  @Override
  public String toString() {
    int[] width = new int[lines.getFirst().size()];
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
        boolean left = leftAligned.contains(column);
        row.append(left ? line.get(column) + padding : padding + line.get(column)).append("  ");
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
