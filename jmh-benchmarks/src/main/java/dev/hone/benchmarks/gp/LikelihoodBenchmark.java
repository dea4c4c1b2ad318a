package dev.hone.benchmarks.gp;

import dev.hone.benchmarks.Comparison;
import dev.hone.math.Engines;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.minimize.DifferentiableFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The log marginal likelihood with its full gradient: one step of a hyperparameter fit.
 *
 * <p>Its dense part alone, on OpenBLAS, is {@link dev.hone.benchmarks.linalg.InverseBenchmark}.
 * Smile keeps its gradient to itself: see {@link LikelihoodValueBenchmark}.
 */
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class LikelihoodBenchmark extends Comparison {

  /** Who evaluates. */
  @Param({OURS, SCALAR, GPU, NATIVE, EJML})
  public String implementation = OURS;

  /** Number of observations. */
  @Param({"7", "33", "100", "207", "500", "702", "1000", "2000"})
  public int n;

  /** Dimension. */
  @Param({"10", "20"})
  public int d;

  /** Threads that the JVM was told to use. */
  @Param("1")
  public int threads = 1;

  private double[] theta;
  private double[] gradient;
  private DifferentiableFunction likelihood;

  /** Draws the observations. */
  @Setup
  public void setUp() {
    checkThreads(threads);
    GpProblem problem = new GpProblem(n, d);
    theta = problem.theta;
    gradient = new double[theta.length];
    likelihood =
        implementation.equals(EJML)
            ? new EjmlGaussianProcess(problem)::logMarginalLikelihood
            : hone(problem);
  }

  /** One evaluation; returns the likelihood, and leaves the gradient in {@link #gradient()}. */
  @Benchmark
  public double likelihoodAndGradient() {
    return likelihood.evaluate(theta, gradient);
  }

  double[] gradient() {
    return gradient;
  }

  private DifferentiableFunction hone(GpProblem problem) {
    GpEngine engine = Engines.gp(backend(implementation), problem.model());
    engine.setData(n, problem.x, problem.y);
    return engine::logMarginalLikelihood;
  }
}
