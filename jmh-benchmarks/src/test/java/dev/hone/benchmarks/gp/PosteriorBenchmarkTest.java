package dev.hone.benchmarks.gp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.hone.benchmarks.Comparison;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PosteriorBenchmarkTest {
  private static final double TOLERANCE = 1e-9;

  private static List<String> implementations() {
    return Comparison.available(PosteriorBenchmark.class);
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void agreesWithTheScalarOracle(String implementation) {
    double[] expected = benchmark("scalar").logExpectedImprovement();
    PosteriorBenchmark benchmark = benchmark(implementation);

    benchmark.logExpectedImprovement();
    double[] actual = benchmark.logExpectedImprovement();

    assertArrayEquals(expected, actual, TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void predictsAsTheScalarOracle(String implementation) {
    PosteriorBenchmark oracle = benchmark("scalar");
    double[] expected = oracle.posterior();
    PosteriorBenchmark benchmark = benchmark(implementation);

    benchmark.posterior();
    double[] actual = benchmark.posterior();

    assertArrayEquals(expected, actual, TOLERANCE);
    assertArrayEquals(oracle.mean(), benchmark.mean(), TOLERANCE);
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
