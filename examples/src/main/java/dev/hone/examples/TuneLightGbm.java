package dev.hone.examples;

import dev.hone.Optimizer;
import dev.hone.RandomOptimizer;
import dev.hone.Trial;
import dev.hone.examples.cli.Commands;
import dev.hone.examples.cli.Progress;
import dev.hone.examples.lightgbm.Attempt;
import dev.hone.examples.lightgbm.Comparison;
import dev.hone.examples.lightgbm.CrossValidation;
import dev.hone.examples.lightgbm.LabelledData;
import dev.hone.examples.lightgbm.Leaderboard;
import dev.hone.examples.lightgbm.LightGbmSpace;
import dev.hone.examples.lightgbm.Score;
import dev.hone.examples.lightgbm.Search;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Tunes LightGBM on handwritten digits: twelve hyperparameters, some on a logarithmic scale, three
 * that exist only for some kinds of boosting, and an objective that really trains. Random search
 * gets the same budget, to show what the choosing is worth.
 *
 * <pre>{@code
 * mvn -q -pl examples -am compile exec:exec
 * mvn -q -pl examples -am compile exec:exec -Dhone.args="--trials 60 --seeds 5"
 * }</pre>
 */
@Command(
    name = "TuneLightGbm",
    showDefaultValues = true,
    description = "Tunes LightGBM on handwritten digits, beside random search.")
public final class TuneLightGbm implements Callable<Integer> {
  private static final int FOLDS = 3;
  private static final int LEAST_IMAGES = 100;
  private static final int SHOWN = 5;
  private static final int DEFAULT_ROUNDS = 100;

  private final LightGbmSpace space = new LightGbmSpace();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--trials", description = "Trials of a search.")
  private int trials = 40;

  @Option(names = "--seed", description = "Seed of the first search.")
  private long seed = 1;

  @Option(names = "--seeds", description = "Searches, each with the next seed.")
  private int seeds = 1;

  @Option(names = "--images", description = "How many of the images to use, from the first.")
  private int images = 1797;

  @Option(names = "--quiet", description = "Show no progress.")
  private boolean quiet;

  /** Runs the example and exits: 0, 1 if LightGBM cannot run here, 2 for wrong arguments. */
  public static void main(String[] args) {
    System.exit(Commands.of(new TuneLightGbm()).execute(args));
  }

  @Override
  public Integer call() {
    checkPositive("--trials", trials);
    checkPositive("--seeds", seeds);
    LabelledData digits = digits();
    var validation = new CrossValidation(digits, FOLDS);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        """
        LightGBM on %,d handwritten digits: %d hyperparameters, %d trials, %d-fold cross-validation.
        Its defaults score %s.

        """,
        digits.size(),
        space.space().dimension(),
        trials,
        FOLDS,
        validation.score("", DEFAULT_ROUNDS));
    out.flush();

    var hone = new ArrayList<Search>();
    var random = new ArrayList<Search>();
    for (int i = 0; i < seeds; i++) {
      hone.add(search("Hone", honeOptimizer(seed + i), validation));
      random.add(search("Random", randomOptimizer(seed + i), validation));
    }
    out.println();
    out.print(bestTrials(hone.getFirst(), random.getFirst()));
    out.println();
    out.print(new Comparison(seed, hone, random));
    out.flush();
    return 0;
  }

  private Optimizer honeOptimizer(long seed) {
    return RandomOptimizer.on(space.space()).seed(seed).build();
  }

  private Optimizer randomOptimizer(long seed) {
    return RandomOptimizer.on(space.space()).seed(seed).build();
  }

  private Search search(String name, Optimizer optimizer, CrossValidation validation) {
    var attempts = new ArrayList<Attempt>();
    long optimizerNanos = 0;
    long started = System.nanoTime();
    try (optimizer;
        Progress progress = progress(name)) {
      var best = new Score(Double.POSITIVE_INFINITY, 0);
      for (int i = 0; i < trials; i++) {
        long asked = System.nanoTime();
        Trial trial = optimizer.ask();
        optimizerNanos += System.nanoTime() - asked;

        Score score = validation.score(trial.configuration(), space);

        long told = System.nanoTime();
        optimizer.tell(trial, score.logLoss());
        optimizerNanos += System.nanoTime() - told;

        attempts.add(new Attempt(trial, score));
        boolean improved = score.logLoss() < best.logLoss();
        best = improved ? score : best;
        progress.step(best.toString(), improved);
      }
    }
    return new Search(
        attempts, Duration.ofNanos(optimizerNanos), Duration.ofNanos(System.nanoTime() - started));
  }

  private Progress progress(String name) {
    return quiet ? Progress.none() : Progress.of(name, trials, spec.commandLine().getOut());
  }

  private Leaderboard bestTrials(Search hone, Search random) {
    var board = new Leaderboard(space.space());
    List<Attempt> ranking = hone.ranking();
    for (int i = 0; i < Math.min(SHOWN, ranking.size()); i++) {
      board.add("Hone " + (i + 1), ranking.get(i));
    }
    board.add("Random 1", random.ranking().getFirst());
    return board;
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

  private void checkPositive(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " = " + value + ": expected at least 1");
    }
  }
}
