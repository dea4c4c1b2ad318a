package dev.hone.benchmarks.optimizer;

import dev.hone.CmaEsOptimizer;
import dev.hone.Optimizer;
import dev.hone.SearchSpace;
import dev.hone.TpeOptimizer;
import dev.hone.Trial;
import dev.hone.benchmarks.Comparison;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Whole studies of a sphere, from the building of the optimizer to its last trial: what a user
 * waits for when the objective costs nothing.
 */
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class WholeStudyBenchmark extends Comparison {
  static final int CMA_ES_TRIALS = 100_000;
  static final int TPE_TRIALS = 1_000;

  /** A backend as the system property spells it. */
  @Param(OURS)
  public String backend = OURS;

  /** Number of continuous parameters. */
  @Param("40")
  public int d = 40;

  private SearchSpace space;

  /** Declares the space. */
  @Setup
  public void setUp() {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int k = 0; k < d; k++) {
      builder.uniform("x" + k, -5, 5);
    }
    space = builder.build();
  }

  /** {@value #CMA_ES_TRIALS} trials of CMA-ES, restarts included; returns the best. */
  @Benchmark
  public Trial cmaEs() {
    try (Optimizer optimizer = CmaEsOptimizer.on(space).backend(backend(backend)).build()) {
      return run(optimizer, CMA_ES_TRIALS);
    }
  }

  /** {@value #TPE_TRIALS} trials of the tree-structured Parzen estimator; returns the best. */
  @Benchmark
  public Trial tpe() {
    try (Optimizer optimizer = TpeOptimizer.on(space).backend(backend(backend)).build()) {
      return run(optimizer, TPE_TRIALS);
    }
  }

  private static Trial run(Optimizer optimizer, int trials) {
    for (int i = 0; i < trials; i++) {
      Trial trial = optimizer.ask();
      optimizer.tell(trial, sphere(trial.configuration().encoded()));
    }
    return optimizer.best();
  }

  private static double sphere(double[] x) {
    double sum = 0;
    for (double v : x) {
      sum += (v - 0.3) * (v - 0.3);
    }
    return sum;
  }
}
