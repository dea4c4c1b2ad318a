package dev.hone.benchmarks.gp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.hone.benchmarks.Comparison;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AcquisitionGradientBenchmarkTest {

  private static List<String> implementations() {
    return Comparison.available(AcquisitionGradientBenchmark.class);
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void agreesWithTheScalarOracle(String implementation) {
    double[] expected = benchmark("scalar").logExpectedImprovementAndGradient();
    AcquisitionGradientBenchmark benchmark = benchmark(implementation);

    benchmark.logExpectedImprovementAndGradient();
    double[] actual = benchmark.logExpectedImprovementAndGradient();

    assertArrayEquals(expected, actual, 1e-8);
  }

  private static AcquisitionGradientBenchmark benchmark(String implementation) {
    AcquisitionGradientBenchmark benchmark = new AcquisitionGradientBenchmark();
    benchmark.implementation = implementation;
    benchmark.n = 33;
    benchmark.d = 3;
    benchmark.setUp();
    return benchmark;
  }
}
