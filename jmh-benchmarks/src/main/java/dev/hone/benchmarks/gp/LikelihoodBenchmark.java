package dev.hone.benchmarks.gp;

import dev.hone.benchmarks.Comparison;
import dev.hone.math.Engines;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.minimize.DifferentiableFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The log marginal likelihood with its full gradient: one step of a hyperparameter fit. */
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class LikelihoodBenchmark extends Comparison {

  /** Number of observations. */
  @Param({"7", "33", "100", "207", "500", "702", "1000"})
  public int n;

  /** Dimension. */
  @Param({"10", "20"})
  public int d;

  private double[] theta;
  private double[] gradient;
  private DifferentiableFunction likelihood;

  /** Draws the observations. */
  @Setup
  public void setUp() {
    GpProblem problem = new GpProblem(n, d);
    theta = problem.theta;
    gradient = new double[theta.length];
    likelihood = isEjml() ? new EjmlGaussianProcess(problem)::logMarginalLikelihood : hone(problem);
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
    GpEngine engine = Engines.gp(backend(), problem.model());
    engine.setData(n, problem.x, problem.y);
    return engine::logMarginalLikelihood;
  }
}
