package dev.hone.examples;

import dev.hone.examples.cli.Commands;
import dev.hone.examples.cli.InputException;
import dev.hone.examples.cli.Progress;
import dev.hone.examples.quality.Problem;
import dev.hone.examples.quality.Ranking;
import dev.hone.examples.quality.RankingChart;
import dev.hone.examples.quality.Report;
import dev.hone.examples.quality.Run;
import dev.hone.examples.quality.RunLog;
import dev.hone.examples.quality.Suite;
import dev.hone.examples.tabular.Method;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * How good are the optimizers, and do they reach what they are to reach? Runs them with many seeds
 * on functions of the literature, on recorded trainings and on problems of several objectives.
 *
 * <pre>{@code
 * mvn -q -pl examples -am compile exec:exec -Dhone.example=Quality \
 *     -Dhone.args="--suite targets --methods gp --problems branin|hartmann.*"
 * }</pre>
 */
@Command(
    name = "Quality",
    showDefaultValues = true,
    description = "Measures optimizers on problems whose best is known.")
public final class Quality implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--suite", description = "One of ${COMPLETION-CANDIDATES}.")
  private Suite suite = Suite.QUICK;

  @Option(names = "--methods", split = ",", description = "Any of ${COMPLETION-CANDIDATES}.")
  private List<Method> methods = List.of(Method.values());

  @Option(names = "--problems", paramLabel = "<regex>", description = "Only problems so named.")
  private Pattern problems = Pattern.compile(".*");

  @Option(names = "--seeds", description = "Runs of each method on each problem.")
  private @Nullable Integer seeds;

  @Option(names = "--threads", description = "Runs at the same time.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--tables", paramLabel = "<folder>", description = "Recorded trainings.")
  private Path tables = Path.of("examples/data/hpo-tabular");

  @Option(names = "--csv", paramLabel = "<file>", description = "Write every run there.")
  private @Nullable Path csv;

  @Option(
      names = "--resume",
      paramLabel = "<file>",
      description = "Note every run there as it ends; what is noted is not run again.")
  private @Nullable Path resume;

  @Option(names = "--chart", paramLabel = "<file>", description = "Draw the ranking there (PNG).")
  private @Nullable Path chart;

  @Option(names = "--quiet", description = "Show no progress.")
  private boolean quiet;

  /** Runs it and exits: 0, 1 for wrong data or a target missed, 2 for wrong arguments. */
  public static void main(String[] args) {
    System.exit(Commands.of(new Quality()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    int repetitions = seeds == null ? suite.seeds() : seeds;
    checkPositive("--seeds", repetitions);
    checkPositive("--threads", threads);
    List<Run> runs = runAll(jobs(repetitions));
    Report report = new Report(suite, runs);
    PrintWriter out = spec.commandLine().getOut();
    out.print(report.summary());
    out.flush();
    if (csv != null) {
      write(csv, report.csv());
    }
    if (chart != null) {
      RankingChart.write(Ranking.overall(runs), chart);
    }
    return report.reached() ? 0 : 1;
  }

  private record Job(Problem problem, Method method, long seed) {}

  private List<Job> jobs(int repetitions) {
    List<Job> jobs = new ArrayList<>();
    for (Problem problem : suite.problems(tables)) {
      if (problems.matcher(problem.name()).matches()) {
        for (Method method : new LinkedHashSet<>(methods)) {
          for (long seed = 1; seed <= repetitions && problem.suits(method); seed++) {
            jobs.add(new Job(problem, method, seed));
          }
        }
      }
    }
    if (jobs.isEmpty()) {
      throw new InputException("--problems = " + problems + ": no problem is named so");
    }
    return jobs;
  }

  /** The results are in the order of the jobs, whichever ends first. */
  private List<Run> runAll(List<Job> jobs) throws InterruptedException {
    Run[] runs = new Run[jobs.size()];
    PrintWriter err = spec.commandLine().getErr();
    RunLog log = resume == null ? null : new RunLog(resume);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads);
        Progress progress = quiet ? Progress.none() : Progress.of("quality", runs.length, err)) {
      var ended = new ExecutorCompletionService<Run>(pool);
      for (int i = 0; i < runs.length; i++) {
        int index = i;
        ended.submit(
            () -> {
              runs[index] = run(jobs.get(index), log);
              return runs[index];
            });
      }
      for (int i = 0; i < runs.length; i++) {
        Run run = ended.take().get();
        progress.step(
            "%s %s seed %d: %.3g"
                .formatted(run.problem().name(), run.method(), run.seed(), run.finalRegret()),
            true);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run failed", e);
    }
    return List.of(runs);
  }

  private static Run run(Job job, @Nullable RunLog log) {
    Run noted = log == null ? null : log.find(job.problem, job.method, job.seed);
    if (noted != null) {
      return noted;
    }
    Run run = Run.of(job.problem, job.method, job.seed);
    if (log != null) {
      log.add(run);
    }
    return run;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be written: " + e, e);
    }
  }

  private void checkPositive(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " = " + value + ": expected at least 1");
    }
  }
}
