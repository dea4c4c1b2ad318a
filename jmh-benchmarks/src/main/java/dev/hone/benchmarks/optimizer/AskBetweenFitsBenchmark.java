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
 * One suggestion of the Gaussian-process optimizer while its hyperparameters stay: the trial fails,
 * so that the number of observations is the same for all suggestions and no fit is ever due.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class AskBetweenFitsBenchmark extends Comparison {

  /** A backend as the system property spells it. */
  @Param({OURS, SCALAR, GPU})
  public String backend = OURS;

  /** Trials told before. */
  @Param({"33", "100"})
  public int trials;

  /** Number of continuous parameters. */
  @Param("10")
  public int d;

  private GpOptimizer optimizer;

  /** Tells the optimizer of its trials, and has it fit. */
  @Setup
  public void setUp() {
    RosenbrockStudy study = new RosenbrockStudy(d);
    optimizer = GpOptimizer.on(study.space()).backend(backend(backend)).initialTrials(1).build();
    study.observe(optimizer, trials);
    optimizer.fail(optimizer.ask());
  }

  /** Releases the optimizer. */
  @TearDown
  public void tearDown() {
    optimizer.close();
  }

  /** Asks for a suggestion and lets it fail; returns the trial. */
  @Benchmark
  public Trial ask() {
    Trial trial = optimizer.ask();
    optimizer.fail(trial);
    return trial;
  }
}
