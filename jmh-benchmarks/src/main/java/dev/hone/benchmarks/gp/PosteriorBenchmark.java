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
 * Posterior mean and variance of a batch of candidates at fixed hyperparameters, alone and with the
 * Log Expected Improvement: the first stage of a suggestion. An operation is one candidate.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class PosteriorBenchmark extends Comparison {
  static final int CANDIDATES = 1024;

  /** Who predicts. */
  @Param({OURS, SCALAR, GPU, NATIVE, EJML})
  public String implementation = OURS;

  /** Number of observations. */
  @Param({"7", "33", "100", "207", "500", "702", "1000"})
  public int n;

  /** Dimension. */
  @Param({"10", "20"})
  public int d;

  private double[] candidates;
  private double best;
  private double[] mean;
  private double[] value;
  private Posterior asked;

  /** What a Gaussian asked is asked here; each writes into {@link #mean} and {@link #value}. */
  private interface Posterior {
    void posterior();

    void logExpectedImprovement();
  }

  /** Draws observations and candidates, and conditions on the observations. */
  @Setup
  public void setUp() {
    GpProblem problem = new GpProblem(n, d);
    candidates = problem.candidates(CANDIDATES);
    best = problem.best();
    mean = new double[CANDIDATES];
    value = new double[CANDIDATES];
    asked = implementation.equals(EJML) ? ejml(problem) : hone(problem);
  }

  /** Predicts the batch; leaves means and returns variances. */
  @Benchmark
  @OperationsPerInvocation(CANDIDATES)
  public double[] posterior() {
    asked.posterior();
    return value;
  }

  /** Scores the batch; returns one value per candidate. */
  @Benchmark
  @OperationsPerInvocation(CANDIDATES)
  public double[] logExpectedImprovement() {
    asked.logExpectedImprovement();
    return value;
  }

  double[] mean() {
    return mean;
  }

  private Posterior hone(GpProblem problem) {
    GpEngine engine = Engines.gp(backend(implementation), problem.model());
    engine.setData(n, problem.x, problem.y);
    engine.condition(problem.theta);
    return new Posterior() {
      @Override
      public void posterior() {
        engine.posterior(CANDIDATES, candidates, mean, value);
      }

      @Override
      public void logExpectedImprovement() {
        engine.logExpectedImprovement(CANDIDATES, candidates, best, value, null);
      }
    };
  }

  private Posterior ejml(GpProblem problem) {
    EjmlGaussianProcess gaussian = new EjmlGaussianProcess(problem);
    gaussian.condition(problem.theta);
    return new Posterior() {
      @Override
      public void posterior() {
        gaussian.posterior(CANDIDATES, candidates, mean, value);
      }

      @Override
      public void logExpectedImprovement() {
        gaussian.logExpectedImprovement(CANDIDATES, candidates, best, value);
      }
    };
  }
}
