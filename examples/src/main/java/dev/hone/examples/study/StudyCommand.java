package dev.hone.examples.study;

import dev.hone.examples.cli.Progress;
import dev.hone.examples.lightgbm.LabelledData;
import dev.hone.pruner.Ending;
import dev.hone.study.Objective;
import dev.hone.study.Study;
import dev.hone.study.StudyResult;
import dev.hone.study.StudyTrial;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A command that tunes a learner on handwritten digits through a study, and says what stopping bad
 * trainings early has saved.
 *
 * @param <R> the record of hyperparameters
 */
public abstract class StudyCommand<R extends Record> implements Callable<Integer> {
  private static final int LEAST_IMAGES = 100;

  private final Class<R> type;
  private final String learner;
  private final String unit;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--trials", description = "Trials of the study.")
  private int trials;

  @Option(names = "--parallelism", description = "Trials at once.")
  private int parallelism = 2;

  @Option(names = "--seed", description = "Seed of the study.")
  private long seed = 1;

  @Option(names = "--images", description = "How many of the images to use, from the first.")
  private int images = 1797;

  @Option(names = "--pruner", description = "What stops bad trials: ${COMPLETION-CANDIDATES}.")
  private Stopping pruner = Stopping.MEDIAN;

  @Option(names = "--quiet", description = "Show no progress.")
  private boolean quiet;

  /**
   * A command.
   *
   * @param type the record
   * @param learner what is tuned, for people
   * @param unit what a training takes many of, in the plural
   * @param trials how many unless said otherwise
   */
  protected StudyCommand(Class<R> type, String learner, String unit, int trials) {
    this.type = type;
    this.learner = learner;
    this.unit = unit;
    this.trials = trials;
  }

  /** The objective: log loss on examples held out, reported along the way. */
  protected abstract Objective<R> objective(LabelledData digits);

  /** How many rounds or epochs a training takes if it is not stopped. */
  protected abstract long length(R hp);

  /** How many rounds or epochs the longest training takes. */
  protected abstract long longest();

  /** After how many rounds or epochs a training reports first. */
  protected abstract long firstReport();

  @Override
  public Integer call() {
    checkPositive("--trials", trials);
    checkPositive("--parallelism", parallelism);
    LabelledData digits = digits();
    PrintWriter out = spec.commandLine().getOut();
    // Native learners need platform threads: on virtual ones they would hold up all others.
    try (ExecutorService threads = Executors.newFixedThreadPool(parallelism)) {
      Study<R> study =
          Study.minimize(type)
              .pruner(pruner.pruner(firstReport(), longest()))
              .trials(trials)
              .parallelism(parallelism)
              .executor(threads)
              .seed(seed)
              .listener(new ProgressListener<>(progress(out)))
              .build();
      out.printf(
          Locale.ROOT,
          "%s on %,d handwritten digits: %d hyperparameters, %d trials, %d at once, pruner %s.%n",
          learner,
          digits.size(),
          study.space().space().dimension(),
          trials,
          parallelism,
          pruner);
      out.flush();
      print(out, study.run(objective(digits)));
    }
    return 0;
  }

  private void print(PrintWriter out, StudyResult<R> result) {
    long planned = 0;
    long done = 0;
    for (StudyTrial<R> trial : result.trials()) {
      planned += length(trial.hp());
      done += trial.curve().isEmpty() ? 0 : trial.curve().last().step();
    }
    StudyTrial<R> best = result.best();
    out.printf(
        Locale.ROOT,
        """

          best      %.4f, trial %d: %s
          trials    %d complete, %d pruned, %d failed
          %-9s %,d of %,d (%.0f %%)
          time      %.1f s
        """,
        best.value(),
        best.number(),
        best.hp(),
        result.trials(Ending.COMPLETE).size(),
        result.trials(Ending.PRUNED).size(),
        result.trials(Ending.FAILED).size(),
        unit,
        done,
        planned,
        100.0 * done / planned,
        result.elapsed().toMillis() / 1e3);
    List<String> improvements =
        result.trajectory().stream()
            .map(t -> String.format(Locale.ROOT, "%d: %.4f", t.number(), t.value()))
            .toList();
    out.println("  course    " + String.join(", ", improvements));
    out.flush();
  }

  private Progress progress(PrintWriter out) {
    return quiet ? Progress.none() : Progress.of(learner, trials, out);
  }

  private LabelledData digits() {
    LabelledData all = LabelledData.digits();
    if (images < LEAST_IMAGES || images > all.size()) {
      throw new ParameterException(
          spec.commandLine(),
          "--images = " + images + ": expected " + LEAST_IMAGES + " to " + all.size());
    }
    return all.at(IntStream.range(0, images).toArray());
  }

  /** Refuses a number below 1. */
  protected final void checkPositive(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " = " + value + ": expected at least 1");
    }
  }
}
