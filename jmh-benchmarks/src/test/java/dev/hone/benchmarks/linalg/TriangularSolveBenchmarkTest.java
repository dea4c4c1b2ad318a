package dev.hone.benchmarks.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.benchmarks.Comparison;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TriangularSolveBenchmarkTest {
  private static final int N = 33;
  private static final int M = TriangularSolveBenchmark.RIGHT_HAND_SIDES;

  private static List<String> implementations() {
    return Comparison.available(TriangularSolveBenchmark.class);
  }

  /** Two solves take away twice what is above the diagonal, up to its square. */
  @ParameterizedTest
  @MethodSource("implementations")
  void solvesWithATriangleNextToTheIdentity(String implementation) {
    TriangularSolveBenchmark benchmark = new TriangularSolveBenchmark();
    benchmark.implementation = implementation;
    benchmark.n = N;
    benchmark.setUp();

    benchmark.solve();
    benchmark.solve();

    double[] u = Matrices.random(N, N, 42);
    double[] b = Matrices.random(N, M, 43);
    double[] x = benchmark.x();
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < M; j++) {
        double expected = b[i * M + j];
        for (int k = 0; k < i; k++) {
          expected -= 2 * TriangularSolveBenchmark.COUPLING * u[k * N + i] * b[k * M + j];
        }
        assertEquals(expected, x[i * M + j], 1e-14, "X[" + i + ", " + j + "]");
      }
    }
  }
}
