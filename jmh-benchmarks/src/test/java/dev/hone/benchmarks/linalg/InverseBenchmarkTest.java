package dev.hone.benchmarks.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.benchmarks.Comparison;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InverseBenchmarkTest {
  private static final int N = 33;

  private static List<String> implementations() {
    return Comparison.available(InverseBenchmark.class);
  }

  /** The precision of an autoregressive process is tridiagonal, and known. */
  @ParameterizedTest
  @MethodSource("implementations")
  void findsThePrecisionOfAnAutoregressiveProcess(String implementation) {
    InverseBenchmark benchmark = new InverseBenchmark();
    benchmark.implementation = implementation;
    benchmark.n = N;
    benchmark.setUp();

    benchmark.factorAndInvert();
    benchmark.factorAndInvert();

    double[] inverse = benchmark.inverse();
    double rho = Math.exp(-0.1);
    double scale = -1 / Math.expm1(-0.2);
    for (int i = 0; i < N; i++) {
      for (int j = i; j < N; j++) {
        boolean end = i == 0 || i == N - 1;
        double expected =
            j == i ? scale * (end ? 1 : 1 + rho * rho) : j == i + 1 ? -scale * rho : 0;
        assertEquals(expected, inverse[i * N + j], 1e-11, "A⁻¹[" + i + ", " + j + "]");
      }
    }
  }
}
