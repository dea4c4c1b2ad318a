package dev.hone.benchmarks.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.benchmarks.Comparison;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SyrkBenchmarkTest {
  private static final int N = 33;

  private static List<String> implementations() {
    return Comparison.available(SyrkBenchmark.class);
  }

  /** Once, from C = 0: EJML does not add. */
  @ParameterizedTest
  @MethodSource("implementations")
  void multipliesTheTransposeByItself(String implementation) {
    SyrkBenchmark benchmark = new SyrkBenchmark();
    benchmark.implementation = implementation;
    benchmark.n = N;
    benchmark.setUp();

    benchmark.multiply();

    double[] a = Matrices.random(N, N, 42);
    double[] c = benchmark.c();
    for (int i = 0; i < N; i++) {
      for (int j = i; j < N; j++) {
        double sum = 0;
        for (int row = 0; row < N; row++) {
          sum += a[row * N + i] * a[row * N + j];
        }
        assertEquals(sum, c[i * N + j], N * Math.ulp((double) N), "C[" + i + ", " + j + "]");
      }
    }
  }
}
