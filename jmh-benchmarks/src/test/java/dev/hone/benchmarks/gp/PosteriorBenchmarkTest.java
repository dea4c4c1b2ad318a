package dev.hone.benchmarks.gp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PosteriorBenchmarkTest {
  private static final double TOLERANCE = 1e-9;

  @ParameterizedTest
  @MethodSource("dev.hone.benchmarks.Comparison#availableImplementations")
  void agreesWithTheScalarOracle(String implementation) {
    double[] expected = benchmark("scalar").logExpectedImprovement();
    PosteriorBenchmark benchmark = benchmark(implementation);

    benchmark.logExpectedImprovement();
    double[] actual = benchmark.logExpectedImprovement();

    assertArrayEquals(expected, actual, TOLERANCE);
  }

  private static PosteriorBenchmark benchmark(String implementation) {
    PosteriorBenchmark benchmark = new PosteriorBenchmark();
    benchmark.implementation = implementation;
    benchmark.n = 33;
    benchmark.d = 3;
    benchmark.setUp();
    return benchmark;
  }
}
