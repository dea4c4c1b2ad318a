package dev.hone.benchmarks.eigen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.benchmarks.Comparison;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SymmetricEigenBenchmarkTest {
  private static final int N = 33;
  private static final double TOLERANCE = 1e-12;

  private static List<String> implementations() {
    return Comparison.available(SymmetricEigenBenchmark.class);
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void findsOrthonormalEigenvectors(String implementation) {
    SymmetricEigenBenchmark benchmark = new SymmetricEigenBenchmark();
    benchmark.implementation = implementation;
    benchmark.n = N;
    benchmark.setUp();

    benchmark.decompose();
    benchmark.decompose();

    double[] a = SymmetricEigenBenchmark.randomSymmetric(N);
    double[] result = benchmark.result();
    for (int i = 0; i < N; i++) {
      for (int row = 0; row < N; row++) {
        double image = dot(a, row, result, 1 + i);
        double scaled = result[i] * result[(1 + i) * N + row];
        assertEquals(scaled, image, TOLERANCE, "(Av)[" + row + "] of eigenvector " + i);
      }
      for (int j = 0; j < N; j++) {
        double product = dot(result, 1 + i, result, 1 + j);
        assertEquals(i == j ? 1 : 0, product, TOLERANCE, "eigenvectors " + i + " and " + j);
      }
    }
  }

  private static double dot(double[] x, int xRow, double[] y, int yRow) {
    double sum = 0;
    for (int k = 0; k < N; k++) {
      sum += x[xRow * N + k] * y[yRow * N + k];
    }
    return sum;
  }
}
