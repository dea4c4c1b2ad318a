package dev.hone.benchmarks.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.BatchMethod;
import dev.hone.Configuration;
import dev.hone.Trial;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchBenchmarkTest {

  @ParameterizedTest
  @CsvSource({"AUTOMATIC, 4, 0", "JOINT_IMPROVEMENT, 3, 0", "KRIGING_BELIEVER, 4, 1"})
  void suggestsBetterAndBetterBatchesAndStartsOver(BatchMethod method, int batch, int regions) {
    BatchBenchmark benchmark = new BatchBenchmark();
    benchmark.method = method;
    benchmark.batch = batch;
    benchmark.trials = 12;
    benchmark.d = 3;
    benchmark.regions = regions;
    benchmark.setUp();
    Set<Configuration> distinct = new HashSet<>();
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < BatchBenchmark.SPAN; i++) {
      for (Trial trial : benchmark.ask()) {
        distinct.add(trial.configuration());
        best = Math.min(best, trial.value());
      }
    }
    assertEquals(BatchBenchmark.SPAN * batch, distinct.size());
    assertTrue(best < 6, "best " + best + ": no better than the observations");
    assertEquals(benchmark.trials, benchmark.ask().getFirst().number());
    benchmark.tearDown();
  }

  @ParameterizedTest
  @CsvSource({"0", "2"})
  void drawsManyAtOnceAndStartsOverEachTime(int regions) {
    BatchBenchmark benchmark = new BatchBenchmark();
    benchmark.batch = 200;
    benchmark.trials = 12;
    benchmark.d = 3;
    benchmark.regions = regions;
    benchmark.setUp();
    for (int i = 0; i < 2; i++) {
      List<Trial> batch = benchmark.ask();
      assertEquals(200, batch.stream().map(Trial::configuration).distinct().count());
      assertEquals(benchmark.trials, batch.getFirst().number());
    }
    benchmark.tearDown();
  }
}
