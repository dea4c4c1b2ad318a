package dev.hone.benchmarks.cma;

import dev.hone.benchmarks.Comparison;
import dev.hone.math.cma.CmaEs;
import dev.hone.math.cma.CovarianceModel;
import dev.hone.math.cma.StrategyParameters;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * One generation of CMA-ES (sampling, ranking, update, decomposition when due) with a function that
 * costs next to nothing, by the two ways of sampling a full covariance.
 */
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class GenerationBenchmark extends Comparison {

  /** A backend as the system property spells it; the GPU has Cholesky factors only, and says so. */
  @Param({OURS, AUTO, SCALAR, GPU})
  public String implementation = OURS;

  /** How the covariance is decomposed. */
  @Param({"CHOLESKY", "EIGEN"})
  public CovarianceModel model = CovarianceModel.CHOLESKY;

  /** The dimension. */
  @Param({"10", "40", "100", "200", "500", "1000", "2000"})
  public int n;

  /** The population as a multiple of the dimension, as after some restarts; 0 for the default. */
  @Param({"0", "4"})
  public int populationPerDimension;

  private CmaEs es;

  /** Begins a run. */
  @Setup
  public void setUp() {
    double[] start = new double[n];
    Arrays.fill(start, 1);
    es =
        CmaEs.builder(start, 0.3)
            .populationSize(populationSize())
            .model(model)
            .backend(backend(implementation))
            .build();
  }

  /** One generation of a run that begins anew before its numbers become small. */
  @Benchmark
  public double generation() {
    if (es.sigma() < 1e-9) {
      setUp();
    }
    return ShortRunBenchmark.run(es, 1);
  }

  private int populationSize() {
    return populationPerDimension == 0
        ? StrategyParameters.defaultPopulationSize(n)
        : populationPerDimension * n;
  }
}
