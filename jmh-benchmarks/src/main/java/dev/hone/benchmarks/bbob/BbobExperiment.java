package dev.hone.benchmarks.bbob;

import dev.hone.math.cma.CmaEs;
import dev.hone.math.cma.CmaRestarts;
import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.RestartPolicy;
import dev.hone.math.random.CounterRandom;
import java.util.stream.IntStream;

/**
 * How many evaluations CMA-ES needs to come within 1e-8 of the smallest value: started uniformly in
 * [−4, 4]^D with σ = 2, without bounds, as the references were.
 *
 * @param model what is known of the covariance
 * @param policy what follows a run
 * @param instances how many instances of a function, each with a seed of its own
 * @param budget evaluations per instance and dimension
 */
public record BbobExperiment(
    CovarianceModel model, RestartPolicy policy, int instances, double budget) {
  private static final double PRECISION = 1e-8;
  private static final double SIGMA = 2;

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
    try (CmaRestarts strategy = strategy(id, dimension, instance)) {
      double[] x = new double[dimension];
      while (evaluations < allowed) {
        double[] points = strategy.ask();
        double[] values = new double[strategy.current().populationSize()];
        for (int i = 0; i < values.length; i++) {
          System.arraycopy(points, i * dimension, x, 0, dimension);
          values[i] = function.value(x);
          evaluations++;
          if (values[i] <= target) {
            return new Outcome(evaluations, 1, 1, seconds(begin));
          }
        }
        strategy.tell(values);
      }
    }
    return new Outcome(evaluations, 0, 1, seconds(begin));
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private CmaRestarts strategy(int id, int dimension, int instance) {
    return new CmaRestarts(
        policy,
        0,
        SIGMA,
        1000L * instance + id,
        (run, random) -> start(dimension, random),
        (run, start, sigma) -> CmaEs.builder(start, sigma).model(model),
        run -> {});
  }

  private static double[] start(int dimension, CounterRandom random) {
    double[] x = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      x[i] = 8 * random.nextDouble() - 4;
    }
    return x;
  }
}
