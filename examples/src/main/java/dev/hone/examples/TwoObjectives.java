package dev.hone.examples;

import dev.hone.Configuration;
import dev.hone.Direction;
import dev.hone.GpOptimizer;
import dev.hone.Optimizer;
import dev.hone.Outcome;
import dev.hone.RandomOptimizer;
import dev.hone.Trial;
import dev.hone.examples.cli.Commands;
import dev.hone.examples.cli.Progress;
import dev.hone.examples.lightgbm.CrossValidation;
import dev.hone.examples.lightgbm.FrontChart;
import dev.hone.examples.lightgbm.LabelledData;
import dev.hone.examples.lightgbm.LightGbmSpace;
import dev.hone.examples.lightgbm.SizedScore;
import dev.hone.math.pareto.Hypervolume;
import dev.hone.spi.OptimizerBuilder;
import java.awt.Color;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
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
 * Good models and small ones: LightGBM on handwritten digits with two objectives, its log loss and
 * its size, and the front of what can be had drawn as a picture. Random search gets the same
 * budget.
 *
 * <pre>{@code
 * mvn -q -pl examples -am compile exec:exec -Dhone.example=TwoObjectives \
 *     -Dhone.args="--chart front.png"
 * }</pre>
 */
@Command(
    name = "TwoObjectives",
    showDefaultValues = true,
    description = "Tunes LightGBM for log loss and size, and draws the Pareto front.")
public final class TwoObjectives implements Callable<Integer> {
  private static final int FOLDS = 3;
  private static final int LEAST_IMAGES = 100;

  /** What guessing loses with ten classes, and more than the largest model takes. */
  private static final double[] REFERENCE = {Math.log(10), 5};

  private final LightGbmSpace space = new LightGbmSpace();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--trials", description = "Trials of a search.")
  private int trials = 60;

  @Option(names = "--seed", description = "Seed of all random choices.")
  private long seed = 1;

  @Option(names = "--images", description = "How many of the images to use, from the first.")
  private int images = 600;

  @Option(names = "--chart", paramLabel = "<file>", description = "Where to draw the front.")
  private Path chart = Path.of("front.png");

  @Option(names = "--quiet", description = "Show no progress.")
  private boolean quiet;

  /** Runs the example and exits: 0, 1 if LightGBM cannot run here, 2 for wrong arguments. */
  public static void main(String[] args) {
    System.exit(Commands.of(new TwoObjectives()).execute(args));
  }

  @Override
  public Integer call() {
    checkRange("--trials", trials, 1, 100_000);
    LabelledData all = LabelledData.digits();
    checkRange("--images", images, LEAST_IMAGES, all.size());
    LabelledData digits = all.at(IntStream.range(0, images).toArray());
    CrossValidation validation = new CrossValidation(digits, FOLDS);
    FrontChart picture =
        new FrontChart(
            "LightGBM on " + images + " digits, " + trials + " trials each",
            "log loss",
            "log₁₀ of the size in kB");
    PrintWriter out = spec.commandLine().getOut();
    try (Optimizer hone = twoObjectives(GpOptimizer.on(space.space()));
        Optimizer random = twoObjectives(RandomOptimizer.on(space.space()))) {
      search("Random", random, validation);
      search("Hone", hone, validation);
      picture.add("random search", outcomes(random), random.front(), Color.GRAY);
      picture.add("Hone", outcomes(hone), hone.front(), Color.BLUE);
      printFront(out, hone);
      out.printf(
          Locale.ROOT,
          "%nHypervolume within (%.2f, 10^%.0f kB): Hone %.3f, random search %.3f. %s shows"
              + " both.%n",
          REFERENCE[0],
          REFERENCE[1],
          hypervolume(hone),
          hypervolume(random),
          chart);
      out.flush();
    }
    picture.write(chart);
    return 0;
  }

  private Optimizer twoObjectives(OptimizerBuilder<?> builder) {
    return builder.objectives(Direction.MINIMIZE, Direction.MINIMIZE).seed(seed).build();
  }

  private void search(String name, Optimizer optimizer, CrossValidation validation) {
    PrintWriter out = spec.commandLine().getOut();
    try (Progress progress = quiet ? Progress.none() : Progress.of(name, trials, out)) {
      for (int i = 0; i < trials; i++) {
        Trial trial = optimizer.ask();
        SizedScore score = validation.sizedScore(trial.configuration(), space);
        // A size spans magnitudes: its logarithm has the same front, and is easier to model.
        optimizer.tell(trial, Outcome.of(score.score().logLoss(), Math.log10(score.kilobytes())));
        List<Trial> front = optimizer.front();
        progress.step(front.size() + " on the front", front.contains(trial));
      }
    }
  }

  private void printFront(PrintWriter out, Optimizer optimizer) {
    out.println("The front: nothing tried is both better and smaller.");
    out.println();
    out.printf("  log loss     size  rounds, arguments%n");
    optimizer.front().stream()
        .sorted(Comparator.comparingDouble((Trial trial) -> trial.outcome().objective(0)))
        .forEach(
            trial -> {
              Configuration configuration = trial.configuration();
              out.printf(
                  Locale.ROOT,
                  "  %8.4f %5.0f kB  %d, %s%n",
                  trial.outcome().objective(0),
                  Math.pow(10, trial.outcome().objective(1)),
                  space.rounds(configuration),
                  space.arguments(configuration));
            });
  }

  private static List<Outcome> outcomes(Optimizer optimizer) {
    return optimizer.trials().stream().map(Trial::outcome).toList();
  }

  private static double hypervolume(Optimizer optimizer) {
    double[] values =
        optimizer.front().stream()
            .flatMapToDouble(
                trial ->
                    IntStream.range(0, REFERENCE.length)
                        .mapToDouble(i -> trial.outcome().objective(i)))
            .toArray();
    return Hypervolume.of(values.length / REFERENCE.length, REFERENCE.length, values, REFERENCE);
  }

  private void checkRange(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(), option + " = " + value + ": expected " + least + " to " + most);
    }
  }
}
