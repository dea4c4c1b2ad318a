package dev.hone.benchmarks.gp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.benchmarks.Comparison;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LikelihoodBenchmarkTest {
  private static final double TOLERANCE = 1e-10;

  private static List<String> implementations() {
    return Comparison.available(LikelihoodBenchmark.class);
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void agreesWithTheScalarOracle(String implementation) {
    LikelihoodBenchmark oracle = benchmark("scalar");
    double expected = oracle.likelihoodAndGradient();
    LikelihoodBenchmark benchmark = benchmark(implementation);

    benchmark.likelihoodAndGradient();
    double actual = benchmark.likelihoodAndGradient();

    double scale = Math.abs(expected);
    assertEquals(expected, actual, TOLERANCE * scale);
    assertArrayEquals(oracle.gradient(), benchmark.gradient(), TOLERANCE * scale);
  }

  private static LikelihoodBenchmark benchmark(String implementation) {
    LikelihoodBenchmark benchmark = new LikelihoodBenchmark();
    benchmark.implementation = implementation;
    benchmark.n = 33;
    benchmark.d = 3;
    benchmark.setUp();
    return benchmark;
  }
}
