package dev.hone.benchmarks.report;

import dev.hone.benchmarks.Comparison;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks, prints how Hone compares with its baselines, and writes the results.
 *
 * <p>The script {@code bench} builds the project and starts this class.
 */
public final class Bench {
  private static final int USAGE_ERROR = 2;

  private Bench() {}

  /**
   * Runs the benchmarks.
   *
   * @param args the module's folder, the effort, and a regular expression that selects benchmarks
   */
  public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
    Optional<Effort> effort = args.length == 3 ? Effort.named(args[1]) : Optional.empty();
    if (effort.isEmpty()) {
      fail("usage: Bench <module folder> smoke|quick|full <regular expression>");
      return;
    }
    try {
      run(Path.of(args[0]), effort.get(), args[2], System.out);
    } catch (NoBenchmarksException e) {
      fail("no benchmark matches " + args[2]);
    } catch (PatternSyntaxException e) {
      fail(args[2] + " is not a regular expression: " + e.getDescription());
    }
  }

  private static void run(Path module, Effort effort, String regex, PrintStream out)
      throws IOException, InterruptedException, RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(regex)
            .param("implementation", Comparison.availableImplementations().toArray(String[]::new))
            .shouldFailOnError(true)
            .shouldDoGC(true);
    effort.applyTo(options);
    Collection<RunResult> results = new Runner(options.build()).run();

    Machine machine = Machine.here(module);
    List<Score> scores = results.stream().map(Score::of).toList();
    // A smoke run's figures must not be taken for results: they go where a clean build sweeps.
    Path folder = module.resolve(effort == Effort.SMOKE ? "target/results" : "results");
    Path file = folder.resolve(machine.date().replace(':', '-') + "-" + effort + ".json");
    ResultFile.write(file, machine, results);

    out.println();
    out.printf(
        "%s, %d cores, %s, %s, %s%n",
        machine.cpu(), machine.cores(), machine.os(), machine.jdk(), machine.kernels());
    out.println("ours = the Vector API; ratio = how many times faster ours is than the baseline");
    if (effort == Effort.SMOKE) {
      out.println("a smoke run measures code that is not compiled yet: the figures mean nothing");
    }
    out.println();
    out.print(ComparisonTable.of(scores));
    out.println();
    out.println("written to " + file);
  }

  private static void fail(String message) {
    System.err.println(message);
    System.exit(USAGE_ERROR);
  }
}
