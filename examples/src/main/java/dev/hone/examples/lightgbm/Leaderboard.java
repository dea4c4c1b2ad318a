package dev.hone.examples.lightgbm;

import dev.hone.Param;
import dev.hone.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Attempts side by side, a column each: scores on top, settings below. */
public final class Leaderboard {
  private record Column(String heading, Attempt attempt) {}

  private final SearchSpace space;
  private final List<Column> columns = new ArrayList<>();

  /** An empty board for configurations of a space. */
  public Leaderboard(SearchSpace space) {
    this.space = space;
  }

  /** Puts an attempt to the right of those that are there. */
  public void add(String heading, Attempt attempt) {
    columns.add(new Column(heading, attempt));
  }

  /** The board as lines of text. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    appendRow(text, "", Column::heading);
    appendRow(
        text, "log loss", c -> String.format(Locale.ROOT, "%.4f", c.attempt().score().logLoss()));
    appendRow(
        text,
        "accuracy",
        c -> String.format(Locale.ROOT, "%.2f %%", 100 * c.attempt().score().accuracy()));
    appendRow(text, "trial", c -> "#" + (c.attempt().trial().number() + 1));
    for (Param<?> parameter : space.parameters()) {
      appendRow(text, parameter.name(), c -> setting(c.attempt(), parameter));
    }
    return text.toString();
  }

  private void appendRow(StringBuilder text, String label, Function<Column, String> cell) {
    text.append(String.format(Locale.ROOT, "  %-16s", label));
    for (Column column : columns) {
      text.append(String.format(Locale.ROOT, " %9s", cell.apply(column)));
    }
    text.append('\n');
  }

  private static String setting(Attempt attempt, Param<?> parameter) {
    if (!attempt.trial().isActive(parameter)) {
      return "–";
    }
    Object value = attempt.trial().get(parameter);
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.3g", number)
        : value.toString();
  }
}
