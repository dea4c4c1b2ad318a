package dev.hone.benchmarks.cma;

import dev.hone.benchmarks.Comparison;
import dev.hone.math.cma.CmaEs;
import dev.hone.math.cma.CovarianceModel;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One evaluation of the models that hold no matrix, in many dimensions. */
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class LargeScaleBenchmark extends Comparison {
  static final int LAMBDA = 31;

  /** A backend as the system property spells it. */
  @Param({OURS, SCALAR})
  public String implementation = OURS;

  /** What is known of the covariance. */
  @Param({"SEPARABLE", "LIMITED_MEMORY"})
  public CovarianceModel model = CovarianceModel.SEPARABLE;

  /** The dimension; by a name of its own, since it is far from those of the other benchmarks. */
  @Param("10000")
  public int dimension = 10_000;

  private CmaEs es;

  /** Begins a run. */
  @Setup
  public void setUp() {
    double[] start = new double[dimension];
    Arrays.fill(start, 1);
    es =
        CmaEs.builder(start, 0.3)
            .populationSize(LAMBDA)
            .model(model)
            .backend(backend(implementation))
            .build();
  }

  /** One generation; counted by evaluation. */
  @Benchmark
  @OperationsPerInvocation(LAMBDA)
  public double evaluation() {
    return ShortRunBenchmark.run(es, 1);
  }
}
