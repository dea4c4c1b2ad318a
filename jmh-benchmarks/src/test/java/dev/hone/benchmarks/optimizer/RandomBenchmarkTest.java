package dev.hone.benchmarks.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.Trial;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomBenchmarkTest {

  @Test
  void suggestsAsManyAsItSays() {
    RandomBenchmark benchmark = new RandomBenchmark();
    benchmark.d = 3;
    benchmark.setUp();
    List<Trial> trials = benchmark.batch();
    assertEquals(RandomBenchmark.SPAN, trials.size());
    assertEquals(
        RandomBenchmark.SPAN,
        new HashSet<>(trials.stream().map(Trial::configuration).toList()).size());
    assertEquals(0, benchmark.askAndTell().number());
  }
}
