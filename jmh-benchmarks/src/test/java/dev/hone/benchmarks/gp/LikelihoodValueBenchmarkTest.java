package dev.hone.benchmarks.gp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.benchmarks.Comparison;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LikelihoodValueBenchmarkTest {

  private static List<String> implementations() {
    return Comparison.available(LikelihoodValueBenchmark.class);
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void agreesWithTheScalarOracle(String implementation) {
    double expected = benchmark("scalar").likelihood();
    LikelihoodValueBenchmark benchmark = benchmark(implementation);

    benchmark.likelihood();

    assertEquals(expected, benchmark.likelihood(), 1e-10 * Math.abs(expected));
  }

  private static LikelihoodValueBenchmark benchmark(String implementation) {
    LikelihoodValueBenchmark benchmark = new LikelihoodValueBenchmark();
    benchmark.implementation = implementation;
    benchmark.n = 33;
    benchmark.d = 3;
    benchmark.setUp();
    return benchmark;
  }
}
