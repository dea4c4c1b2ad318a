package dev.hone.benchmarks.gp;

import dev.hone.benchmarks.Comparison;
import dev.hone.math.Engines;
import dev.hone.math.gp.GpEngine;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * One more observation at the hyperparameters at hand, and back: what telling an outcome costs
 * between two refits. It is bound by reading the factor, so its size decides which memory is
 * measured.
 */
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class AppendBenchmark extends Comparison {

  /** Who appends. */
  @Param({OURS, SCALAR, GPU})
  public String implementation = OURS;

  /** Number of observations before. */
  @Param({"7", "33", "100", "207", "500", "702", "1000", "2000", "4000"})
  public int n;

  /** Dimension. */
  @Param("10")
  public int d;

  private GpEngine engine;
  private double[] point;
  private double target;

  /** Draws the observations, and conditions on all but the last. */
  @Setup
  public void setUp() {
    GpProblem problem = new GpProblem(n + 1, d);
    point = Arrays.copyOfRange(problem.x, n * d, (n + 1) * d);
    target = problem.y[n];
    engine = Engines.gp(backend(implementation), problem.model());
    engine.setData(n, problem.x, problem.y);
    engine.condition(problem.theta);
  }

  /** One append and one truncation; returns the engine. */
  @Benchmark
  public GpEngine appendAndTruncate() {
    engine.append(point, target);
    engine.truncate(n);
    return engine;
  }
}
