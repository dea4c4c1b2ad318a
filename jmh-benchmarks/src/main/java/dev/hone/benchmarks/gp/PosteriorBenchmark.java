package dev.hone.benchmarks.gp;

import dev.hone.benchmarks.Comparison;
import dev.hone.math.Engines;
import dev.hone.math.gp.GpEngine;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Posterior mean and variance and the Log Expected Improvement of a batch of candidates, at fixed
 * hyperparameters: the first stage of a suggestion. An operation is one candidate.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class PosteriorBenchmark extends Comparison {
  static final int CANDIDATES = 1024;

  /** Number of observations. */
  @Param({"7", "33", "100", "207", "500", "702", "1000"})
  public int n;

  /** Dimension. */
  @Param({"10", "20"})
  public int d;

  private double[] value;
  private Runnable acquisition;

  /** Draws observations and candidates, and conditions on the observations. */
  @Setup
  public void setUp() {
    GpProblem problem = new GpProblem(n, d);
    double[] candidates = problem.candidates(CANDIDATES);
    value = new double[CANDIDATES];
    acquisition = isEjml() ? ejml(problem, candidates) : hone(problem, candidates);
  }

  /** Scores the batch; returns one value per candidate. */
  @Benchmark
  @OperationsPerInvocation(CANDIDATES)
  public double[] logExpectedImprovement() {
    acquisition.run();
    return value;
  }

  private Runnable hone(GpProblem problem, double[] candidates) {
    GpEngine engine = Engines.gp(backend(), problem.model());
    engine.setData(n, problem.x, problem.y);
    engine.condition(problem.theta);
    double best = problem.best();
    return () -> engine.logExpectedImprovement(CANDIDATES, candidates, best, value, null);
  }

  private Runnable ejml(GpProblem problem, double[] candidates) {
    EjmlGaussianProcess process = new EjmlGaussianProcess(problem);
    process.condition(problem.theta);
    double best = problem.best();
    return () -> process.logExpectedImprovement(CANDIDATES, candidates, best, value);
  }
}
