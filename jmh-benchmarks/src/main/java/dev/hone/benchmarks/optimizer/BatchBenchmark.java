package dev.hone.benchmarks.optimizer;

import dev.hone.BatchMethod;
import dev.hone.GpOptimizer;
import dev.hone.Trial;
import dev.hone.benchmarks.Comparison;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Several suggestions at once, planned with the one refit that is due after each batch was told.
 *
 * <p>A small batch is told and, when there have been {@value #SPAN}, the optimizer starts over. One
 * of more than {@value #TOLD} suggestions would soon be most of what is known: of it only so many
 * are told, and the optimizer starts over each time. The distribution of the times is what counts.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class BatchBenchmark extends Comparison {
  static final int SPAN = 4;
  static final int TOLD = 16;

  /** A backend as the system property spells it. */
  @Param({OURS, GPU})
  public String backend = OURS;

  /** How the suggestions are planned. */
  @Param("AUTOMATIC")
  public BatchMethod method = BatchMethod.AUTOMATIC;

  /** Suggestions at once. */
  @Param({"4", "16"})
  public int batch;

  /** Trials told before. */
  @Param("100")
  public int trials;

  /** Number of continuous parameters. */
  @Param("10")
  public int d;

  /** Trust regions, 0 for the whole space. */
  @Param("0")
  public int regions;

  /** Threads of the pool. */
  @Param("1")
  public int threads = 1;

  private RosenbrockStudy study;
  private GpOptimizer optimizer;
  private int asked;

  /** Starts the first optimizer. */
  @Setup(Level.Trial)
  public void setUp() {
    checkThreads(threads);
    study = new RosenbrockStudy(d);
    startOver();
  }

  /** Releases the optimizer. */
  @TearDown(Level.Trial)
  public void tearDown() {
    optimizer.close();
  }

  /** Asks for a batch and tells what came of it, or of its first members; returns the batch. */
  @Benchmark
  public List<Trial> ask() {
    if (asked >= SPAN || (asked > 0 && batch > TOLD)) {
      optimizer.close();
      startOver();
    }
    asked++;
    List<Trial> suggestions = optimizer.ask(batch);
    for (Trial trial : suggestions.subList(0, Math.min(TOLD, batch))) {
      study.tell(optimizer, trial);
    }
    return suggestions;
  }

  private void startOver() {
    asked = 0;
    optimizer =
        GpOptimizer.on(study.space())
            .backend(backend(backend))
            .initialTrials(1)
            .batches(method)
            .trustRegions(regions)
            .build();
    study.observe(optimizer, trials);
  }
}
