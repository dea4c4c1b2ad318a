package dev.hone.benchmarks.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.benchmarks.Comparison;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CholeskyBenchmarkTest {
  private static final int N = 33;

  private static List<String> implementations() {
    return Comparison.available(CholeskyBenchmark.class);
  }

  /**
   * The process has the correlation ρ = e^−0.1, and its factor is known: the row of the first value
   * is ρʲ, every later row i is √(1 − ρ²)·ρʲ⁻ⁱ.
   */
  @ParameterizedTest
  @MethodSource("implementations")
  void findsTheFactorOfAnAutoregressiveProcess(String implementation) {
    CholeskyBenchmark benchmark = new CholeskyBenchmark();
    benchmark.implementation = implementation;
    benchmark.n = N;
    benchmark.setUp();

    benchmark.factor();
    benchmark.factor();
    double[] factor = benchmark.result();

    boolean lower = Set.of(Comparison.EJML, Comparison.HIPPARCHUS).contains(implementation);
    for (int i = 0; i < N; i++) {
      double scale = i == 0 ? 1 : Math.sqrt(-Math.expm1(-0.2));
      for (int j = i; j < N; j++) {
        double expected = scale * Math.exp(-0.1 * (j - i));
        double actual = factor[lower ? j * N + i : i * N + j];
        assertEquals(expected, actual, 1e-13, "U[" + i + ", " + j + "]");
      }
    }
  }
}
