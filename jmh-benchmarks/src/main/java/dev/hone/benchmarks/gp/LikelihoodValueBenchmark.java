package dev.hone.benchmarks.gp;

import dev.hone.benchmarks.Comparison;
import dev.hone.math.Engines;
import dev.hone.math.gp.GpEngine;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The log marginal likelihood without a gradient: all that can be compared with Smile, whose
 * gradient cannot be called from outside.
 *
 * <p>Smile's Matérn covariance has one length-scale for all dimensions, which it need not divide by
 * d times; the data are such that one is enough.
 */
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class LikelihoodValueBenchmark extends Comparison {

  /** Who evaluates. */
  @Param({OURS, SCALAR, GPU, EJML, SMILE})
  public String implementation = OURS;

  /** Number of observations. */
  @Param({"7", "33", "100", "207", "500", "702", "1000"})
  public int n;

  /** Dimension. */
  @Param({"10", "20"})
  public int d;

  private DoubleSupplier likelihood;

  /** Draws the observations. */
  @Setup
  public void setUp() {
    GpProblem problem = new GpProblem(n, d);
    likelihood =
        switch (implementation) {
          case EJML -> {
            EjmlGaussianProcess process = new EjmlGaussianProcess(problem);
            yield () -> process.logMarginalLikelihood(problem.theta, null);
          }
          case SMILE -> new SmileGaussianProcess(problem)::logMarginalLikelihood;
          default -> hone(problem);
        };
  }

  /** One evaluation. */
  @Benchmark
  public double likelihood() {
    return likelihood.getAsDouble();
  }

  private DoubleSupplier hone(GpProblem problem) {
    GpEngine engine = Engines.gp(backend(implementation), problem.model());
    engine.setData(n, problem.x, problem.y);
    return () -> engine.logMarginalLikelihood(problem.theta, null);
  }
}
