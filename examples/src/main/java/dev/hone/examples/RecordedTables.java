package dev.hone.examples;

import dev.hone.SearchSpace;
import dev.hone.examples.cli.Commands;
import dev.hone.examples.cli.InputException;
import dev.hone.examples.tabular.Method;
import dev.hone.examples.tabular.Objective;
import dev.hone.examples.tabular.RecordedTable;
import dev.hone.examples.tabular.Replay;
import dev.hone.examples.tabular.Report;
import dev.hone.examples.tabular.TableReader;
import dev.hone.examples.tabular.TableSpace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * How good are the optimizers on trainings that really happened? Each table holds the result of
 * every configuration of a grid, so a search of a hundred trainings takes seconds, and how far its
 * best is from the best of all is known exactly.
 *
 * <p>Run it on the tables that come with the project:
 *
 * <pre>{@code
 * mvn -q -pl examples -am compile exec:exec -Dhone.example=RecordedTables \
 *     -Dhone.args="examples/data/hpo-tabular --csv regrets.csv"
 * }</pre>
 */
@Command(
    name = "RecordedTables",
    showDefaultValues = true,
    description = "Replays optimizers on a folder of recorded trainings (*.csv, *.csv.gz).")
public final class RecordedTables implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli, as is folder
  private CommandSpec spec;

  @Parameters(paramLabel = "<folder>", description = "The folder with the tables.")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Option(names = "--optimizers", split = ",", description = "Any of ${COMPLETION-CANDIDATES}.")
  private List<Method> methods = List.of(Method.values());

  @Option(names = "--seeds", description = "Runs of each optimizer on each table.")
  private int seeds = 5;

  @Option(names = "--trials", description = "Trials of a run.")
  private int trials = 100;

  @Option(names = "--threads", description = "Runs at the same time.")
  private int threads = 2;

  @Option(names = "--csv", paramLabel = "<file>", description = "Write the rows there.")
  private @Nullable Path csv;

  @Option(
      names = "--minimize",
      description = "Lower scores are better in files whose name does not say (hpolib-* is known).")
  private boolean minimize;

  @Option(
      names = "--maximize",
      description = "Higher scores are better in such files (hpobench-*, nasbench201-* are known).")
  private boolean maximize;

  @Option(names = "--log", description = "The logarithm of the mean score counts in such files.")
  private boolean log;

  /** Runs the example and exits: 0, 1 for wrong data, 2 for wrong arguments. */
  public static void main(String[] args) {
    System.exit(Commands.of(new RecordedTables()).execute(args));
  }

  /**
   * Without {@code --csv} the rows are standard output and the summary goes to standard error, so
   * that a pipe gets rows and nothing else.
   */
  @Override
  public Integer call() throws InterruptedException {
    checkArguments();
    List<RecordedTable> tables = new ArrayList<>();
    for (Path file : TableReader.tablesIn(folder)) {
      tables.add(TableReader.read(file, objective(file)));
    }
    checkBudget(tables);
    PrintWriter out = spec.commandLine().getOut();
    if (csv == null) {
      var report = new Report(replayAll(tables));
      out.print(report.csv());
      PrintWriter err = spec.commandLine().getErr();
      err.print(report.summary());
      err.flush();
    } else {
      // First of all, for a path that cannot be written should not cost a run.
      write(csv, "");
      var report = new Report(replayAll(tables));
      write(csv, report.csv());
      out.print(report.summary());
    }
    out.flush();
    return 0;
  }

  private List<Replay> replayAll(List<RecordedTable> tables) throws InterruptedException {
    var runs = new ArrayList<Callable<Replay>>();
    for (RecordedTable table : tables) {
      SearchSpace space = new TableSpace(table).space();
      List<Method> able =
          methods.stream().distinct().filter(method -> method.suits(space)).toList();
      for (Method method : able) {
        LongStream.rangeClosed(1, seeds)
            .forEach(seed -> runs.add(() -> Replay.run(table, method, seed, trials)));
      }
    }
    if (runs.isEmpty()) {
      throw new InputException("--optimizers = " + methods + ": none can search a table");
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      var replays = new ArrayList<Replay>();
      for (Future<Replay> run : pool.invokeAll(runs)) {
        replays.add(run.get());
      }
      return replays;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a replay failed", e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be written: " + e, e);
    }
  }

  private Objective objective(Path file) {
    Optional<Objective> asked =
        minimize || maximize ? Optional.of(new Objective(maximize, log)) : Optional.empty();
    return Objective.ofFile(file.getFileName().toString())
        .or(() -> asked)
        .orElseThrow(
            () ->
                new InputException(
                    file + ": its name does not say what is good: add --minimize or --maximize"));
  }

  private void checkArguments() {
    checkPositive("--seeds", seeds);
    checkPositive("--trials", trials);
    checkPositive("--threads", threads);
    if (minimize && maximize) {
      throw new ParameterException(
          spec.commandLine(), "--minimize and --maximize: expected one of them");
    }
  }

  private void checkPositive(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " = " + value + ": expected at least 1");
    }
  }

  private void checkBudget(List<RecordedTable> tables) {
    for (RecordedTable table : tables) {
      if (trials > table.size()) {
        throw new InputException(
            "--trials = %d: expected at most %d, the size of %s"
                .formatted(trials, table.size(), table.name()));
      }
    }
  }
}
