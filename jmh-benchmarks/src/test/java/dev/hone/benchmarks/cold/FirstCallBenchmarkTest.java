package dev.hone.benchmarks.cold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FirstCallBenchmarkTest {

  @Test
  void suggestsTheSameOnPlainLoopsAndOnVectors() throws IOException, InterruptedException {
    FirstCallBenchmark benchmark = new FirstCallBenchmark();
    FirstCallBenchmark.Parts parts = new FirstCallBenchmark.Parts();
    benchmark.implementation = "simd";
    String plain = benchmark.firstSuggestion(parts);
    assertTrue(parts.setUpMillis > 0 && parts.askMillis > 0);
    benchmark.implementation = "simd-off";
    assertEquals(benchmark.firstSuggestion(parts), plain);
  }
}
