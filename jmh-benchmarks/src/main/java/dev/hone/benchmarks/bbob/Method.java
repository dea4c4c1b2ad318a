package dev.hone.benchmarks.bbob;

import dev.hone.math.cma.CmaEs;
import dev.hone.math.cma.CmaRestarts;
import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.HybridSearch;
import dev.hone.math.cma.RestartPolicy;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;

/**
 * What a function is solved with. The restarts start uniformly in [−4, 4]^D with σ = 2, without
 * bounds, as the references did; the hybrid knows the box [−5, 5]^D and its budget.
 */
public enum Method {
  /** Restarts with the same population. */
  SAME,
  /** Restarts with twice the population. */
  IPOP,
  /** Restarts with two populations. */
  BIPOP,
  /** Restarts, searches along the axes and a large population at the end. */
  HYBRID;

  private static final double SIGMA = 2;
  private static final double BOUND = 5;

  Search begin(CovarianceModel model, int dimension, long seed, long budget) {
    return switch (this) {
      case HYBRID -> hybrid(model, dimension, seed, budget);
      default -> restarts(RestartPolicy.valueOf(name()), model, dimension, seed);
    };
  }

  private static Search hybrid(CovarianceModel model, int dimension, long seed, long budget) {
    double[] lower = new double[dimension];
    double[] upper = new double[dimension];
    Arrays.fill(lower, -BOUND);
    Arrays.fill(upper, BOUND);
    HybridSearch search =
        HybridSearch.builder(lower, upper)
            .budget(budget)
            .seed(seed)
            .configure(builder -> builder.model(model))
            .build();
    return new Search(search::ask, search::askedCount, search::tell, search::close);
  }

  private static Search restarts(
      RestartPolicy policy, CovarianceModel model, int dimension, long seed) {
    CmaRestarts strategy =
        new CmaRestarts(
            policy,
            0,
            SIGMA,
            seed,
            (run, random) -> start(dimension, random),
            (run, start, sigma) -> CmaEs.builder(start, sigma).model(model),
            run -> {});
    return new Search(
        strategy::ask, () -> strategy.current().populationSize(), strategy::tell, strategy::close);
  }

  private static double[] start(int dimension, CounterRandom random) {
    double[] x = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      x[i] = 8 * random.nextDouble() - 4;
    }
    return x;
  }
}
