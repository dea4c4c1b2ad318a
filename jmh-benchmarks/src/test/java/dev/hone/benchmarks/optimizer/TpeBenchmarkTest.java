package dev.hone.benchmarks.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.Trial;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TpeBenchmarkTest {

  @ParameterizedTest
  @ValueSource(strings = {"simd", "scalar"})
  void suggestsAfterItsTrialsAndStartsOver(String backend) {
    TpeBenchmark benchmark = new TpeBenchmark();
    benchmark.backend = backend;
    benchmark.trials = 20;
    benchmark.d = 3;
    benchmark.setUp();
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < TpeBenchmark.SPAN; i++) {
      Trial trial = benchmark.ask();
      assertEquals(benchmark.trials + i, trial.number());
      best = Math.min(best, trial.value());
    }
    assertTrue(best < 1e-3, "best " + best);
    assertEquals(benchmark.trials, benchmark.ask().number());
    benchmark.tearDown();
  }
}
