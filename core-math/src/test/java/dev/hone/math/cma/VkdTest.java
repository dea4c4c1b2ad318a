package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Evaluations of VkD-CMA-ES to 10⁻⁸ in 100 dimensions; beside each bound what {@link
 * CovarianceModel#CHOLESKY} takes from the same start.
 */
class VkdTest {
  private static final int N = 100;

  private static long evaluations(ToDoubleFunction<double[]> f, double start, double sigma) {
    double[] x = new double[N];
    Arrays.setAll(x, j -> start + 0.5 * Math.sin(j));
    CmaEs es =
        CmaEs.builder(x, sigma)
            .model(CovarianceModel.VKD)
            .seed(1)
            .target(1e-8)
            .maxEvaluations(500_000)
            .build();
    double[] values = new double[es.populationSize()];
    while (es.stop().isEmpty()) {
      double[] points = es.ask();
      for (int i = 0; i < values.length; i++) {
        values[i] = f.applyAsDouble(Arrays.copyOfRange(points, i * N, i * N + N));
      }
      es.tell(values);
    }
    assertEquals(Optional.of(CmaStop.TARGET), es.stop(), () -> "at " + es.bestValue());
    return es.evaluations();
  }

  private static double ellipsoid(double[] x) {
    double sum = 0;
    for (int j = 0; j < N; j++) {
      sum += Math.pow(1e6, j / (N - 1.0)) * x[j] * x[j];
    }
    return sum;
  }

  /** One long axis in the direction of alternating signs. */
  private static double cigar(double[] x, double condition) {
    double along = 0;
    double squares = 0;
    for (int j = 0; j < N; j++) {
      along += (j % 2 == 0 ? x[j] : -x[j]) / Math.sqrt(N);
      squares += x[j] * x[j];
    }
    return along * along + condition * (squares - along * along);
  }

  private static void assertAtMost(long bound, long evaluations) {
    assertTrue(evaluations <= bound, evaluations + " evaluations, expected at most " + bound);
  }

  @Test
  void scalesOfCoordinatesAreLearnedInLinearTime() {
    assertAtMost(40_000, evaluations(VkdTest::ellipsoid, 3, 2)); // 305,000
  }

  @Test
  void oneLongAxisIsFound() {
    assertAtMost(40_000, evaluations(x -> cigar(x, 1e6), 3, 2)); // 36,000
  }

  /** A long axis in coordinates whose scales differ: the model itself. */
  @Test
  void scalesAndALongAxisAreLearnedTogether() {
    double[] z = new double[N];
    long evaluations =
        evaluations(
            x -> {
              Arrays.setAll(z, j -> Math.pow(1e3, j / (N - 1.0)) * x[j]);
              return cigar(z, 1e4);
            },
            3,
            2);
    assertAtMost(70_000, evaluations); // 334,000
  }

  @Test
  void rosenbrocksValleyIsFollowed() {
    long evaluations =
        evaluations(
            x -> {
              double sum = 0;
              for (int j = 0; j < N - 1; j++) {
                double a = x[j] * x[j] - x[j + 1];
                sum += 100 * a * a + (x[j] - 1) * (x[j] - 1);
              }
              return sum;
            },
            0,
            0.1);
    assertAtMost(300_000, evaluations); // 391,000
  }
}
