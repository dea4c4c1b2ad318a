package dev.hone.benchmarks.cold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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

  /** The decision record on first calls says what a lambda costs there. */
  @Test
  void noClassOfOursIsMadeUpOnTheWay() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-Xlog:class+load:stdout",
                "-cp",
                FirstCallBenchmark.classPath(),
                FirstCall.class.getName(),
                "simd",
                "50",
                "6")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
    assertEquals(0, process.waitFor());
    assertTrue(lines.stream().anyMatch(line -> line.contains("dev.hone.GpOptimizer ")));
    assertEquals(
        List.of(),
        lines.stream()
            .filter(line -> line.contains("dev.hone") && line.contains("Lambda"))
            .toList());
  }
}
