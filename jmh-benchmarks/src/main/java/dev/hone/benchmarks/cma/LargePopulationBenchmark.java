package dev.hone.benchmarks.cma;

import dev.hone.benchmarks.Comparison;
import dev.hone.benchmarks.HoneBenchmark;
import dev.hone.math.Backend;
import dev.hone.math.cma.CmaEs;
import dev.hone.math.cma.CovarianceModel;
import java.util.Arrays;
import java.util.Locale;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * One generation with a population of 4n, as after some restarts, by the two ways of sampling a
 * full covariance.
 */
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class LargePopulationBenchmark extends HoneBenchmark {

  /** A backend as the system property spells it. */
  @Param({Comparison.OURS, "scalar"})
  public String implementation = Comparison.OURS;

  /** How the covariance is decomposed. */
  @Param({"CHOLESKY", "EIGEN"})
  public CovarianceModel model = CovarianceModel.CHOLESKY;

  /** The dimension. */
  @Param({"100", "200", "500"})
  public int n;

  private CmaEs es;

  /** Begins a run. */
  @Setup
  public void setUp() {
    double[] start = new double[n];
    Arrays.fill(start, 1);
    es =
        CmaEs.builder(start, 0.3)
            .populationSize(4 * n)
            .model(model)
            .backend(Backend.valueOf(implementation.toUpperCase(Locale.ROOT)))
            .build();
  }

  /** One generation of a run that begins anew before its numbers become small. */
  @Benchmark
  public double generation() {
    if (es.sigma() < 1e-9) {
      setUp();
    }
    return GenerationBenchmark.run(es, 1);
  }
}
