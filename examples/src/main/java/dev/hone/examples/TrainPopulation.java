package dev.hone.examples;

import dev.hone.examples.cli.Commands;
import dev.hone.examples.population.Step;
import dev.hone.examples.population.Trainer;
import dev.hone.pbt.PopulationOptimizer;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A learning rate that changes while it is used: softmax regression on handwritten digits, trained
 * by stochastic gradient descent in plain Java, as a population. What comes out is a schedule; it
 * is then used for new models, beside the best of a fine grid of settings that stay as they are.
 *
 * <pre>{@code
 * mvn -q -pl examples -am compile exec:exec -Dhone.example=TrainPopulation \
 *     -Dhone.args="--members 16 --intervals 30 --seeds 5"
 * }</pre>
 */
@Command(
    name = "TrainPopulation",
    showDefaultValues = true,
    description = "Trains softmax regression by PBT and PB2, beside the best fixed setting.")
public final class TrainPopulation implements Callable<Integer> {
  private static final int FRESH_MODELS = 10;

  /** Apart from all seeds of searches: what a schedule is judged by was not seen by any. */
  private static final long FRESH_SEED = 1_000_003;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--members", description = "Models of a population.")
  private int members = 16;

  @Option(names = "--intervals", description = "Intervals that a model is trained for.")
  private int intervals = 30;

  @Option(names = "--examples", description = "Examples of an interval.")
  private int examples = 600;

  @Option(names = "--rates", description = "Learning rates of the grid, each with four momenta.")
  private int rates = 25;

  @Option(names = "--seeds", description = "Populations of each method.")
  private int seeds = 3;

  /** Runs the example and exits: 0, 2 for wrong arguments. */
  public static void main(String[] args) {
    System.exit(Commands.of(new TrainPopulation()).execute(args));
  }

  @Override
  public Integer call() {
    checkAtLeast("--members", members, 2);
    checkAtLeast("--intervals", intervals, 2);
    checkAtLeast("--examples", examples, 1);
    checkAtLeast("--rates", rates, 2);
    checkAtLeast("--seeds", seeds, 1);
    PrintWriter out = spec.commandLine().getOut();
    Trainer trainer = new Trainer(intervals, examples);
    out.printf(
        Locale.ROOT,
        "The smallest loss there is: %.5f. What schedules leave above it, mean of %d new models:%n",
        trainer.smallestLoss(),
        FRESH_MODELS);
    List<Step> fixed = trainer.bestFixed(rates, FRESH_SEED - 1);
    double fixedGap = trainer.meanGap(fixed, FRESH_MODELS, FRESH_SEED);
    Step setting = fixed.getFirst();
    out.printf(
        Locale.ROOT,
        "  best of %d fixed settings  %.5f  (learning rate %.2g, momentum %.2g)%n",
        4 * rates,
        fixedGap,
        setting.learningRate(),
        setting.momentum());
    out.flush();
    double[] logRatios = new double[2];
    List<Step> shown = fixed;
    for (int seed = 1; seed <= seeds; seed++) {
      for (int method = 0; method < 2; method++) {
        List<Step> schedule = schedule(trainer, method, seed);
        double gap = trainer.meanGap(schedule, FRESH_MODELS, FRESH_SEED);
        logRatios[method] += Math.log(gap / fixedGap) / seeds;
        shown = method == 0 ? schedule : shown;
        out.printf(
            Locale.ROOT,
            "  %s, seed %d               %.5f%n",
            method == 0 ? "PBT" : "PB2",
            seed,
            gap);
        out.flush();
      }
    }
    out.printf(
        Locale.ROOT,
        "Geometric mean of the ratio to the best fixed setting: PBT %.2f, PB2 %.2f%n%n",
        Math.exp(logRatios[0]),
        Math.exp(logRatios[1]));
    print(out, shown);
    out.flush();
    return 0;
  }

  private List<Step> schedule(Trainer trainer, int method, long seed) {
    try (PopulationOptimizer population =
        method == 0 ? trainer.pbt(members, seed) : trainer.pb2(members, seed)) {
      return trainer.train(population, seed);
    }
  }

  private static void print(PrintWriter out, List<Step> schedule) {
    out.println("The last schedule of PBT: interval, learning rate, momentum");
    Step before = new Step(Double.NaN, Double.NaN);
    for (int i = 0; i < schedule.size(); i++) {
      Step step = schedule.get(i);
      if (!step.equals(before)) {
        out.printf(Locale.ROOT, "  %2d  %.2g  %.2f%n", i, step.learningRate(), step.momentum());
      }
      before = step;
    }
  }

  private void checkAtLeast(String option, int value, int least) {
    if (value < least) {
      throw new ParameterException(
          spec.commandLine(), option + " = " + value + ": expected at least " + least);
    }
  }
}
