package dev.hone.benchmarks.optimizer;

import dev.hone.DoubleParam;
import dev.hone.GpOptimizer;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.benchmarks.HoneBenchmark;
import dev.hone.math.Backend;
import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One suggestion of the Gaussian-process optimizer after some trials, its refit of all
 * hyperparameters included.
 *
 * <p>Every suggestion is told, since nothing is refitted otherwise; after {@value #SPAN} of them
 * the optimizer starts over, so that the size stays what it is said to be. There is no outside
 * baseline: no other library on the JVM has a maintained Bayesian optimizer.
 */
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class AskBenchmark extends HoneBenchmark {
  static final int SPAN = 8;

  /** A backend as the system property spells it. */
  @Param({"simd", "scalar"})
  public String backend = "simd";

  /**
   * Trials told before. Few, and by a name of its own: a suggestion on plain loops takes seconds at
   * the sizes that are quick for a single kernel.
   */
  @Param({"33", "100"})
  public int trials;

  /** Number of continuous parameters. */
  @Param("10")
  public int d;

  private SearchSpace space;
  private List<DoubleParam> parameters;
  private GpOptimizer optimizer;
  private int asked;

  /** Starts the first optimizer. */
  @Setup
  public void setUp() {
    SearchSpace.Builder builder = SearchSpace.builder();
    parameters = new ArrayList<>();
    for (int k = 0; k < d; k++) {
      parameters.add(builder.uniform("x" + k, -5, 10));
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
    optimizer.tell(trial, rosenbrock(parameters.stream().mapToDouble(trial::get).toArray()));
    return trial;
  }

  private void startOver() {
    asked = 0;
    optimizer =
        GpOptimizer.on(space)
            .backend(Backend.valueOf(backend.toUpperCase(Locale.ROOT)))
            .initialTrials(1)
            .build();
    CounterRandom random = CounterRandom.of(1, 0);
    double[] point = new double[d];
    for (int i = 0; i < trials; i++) {
      random.fillUniform(point, 0, d);
      var configuration = space.decode(point);
      optimizer.observe(
          configuration, rosenbrock(parameters.stream().mapToDouble(configuration::get).toArray()));
    }
  }

  /**
   * H. H. Rosenbrock, An automatic method for finding the greatest or least value (1960), chained.
   */
  private static double rosenbrock(double[] x) {
    double sum = 0;
    for (int k = 1; k < x.length; k++) {
      double valley = x[k] - x[k - 1] * x[k - 1];
      sum += 100 * valley * valley + (1 - x[k - 1]) * (1 - x[k - 1]);
    }
    return Math.log1p(sum);
  }
}
