package dev.hone.benchmarks.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.Trial;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AskBetweenFitsBenchmarkTest {

  @ParameterizedTest
  @ValueSource(strings = {"simd", "scalar"})
  void suggestsSomethingElseEachTime(String backend) {
    AskBetweenFitsBenchmark benchmark = new AskBetweenFitsBenchmark();
    benchmark.backend = backend;
    benchmark.trials = 12;
    benchmark.d = 3;
    benchmark.setUp();
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      Trial trial = benchmark.ask();
      assertEquals(Trial.State.FAILED, trial.state());
      seen.add(trial.configuration());
    }
    assertEquals(5, seen.size());
    benchmark.tearDown();
  }
}
