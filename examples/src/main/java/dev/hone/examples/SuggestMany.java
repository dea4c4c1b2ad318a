package dev.hone.examples;

import dev.hone.Configuration;
import dev.hone.GpOptimizer;
import dev.hone.Optimizer;
import dev.hone.Param;
import dev.hone.RandomOptimizer;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.examples.cli.Commands;
import dev.hone.examples.cli.InputException;
import dev.hone.examples.tabular.Objective;
import dev.hone.examples.tabular.RecordedTable;
import dev.hone.examples.tabular.TableReader;
import dev.hone.examples.tabular.TableSpace;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Ten thousand suggestions at once, as a CSV file for a cluster to work through: one model of what
 * was measured so far, one call, distinct points. The measurements are rows of a table of recorded
 * trainings drawn at random; since the whole table is known, how good the suggestions are is known
 * too.
 *
 * <pre>{@code
 * mvn -q -pl examples -am compile exec:exec -Dhone.example=SuggestMany \
 *     -Dhone.args="examples/data/hpo-tabular/hpolib-slice_localization.csv.gz --out next.csv"
 * }</pre>
 */
@Command(
    name = "SuggestMany",
    showDefaultValues = true,
    description = "Writes thousands of suggestions, made at once from recorded trainings, as CSV.")
public final class SuggestMany implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli, as is file
  private CommandSpec spec;

  @Parameters(paramLabel = "<table>", description = "Recorded trainings (*.csv, *.csv.gz).")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Option(names = "--measured", description = "How many of them are known to begin with.")
  private int measured = 1000;

  @Option(names = "--suggestions", description = "How many to make.")
  private int suggestions = 10_000;

  @Option(names = "--out", paramLabel = "<file>", description = "Where to write them.")
  private Path out = Path.of("suggestions.csv");

  @Option(names = "--seed", description = "Seed of all random choices.")
  private long seed = 1;

  /** Runs the example and exits: 0, 1 for wrong data, 2 for wrong arguments. */
  public static void main(String[] args) {
    System.exit(Commands.of(new SuggestMany()).execute(args));
  }

  @Override
  public Integer call() {
    Objective objective =
        Objective.ofFile(file.getFileName().toString())
            .orElseThrow(() -> new InputException(file + ": not a table that comes with Hone"));
    RecordedTable table = TableReader.read(file, objective);
    checkRange("--measured", measured, table.size());
    checkRange("--suggestions", suggestions, table.size() - measured);
    TableSpace space = new TableSpace(table);
    try (Optimizer optimizer = GpOptimizer.on(space.space()).seed(seed).build();
        Optimizer random = RandomOptimizer.on(space.space()).seed(seed).build()) {
      for (Trial trial : random.ask(measured)) {
        optimizer.observe(trial.configuration(), space.cost(trial.configuration()));
      }
      double known = table.regret(optimizer.best().value());
      long start = System.nanoTime();
      List<Configuration> made =
          optimizer.ask(suggestions).stream().map(Trial::configuration).toList();
      double seconds = (System.nanoTime() - start) / 1e9;
      write(space.space(), made);
      report(table, space, known, made, seconds, random);
    }
    return 0;
  }

  private void report(
      RecordedTable table,
      TableSpace space,
      double known,
      List<Configuration> made,
      double seconds,
      Optimizer random) {
    double[] regrets = regrets(table, space, made);
    double[] drawn =
        regrets(table, space, random.ask(made.size()).stream().map(Trial::configuration).toList());
    PrintWriter text = spec.commandLine().getOut();
    text.printf(
        Locale.ROOT,
        """
        %,d suggestions in %.2f s from %,d measurements, %,d of them distinct: %s
        Normalised regret (0 is the best of the table, 1 its median), best / median of all:
          measured      %.4f
          suggested     %.4f / %.4f
          at random     %.4f / %.4f
        """,
        made.size(),
        seconds,
        measured,
        made.stream().map(c -> Arrays.toString(c.encoded())).distinct().count(),
        out,
        known,
        regrets[0],
        regrets[regrets.length / 2],
        drawn[0],
        drawn[drawn.length / 2]);
    text.flush();
  }

  private static double[] regrets(
      RecordedTable table, TableSpace space, List<Configuration> configurations) {
    return configurations.stream().mapToDouble(c -> table.regret(space.cost(c))).sorted().toArray();
  }

  private void write(SearchSpace space, List<Configuration> configurations) {
    try (BufferedWriter csv = Files.newBufferedWriter(out)) {
      csv.write(space.parameters().stream().map(Param::name).collect(Collectors.joining(",")));
      csv.newLine();
      for (Configuration configuration : configurations) {
        csv.write(
            space.parameters().stream()
                .map(p -> String.valueOf(configuration.get(p)))
                .collect(Collectors.joining(",")));
        csv.newLine();
      }
    } catch (IOException e) {
      throw new InputException(out + ": cannot be written: " + e, e);
    }
  }

  private void checkRange(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new ParameterException(
          spec.commandLine(), option + " = " + value + ": expected 1 to " + most);
    }
  }
}
