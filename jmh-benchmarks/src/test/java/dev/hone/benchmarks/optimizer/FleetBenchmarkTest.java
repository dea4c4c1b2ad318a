package dev.hone.benchmarks.optimizer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetBenchmarkTest {

  @ParameterizedTest
  @ValueSource(strings = {"simd", "loop"})
  void stepsAllOptimizersAndStartsOver(String implementation) {
    FleetBenchmark benchmark = new FleetBenchmark();
    benchmark.implementation = implementation;
    benchmark.members = 3;
    benchmark.trials = 12;
    benchmark.d = 2;
    benchmark.setUp();
    double[] first = benchmark.step().clone();
    for (int i = 1; i < FleetBenchmark.SPAN; i++) {
      benchmark.step();
    }
    double[] best = benchmark.step().clone();
    assertTrue(Arrays.equals(first, best), "not where it started");
    for (double value : first) {
      assertTrue(value < 12, "value " + value + ": no better than chance");
    }
    benchmark.tearDown();
  }
}
