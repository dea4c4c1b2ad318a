package dev.hone.examples;

import dev.hone.Adam;
import dev.hone.DoubleParam;
import dev.hone.GpOptimizer;
import dev.hone.GridOptimizer;
import dev.hone.LbfgsbOptimizer;
import dev.hone.Optimizer;
import dev.hone.OptimizerFactory;
import dev.hone.Outcome;
import dev.hone.SearchSpace;
import dev.hone.SgdMomentum;
import dev.hone.Spsa;
import dev.hone.Trial;
import dev.hone.examples.cli.Commands;
import dev.hone.examples.hypergradient.LogisticRegression;
import dev.hone.examples.hypergradient.PenalizedModel;
import dev.hone.examples.hypergradient.RidgeRegression;
import dev.hone.examples.hypergradient.SplitDigits;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Hyperparameters by gradient: two penalties of ridge and of logistic regression on handwritten
 * digits, whose validation loss has an exact gradient. Descents that are told it are held against a
 * grid of 41×41 settings.
 *
 * <pre>{@code
 * mvn -q -pl examples -am compile exec:exec -Dhone.example=TuneByGradient
 * }</pre>
 */
@Command(
    name = "TuneByGradient",
    showDefaultValues = true,
    description = "Tunes penalties by gradient, and checks the optimum against a grid.")
public final class TuneByGradient implements Callable<Integer> {
  private static final int LEAST_IMAGES = 100;
  private static final int MOST_IMAGES = 1797;
  private static final double CLOSE = 1e-3;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--trials", description = "Trials of a search.")
  private int trials = 60;

  @Option(names = "--seed", description = "Seed of all random choices.")
  private long seed = 1;

  @Option(names = "--images", description = "How many of the images to use, from the first.")
  private int images = 600;

  @Option(names = "--resolution", description = "Values of each penalty on the grid.")
  private int resolution = 41;

  /** Runs it and exits: 0, 1 if a gradient does not lead to the grid's optimum, 2 for arguments. */
  public static void main(String[] args) {
    System.exit(Commands.of(new TuneByGradient()).execute(args));
  }

  @Override
  public Integer call() {
    check("--trials", trials, 1, 100_000);
    check("--images", images, LEAST_IMAGES, MOST_IMAGES);
    check("--resolution", resolution, 2, 1000);
    SplitDigits digits = SplitDigits.of(images, seed);
    boolean ridge = compare("Ridge regression", new RidgeRegression(digits));
    boolean logistic = compare("Logistic regression", new LogisticRegression(digits));
    return ridge && logistic ? 0 : 1;
  }

  /** The best of a search, and how many trials it took to come close to the grid's. */
  private record Found(double loss, double border, double inner, int trialsToClose) {}

  private boolean compare(String title, PenalizedModel model) {
    PrintWriter out = spec.commandLine().getOut();
    Found grid =
        search(
            model,
            space -> GridOptimizer.on(space).resolution(resolution),
            resolution * resolution,
            Double.NEGATIVE_INFINITY);
    out.printf(
        Locale.ROOT,
        "%s: validation loss, and trials until within %.1f %% of the grid's best%n",
        title,
        100 * CLOSE);
    out.printf(
        Locale.ROOT,
        "  %-18s %10s   %10s %10s   %s%n",
        "",
        "loss",
        "border",
        "inner",
        "trials");
    print(out, "grid", grid, String.valueOf(resolution * resolution));
    Map<String, OptimizerFactory> methods = new LinkedHashMap<>();
    methods.put("L-BFGS-B", LbfgsbOptimizer::on);
    methods.put("Adam", Adam::on);
    methods.put("SGD with momentum", SgdMomentum::on);
    methods.put("SPSA (no gradient)", space -> Spsa.on(space).budget(trials));
    methods.put("GP (no gradient)", GpOptimizer::on);
    boolean close = true;
    for (Map.Entry<String, OptimizerFactory> method : methods.entrySet()) {
      Found found = search(model, method.getValue(), trials, grid.loss * (1 + CLOSE));
      boolean reached = found.trialsToClose <= trials;
      print(out, method.getKey(), found, reached ? String.valueOf(found.trialsToClose) : "not");
      close &= reached || method.getKey().endsWith("(no gradient)");
    }
    out.println();
    out.flush();
    return close;
  }

  private static void print(PrintWriter out, String method, Found found, String until) {
    out.printf(
        Locale.ROOT,
        "  %-18s %10.6f   %10.3e %10.3e   %s%n",
        method,
        found.loss,
        found.border,
        found.inner,
        until);
  }

  private Found search(PenalizedModel model, OptimizerFactory method, int budget, double close) {
    SearchSpace.Builder builder = SearchSpace.builder();
    DoubleParam border = builder.logUniform("border", 1e-5, 10);
    DoubleParam inner = builder.logUniform("inner", 1e-5, 10);
    try (Optimizer optimizer = method.on(builder.build()).seed(seed).build()) {
      int until = Integer.MAX_VALUE;
      for (int i = 1; i <= budget; i++) {
        Trial trial = optimizer.ask();
        PenalizedModel.Validation validation =
            model.validate(new double[] {trial.get(border), trial.get(inner)});
        optimizer.tell(
            trial, Outcome.of(validation.loss()).withGradient(validation.gradient()));
        until = validation.loss() <= close ? Math.min(until, i) : until;
      }
      Trial best = optimizer.best();
      return new Found(best.value(), best.get(border), best.get(inner), until);
    }
  }

  private void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(),
          option + " = " + value + ": expected " + least + " to " + most);
    }
  }
}
