package dev.hone.benchmarks.gp;

import dev.hone.benchmarks.Comparison;
import dev.hone.math.Engines;
import dev.hone.math.gp.GpEngine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Log Expected Improvement with its gradient for a few candidates: what polishing a suggestion
 * repeats. An operation is one candidate. Of the libraries on the JVM none has it.
 */
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class AcquisitionGradientBenchmark extends Comparison {
  static final int CANDIDATES = 16;

  /** Who differentiates. */
  @Param({OURS, SCALAR, GPU, NATIVE})
  public String implementation = OURS;

  /** Number of observations. */
  @Param({"7", "33", "100", "207", "500", "702", "1000"})
  public int n;

  /** Dimension. */
  @Param({"10", "20"})
  public int d;

  private GpEngine engine;
  private double[] candidates;
  private double best;
  private double[] value;
  private double[] gradient;

  /** Draws observations and candidates, and conditions on the observations. */
  @Setup
  public void setUp() {
    GpProblem problem = new GpProblem(n, d);
    candidates = problem.candidates(CANDIDATES);
    best = problem.best();
    value = new double[CANDIDATES];
    gradient = new double[CANDIDATES * d];
    engine = Engines.gp(backend(implementation), problem.model());
    engine.setData(n, problem.x, problem.y);
    engine.condition(problem.theta);
  }

  /** One batch; leaves the values and returns the gradients. */
  @Benchmark
  @OperationsPerInvocation(CANDIDATES)
  public double[] logExpectedImprovementAndGradient() {
    engine.logExpectedImprovement(CANDIDATES, candidates, best, value, gradient);
    return gradient;
  }
}
