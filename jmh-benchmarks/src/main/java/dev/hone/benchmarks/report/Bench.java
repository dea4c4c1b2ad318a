package dev.hone.benchmarks.report;

import dev.hone.benchmarks.roofline.Roofline;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Runs the benchmarks, prints how Hone compares with its baselines and with what the machine can
 * do, and writes the results.
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
      fail("usage: Bench <module folder> smoke|quick|targets|full <regular expression>");
      return;
    }
    try {
      List<Run> plan = Plan.of(effort.get(), args[2]);
      if (plan.isEmpty()) {
        fail("no benchmark matches " + args[2]);
        return;
      }
      List<String> missing = Plan.missing(args[2]);
      if (!missing.isEmpty()) {
        System.out.println("left out, not to be had here: " + String.join(", ", missing));
      }
      run(Path.of(args[0]), effort.get(), plan, System.out);
    } catch (PatternSyntaxException e) {
      fail(args[2] + " is not a regular expression: " + e.getDescription());
    }
  }

  private static void run(Path module, Effort effort, List<Run> plan, PrintStream out)
      throws IOException, InterruptedException, RunnerException {
    Roofline before = Roofline.measure();
    Machine machine = Machine.here(module);
    // A smoke run's figures must not be taken for results: they go where a clean build sweeps.
    Path folder = module.resolve(effort == Effort.SMOKE ? "target/results" : "results");
    Path file = folder.resolve(machine.date().replace(':', '-') + "-" + effort + ".json");
    List<RunResult> results = new ArrayList<>();
    for (int i = 0; i < plan.size(); i++) {
      out.printf("[%d of %d] %s%n", i + 1, plan.size(), plan.get(i));
      results.addAll(new Runner(plan.get(i).options(effort)).run());
      // What an hour has measured must not be lost to whatever ends the run.
      ResultFile.write(file, machine, before, results);
    }
    Roofline roofline = before.best(Roofline.measure());
    ResultFile.write(file, machine, roofline, results);
    report(effort, machine, roofline, ResultFile.readScores(file), out);
    out.println("written to " + file);
  }

  private static void report(
      Effort effort, Machine machine, Roofline roofline, List<Score> scores, PrintStream out) {
    out.println();
    out.printf(
        "%s, %d cores, %s, %s, %s%n",
        machine.cpu(), machine.cores(), machine.os(), machine.jdk(), machine.kernels());
    out.printf(
        Locale.ROOT,
        "one core's measured peak: %.1f GFLOP/s; memory: %.1f GB/s%n",
        roofline.gigaflops(),
        roofline.gigabytesPerSecond());
    out.println("ours = the Vector API; ratio = how many times faster ours is than the baseline");
    out.println("share = of the peak, or of memory's speed, which a job within caches can exceed");
    if (effort == Effort.SMOKE) {
      out.println("a smoke run measures code that is not compiled yet: the figures mean nothing");
    }
    out.println();
    out.println(ComparisonTable.of(scores, roofline));
    if (effort == Effort.TARGETS || effort == Effort.FULL) {
      out.println(Targets.table(scores));
    }
  }

  private static void fail(String message) {
    System.err.println(message);
    System.exit(USAGE_ERROR);
  }
}
