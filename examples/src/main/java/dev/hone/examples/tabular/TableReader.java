package dev.hone.examples.tabular;

import dev.hone.examples.cli.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Reads recorded trainings from comma-separated text, plain or gzipped: a header of hyperparameters
 * followed by {@code score_0}, {@code score_1}, …, then one configuration a line. An empty score
 * was not recorded; the others are averaged.
 *
 * <p>Whatever is wrong is an {@link InputException} that names the file and the line.
 */
public final class TableReader {
  private static final String SUFFIX = "\\.csv(\\.gz)?";

  private final Path file;
  private final Objective objective;
  private int line;

  private TableReader(Path file, Objective objective) {
    this.file = file;
    this.objective = objective;
  }

  /**
   * The tables of a folder: its {@code .csv} and {@code .csv.gz} files by name.
   *
   * @throws InputException if there is no such folder, or no table in it
   */
  public static List<Path> tablesIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InputException(folder + ": not a folder");
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> tables =
          files.filter(f -> f.getFileName().toString().matches(".+" + SUFFIX)).sorted().toList();
      if (tables.isEmpty()) {
        throw new InputException(folder + ": no *.csv or *.csv.gz file in it");
      }
      return tables;
    } catch (IOException e) {
      throw new InputException(folder + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a table. O(rows × columns).
   *
   * @throws InputException if the file cannot be read, a row is ragged, a score is not a number, or
   *     the rows are not a full grid, each configuration once
   */
  public static RecordedTable read(Path file, Objective objective) {
    var reader = new TableReader(file, objective);
    try (BufferedReader lines = open(file)) {
      return reader.read(lines);
    } catch (IOException e) {
      throw reader.error("cannot be read: " + e.getMessage());
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    try {
      InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
      return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }

  private RecordedTable read(BufferedReader lines) throws IOException {
    line = 1;
    String header = lines.readLine();
    if (header == null) {
      throw error("empty: expected a header");
    }
    List<String> names = List.of(header.split(",", -1));
    int hyperparameters = hyperparameters(names);
    var grid = new GridBuilder(names.subList(0, hyperparameters));
    var costs = new ArrayList<Double>();
    for (String row = lines.readLine(); row != null; row = lines.readLine()) {
      line++;
      String[] fields = row.split(",", -1);
      if (fields.length != names.size()) {
        throw error("expected " + names.size() + " fields, found " + fields.length);
      }
      grid.add(line, Arrays.copyOf(fields, hyperparameters));
      costs.add(cost(fields, hyperparameters));
    }
    GridBuilder.Grid built = grid.build(file);
    var gridCosts = new double[costs.size()];
    for (int i = 0; i < gridCosts.length; i++) {
      gridCosts[built.position()[i]] = costs.get(i);
    }
    String name = file.getFileName().toString().replaceFirst(SUFFIX + "$", "");
    try {
      return new RecordedTable(name, built.columns(), gridCosts);
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  private int hyperparameters(List<String> names) {
    int count = names.indexOf("score_0");
    if (count < 1) {
      throw error("expected hyperparameters and then score_0 in the header");
    }
    for (int i = count; i < names.size(); i++) {
      if (!names.get(i).equals("score_" + (i - count))) {
        throw error("expected score_" + (i - count) + " in the header, found " + names.get(i));
      }
    }
    List<String> hyperparameters = names.subList(0, count);
    for (int i = 0; i < count; i++) {
      String name = names.get(i);
      if (name.isBlank() || hyperparameters.indexOf(name) < i) {
        throw error("expected distinct names in the header, found \"" + name + "\"");
      }
    }
    return count;
  }

  private double cost(String[] fields, int firstScore) {
    double sum = 0;
    int recorded = 0;
    for (int i = firstScore; i < fields.length; i++) {
      if (!fields[i].isEmpty()) {
        sum += score(fields[i]);
        recorded++;
      }
    }
    if (recorded == 0) {
      throw error("no score recorded");
    }
    double cost = objective.cost(sum / recorded);
    if (!Double.isFinite(cost)) {
      throw error("no logarithm of the mean score " + sum / recorded);
    }
    return cost;
  }

  private double score(String text) {
    double score = GridBuilder.number(text);
    if (Double.isNaN(score)) {
      throw error("expected a number, found \"" + text + "\"");
    }
    return score;
  }

  private InputException error(String what) {
    return new InputException(file + ":" + line + ": " + what);
  }
}
