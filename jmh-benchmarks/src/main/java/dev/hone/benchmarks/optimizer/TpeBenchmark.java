package dev.hone.benchmarks.optimizer;

import dev.hone.SearchSpace;
import dev.hone.TpeOptimizer;
import dev.hone.Trial;
import dev.hone.benchmarks.Comparison;
import dev.hone.math.random.CounterRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One suggestion of the tree-structured Parzen estimator after some trials, and what it costs to
 * tell what came of it.
 *
 * <p>After {@value #SPAN} suggestions the optimizer starts over, so that the size stays what it is
 * said to be; the time of that is spread over them by the mean, and is not in the median. There is
 * no outside baseline on the JVM; issue and README name those of Python.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class TpeBenchmark extends Comparison {
  static final int SPAN = 500;

  /** A backend as the system property spells it. */
  @Param({OURS, SCALAR})
  public String backend = OURS;

  /** Trials told before. */
  @Param({"100", "1000", "10000"})
  public int trials;

  /** Number of continuous parameters. */
  @Param("10")
  public int d;

  private SearchSpace space;
  private TpeOptimizer optimizer;
  private int asked;

  /** Starts the first optimizer. */
  @Setup
  public void setUp() {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int k = 0; k < d; k++) {
      builder.uniform("x" + k, 0, 1);
    }
    space = builder.build();
    startOver();
  }

  /** Releases the optimizer. */
  @TearDown
  public void tearDown() {
    optimizer.close();
  }

  /** Asks for a suggestion and tells what came of it; returns the trial. */
  @Benchmark
  public Trial ask() {
    if (asked == SPAN) {
      optimizer.close();
      startOver();
    }
    asked++;
    Trial trial = optimizer.ask();
    optimizer.tell(trial, sphere(trial.configuration().encoded()));
    return trial;
  }

  private void startOver() {
    asked = 0;
    optimizer = TpeOptimizer.on(space).backend(backend(backend)).startupTrials(1).build();
    CounterRandom random = CounterRandom.of(1, 0);
    double[] point = new double[d];
    for (int i = 0; i < trials; i++) {
      random.fillUniform(point, 0, d);
      optimizer.observe(space.decode(point), sphere(point));
    }
  }

  private static double sphere(double[] x) {
    double sum = 0;
    for (double v : x) {
      sum += (v - 0.3) * (v - 0.3);
    }
    return sum;
  }
}
