package dev.hone.examples.tabular;

import dev.hone.examples.cli.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the grid in a list of configurations, or what is missing from it. */
final class GridBuilder {

  /**
   * A full grid.
   *
   * @param columns the hyperparameters
   * @param position for each row as read, its place in the grid, last column fastest
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Grid(List<GridColumn> columns, int[] position) {}

  // Double.parseDouble also takes "NaN", "0x1p3" and "1f", none of which is a value to order by.
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

  private final List<String> names;
  private final List<String[]> rows = new ArrayList<>();
  private final List<Integer> lines = new ArrayList<>();

  GridBuilder(List<String> names) {
    this.names = names;
  }

  void add(int line, String[] values) {
    rows.add(values);
    lines.add(line);
  }

  /**
   * Sorts the rows into their grid.
   *
   * @throws InputException if a configuration is missing or repeated
   */
  Grid build(Path file) {
    if (rows.isEmpty()) {
      throw new InputException(file + ":1: no row after the header");
    }
    var columns = new ArrayList<GridColumn>();
    var codes = new ArrayList<Map<String, Integer>>();
    long cells = 1;
    for (int i = 0; i < names.size(); i++) {
      GridColumn column = column(i);
      columns.add(column);
      codes.add(codes(column));
      cells *= column.values().size();
      if (cells > Integer.MAX_VALUE) {
        throw new InputException(
            "%s: not a full grid: %,d rows for billions of combinations of the values"
                .formatted(file, rows.size()));
      }
    }
    // Keyed by place, for a sparse table has far more places than rows.
    var seen = new HashMap<Long, Integer>();
    var position = new int[rows.size()];
    for (int r = 0; r < position.length; r++) {
      long place = place(rows.get(r), columns, codes);
      Integer first = seen.putIfAbsent(place, lines.get(r));
      if (first != null) {
        throw new InputException(
            file + ":" + lines.get(r) + ": the same configuration as line " + first);
      }
      position[r] = (int) place;
    }
    if (cells != position.length) {
      long missing = 0;
      while (seen.containsKey(missing)) {
        missing++;
      }
      throw new InputException(
          "%s: not a full grid: %,d rows for %,d combinations of the values, missing %s"
              .formatted(file, position.length, cells, describe(missing, columns)));
    }
    return new Grid(columns, position);
  }

  /** The finite decimal number that a text writes, or NaN. */
  static double number(String text) {
    double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    return Double.isFinite(value) ? value : Double.NaN;
  }

  private GridColumn column(int index) {
    var texts = new LinkedHashSet<String>();
    for (String[] row : rows) {
      texts.add(row[index]);
    }
    if (texts.stream().anyMatch(text -> Double.isNaN(number(text)))) {
      return new GridColumn(names.get(index), List.copyOf(texts), false);
    }
    Stream<String> ascending =
        texts.stream().sorted(Comparator.comparingDouble(GridBuilder::number));
    return new GridColumn(names.get(index), ascending.toList(), true);
  }

  private static Map<String, Integer> codes(GridColumn column) {
    var codes = new HashMap<String, Integer>();
    for (String value : column.values()) {
      codes.put(value, codes.size());
    }
    return codes;
  }

  private static long place(
      String[] row, List<GridColumn> columns, List<Map<String, Integer>> codes) {
    long place = 0;
    for (int i = 0; i < row.length; i++) {
      place =
          place * columns.get(i).values().size() + Objects.requireNonNull(codes.get(i).get(row[i]));
    }
    return place;
  }

  private static String describe(long place, List<GridColumn> columns) {
    var values = new ArrayList<String>();
    long rest = place;
    for (GridColumn column : columns.reversed()) {
      int radix = column.values().size();
      values.addFirst(column.name() + "=" + column.values().get((int) (rest % radix)));
      rest /= radix;
    }
    return values.toString();
  }
}
