package dev.hone.benchmarks.optimizer;

import dev.hone.GpOptimizer;
import dev.hone.Trial;
import dev.hone.benchmarks.Comparison;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
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
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class AskBenchmark extends Comparison {
  static final int SPAN = 8;

  /** A backend as the system property spells it. */
  @Param({OURS, SCALAR, GPU})
  public String backend = OURS;

  /**
   * Trials told before. Few, and by a name of its own: a suggestion on plain loops takes seconds at
   * the sizes that are quick for a single kernel.
   */
  @Param({"33", "100"})
  public int trials;

  /** Number of continuous parameters. */
  @Param("10")
  public int d;

  /**
   * Share of growth after which hyperparameters are fitted again: 0 for every suggestion, 0.05 as
   * the default is.
   */
  @Param("0")
  public double growth;

  private RosenbrockStudy study;
  private GpOptimizer optimizer;
  private int asked;

  /** Starts the first optimizer. */
  @Setup
  public void setUp() {
    study = new RosenbrockStudy(d);
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
    study.tell(optimizer, trial);
    return trial;
  }

  private void startOver() {
    asked = 0;
    optimizer =
        GpOptimizer.on(study.space())
            .backend(backend(backend))
            .initialTrials(1)
            .refitGrowth(growth)
            .build();
    study.observe(optimizer, trials);
  }
}
