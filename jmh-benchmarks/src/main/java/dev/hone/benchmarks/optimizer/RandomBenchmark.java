package dev.hone.benchmarks.optimizer;

import dev.hone.RandomOptimizer;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.benchmarks.HoneBenchmark;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Random suggestions: what everything around a method costs, from the point to the ledger of
 * trials. An optimizer is made for every {@value #SPAN} of them, which is part of the time.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class RandomBenchmark extends HoneBenchmark {
  static final int SPAN = 10_000;

  /** Number of continuous parameters. */
  @Param({"2", "10"})
  public int d;

  private SearchSpace space;

  /** Declares the space. */
  @Setup
  public void setUp() {
    SearchSpace.Builder builder = SearchSpace.builder();
    for (int k = 0; k < d; k++) {
      builder.uniform("x" + k, 0, 1);
    }
    space = builder.build();
  }

  /** Asks for all at once; returns the trials. */
  @Benchmark
  @OperationsPerInvocation(SPAN)
  public List<Trial> batch() {
    try (RandomOptimizer optimizer = RandomOptimizer.on(space).build()) {
      return optimizer.ask(SPAN);
    }
  }

  /** Asks one by one and tells each; returns the best trial. */
  @Benchmark
  @OperationsPerInvocation(SPAN)
  public Trial askAndTell() {
    try (RandomOptimizer optimizer = RandomOptimizer.on(space).build()) {
      for (int i = 0; i < SPAN; i++) {
        Trial trial = optimizer.ask();
        optimizer.tell(trial, i);
      }
      return optimizer.best();
    }
  }
}
