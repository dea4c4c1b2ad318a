package dev.hone.benchmarks.bbob;

import dev.hone.math.cma.CovarianceModel;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Prints what CMA-ES needs on the 24 functions of BBOB, in evaluations per dimension, beside the
 * two references: {@code jmh-benchmarks/bbob quick}.
 */
public final class Bbob {

  private Bbob() {}

  /**
   * Runs an experiment.
   *
   * @param args an effort (quick, full, large), and then any of {@code functions=1,2,…}, {@code
   *     dimensions=5,20}, {@code instances=15}, {@code budget=100000}, {@code restarts=ipop},
   *     {@code model=eigen}
   */
  public static void main(String[] args) {
    String effort = args.length == 0 ? "quick" : args[0];
    int[] functions = IntStream.rangeClosed(1, BbobFunction.COUNT).toArray();
    int[] dimensions;
    int instances;
    double budget;
    switch (effort) {
      case "quick" -> {
        dimensions = new int[] {5};
        instances = 5;
        budget = 3e3;
      }
      case "full" -> {
        dimensions = new int[] {2, 3, 5, 10, 20, 40};
        instances = 15;
        budget = 1e5;
      }
      case "large" -> {
        functions = new int[] {1, 2, 5, 8, 9, 10, 11, 12, 13, 14};
        dimensions = new int[] {80, 160, 320, 640};
        instances = 3;
        budget = 1e4;
      }
      default -> throw new IllegalArgumentException(effort + ": expected quick, full or large");
    }
    Method method = Method.BIPOP;
    CovarianceModel model = CovarianceModel.AUTO;
    for (String option : Arrays.asList(args).subList(Math.min(1, args.length), args.length)) {
      String value = option.substring(option.indexOf('=') + 1);
      switch (option.substring(0, Math.max(0, option.indexOf('=')))) {
        case "functions" -> functions = numbers(value);
        case "dimensions" -> dimensions = numbers(value);
        case "instances" -> instances = Integer.parseInt(value);
        case "budget" -> budget = Double.parseDouble(value);
        case "restarts" -> method = Method.valueOf(value.toUpperCase(Locale.ROOT));
        case "model" -> model = CovarianceModel.valueOf(value.toUpperCase(Locale.ROOT));
        default ->
            throw new IllegalArgumentException(
                option
                    + ": expected functions=, dimensions=, instances=, budget=, restarts= or"
                    + " model=");
      }
    }
    print(new BbobExperiment(model, method, instances, budget), functions, dimensions);
  }

  private static int[] numbers(String list) {
    return Arrays.stream(list.split(",", -1)).mapToInt(Integer::parseInt).toArray();
  }

  private static void print(BbobExperiment experiment, int[] functions, int[] dimensions) {
    ReferenceResults references = ReferenceResults.load();
    System.out.println(experiment);
    System.out.println(
        "expected evaluations/D to Δf = 1e-8 (successes/runs), against the better reference");
    for (int dimension : dimensions) {
      int solved = 0;
      double seconds = 0;
      System.out.printf(
          "%n  D   f  %18s  %22s  %22s  ratio%n",
          "Hone", ReferenceResults.BIPOP, ReferenceResults.ACTIVE);
      for (int function : functions) {
        BbobExperiment.Outcome outcome = experiment.run(function, dimension);
        solved += 2 * outcome.successes() > outcome.instances() ? 1 : 0;
        seconds += outcome.seconds();
        System.out.printf(
            "%3d %3s  %10.1f (%2d/%2d)  %22s  %22s  %5.2f%n",
            dimension,
            "f" + function,
            outcome.expectedEvaluations() / dimension,
            outcome.successes(),
            outcome.instances(),
            cell(references.of(ReferenceResults.BIPOP, function, dimension), dimension),
            cell(references.of(ReferenceResults.ACTIVE, function, dimension), dimension),
            outcome.expectedEvaluations() / references.best(function, dimension));
      }
      System.out.printf(
          "%3d-D: %d of %d functions solved in most runs, %.0f s of one core%n",
          dimension, solved, functions.length, seconds);
    }
  }

  private static String cell(ReferenceResults.Result result, int dimension) {
    return result.runs() == 0
        ? "-"
        : String.format(
            "%.1f (%2d/%2d)", result.evaluations() / dimension, result.successes(), result.runs());
  }
}
