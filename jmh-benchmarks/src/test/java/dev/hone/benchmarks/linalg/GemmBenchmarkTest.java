package dev.hone.benchmarks.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.hone.benchmarks.Comparison;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GemmBenchmarkTest {
  private static final int N = 33;

  private static List<String> implementations() {
    return Comparison.available(GemmBenchmark.class);
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void addsTheProductOfTheTransposeToC(String implementation) {
    GemmBenchmark benchmark = new GemmBenchmark();
    benchmark.implementation = implementation;
    benchmark.n = N;
    benchmark.setUp();

    benchmark.multiply();
    benchmark.multiply();
    double[] c = benchmark.c();

    double tolerance = 2 * N * Math.ulp((double) N);
    assertArrayEquals(twiceTheProduct(), c, tolerance);
  }

  /** Sums over the rows of the benchmark's A and B, drawn as it draws them. */
  private static double[] twiceTheProduct() {
    double[] a = Matrices.random(N, N, 42);
    double[] b = Matrices.random(N, N, 43);
    double[] c = new double[N * N];
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        for (int row = 0; row < N; row++) {
          c[i * N + j] += 2 * a[row * N + i] * b[row * N + j];
        }
      }
    }
    return c;
  }
}
