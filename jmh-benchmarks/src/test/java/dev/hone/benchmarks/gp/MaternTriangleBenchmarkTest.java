package dev.hone.benchmarks.gp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.benchmarks.Comparison;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaternTriangleBenchmarkTest {
  private static final int N = 33;
  private static final int LD = 40;
  private static final int D = 3;

  private static List<String> implementations() {
    return Comparison.available(MaternTriangleBenchmark.class);
  }

  /** Rasmussen and Williams (2006), eq. 4.17, and −2 times its derivative by r². */
  @ParameterizedTest
  @MethodSource("implementations")
  void fillsCovariancesAndDerivatives(String implementation) {
    MaternTriangleBenchmark benchmark = new MaternTriangleBenchmark();
    benchmark.implementation = implementation;
    benchmark.n = N;
    benchmark.d = D;
    benchmark.setUp();

    benchmark.fill();
    benchmark.fill();

    double[] result = benchmark.result();
    GpProblem problem = new GpProblem(N, D);
    for (int i = 0; i < N; i++) {
      assertEquals(1.01, result[i * LD + i], 1e-15, "K[" + i + ", " + i + "]");
      for (int j = i + 1; j < N; j++) {
        double r2 = 0;
        for (int k = 0; k < D; k++) {
          double difference = problem.x[i * D + k] - problem.x[j * D + k];
          r2 += Math.pow(difference / Math.exp(problem.theta[k]), 2);
        }
        double q = Math.sqrt(5 * r2);
        String where = "[" + i + ", " + j + "]";
        double covariance = (1 + q + q * q / 3) * Math.exp(-q);
        assertEquals(covariance, result[i * LD + j], 1e-14, "K" + where);
        double derivative = 5.0 / 3 * (1 + q) * Math.exp(-q);
        assertEquals(derivative, result[(N + i) * LD + j], 1e-14, "G" + where);
      }
    }
  }
}
