package dev.hone.benchmarks.bbob;

import dev.hone.math.cma.CovarianceModel;
import java.util.stream.IntStream;

/**
 * How many evaluations CMA-ES needs to come within 1e-8 of the smallest value: as a {@link Method}
 * does it.
 *
 * @param model what is known of the covariance
 * @param method what is done in all
 * @param instances how many instances of a function, each with a seed of its own
 * @param budget evaluations per instance and dimension
 */
public record BbobExperiment(CovarianceModel model, Method method, int instances, double budget) {
  private static final double PRECISION = 1e-8;

  /**
   * What a function took.
   *
   * @param evaluations of all instances together
   * @param successes how many instances were solved
   * @param instances of how many
   * @param seconds of one core
   */
  public record Outcome(long evaluations, int successes, int instances, double seconds) {

    /** The expected number of evaluations to a success; infinite if there was none. */
    public double expectedEvaluations() {
      return successes == 0 ? Double.POSITIVE_INFINITY : (double) evaluations / successes;
    }

    private Outcome plus(Outcome other) {
      return new Outcome(
          evaluations + other.evaluations,
          successes + other.successes,
          instances + other.instances,
          seconds + other.seconds);
    }
  }

  /** Solves every instance of a function; on all cores, with the same results as on one. */
  public Outcome run(int function, int dimension) {
    return IntStream.rangeClosed(1, instances)
        .parallel()
        .mapToObj(instance -> solve(function, dimension, instance))
        .reduce(new Outcome(0, 0, 0, 0), Outcome::plus);
  }

  private Outcome solve(int id, int dimension, int instance) {
    long begin = System.nanoTime();
    BbobFunction function = new BbobFunction(id, dimension, instance);
    double target = function.minimum() + PRECISION;
    long allowed = (long) (budget * dimension);
    long evaluations = 0;
    try (Search search = method.begin(model, dimension, 1000L * instance + id, allowed)) {
      double[] x = new double[dimension];
      while (evaluations < allowed) {
        double[] points = search.ask();
        double[] values = new double[search.count()];
        for (int i = 0; i < values.length; i++) {
          System.arraycopy(points, i * dimension, x, 0, dimension);
          values[i] = function.value(x);
          evaluations++;
          if (values[i] <= target) {
            return new Outcome(evaluations, 1, 1, seconds(begin));
          }
        }
        search.tell(values);
      }
    }
    return new Outcome(evaluations, 0, 1, seconds(begin));
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }
}
