package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounding makes stairs of a function; without the margin a coordinate sticks to a wrong step. */
class MixedIntegerTest {
  private static final int N = 20;
  private static final int SEEDS = 100;
  private static final EnumSet<CmaStop> CONVERGED =
      EnumSet.of(CmaStop.TOL_FUN, CmaStop.TOL_FUN_HISTORY, CmaStop.TOL_X, CmaStop.FLAT_FITNESS);

  /** The second half of the coordinates is rounded. */
  private static double value(double[] points, int from, double conditioning) {
    double sum = 0;
    for (int j = 0; j < N; j++) {
      double x = points[from + j];
      double seen = j < N / 2 ? x : Math.ceil(x - 0.5);
      sum += Math.pow(conditioning, (double) j / (N - 1)) * seen * seen;
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1e6})
  void everyRunIsSolvedAndEndsByItself(double conditioning) {
    double[] halves = new double[41];
    Arrays.setAll(halves, i -> i - 20.5);
    double[] start = new double[N];
    Arrays.fill(start, 3.3);
    int lambda = (int) (6 + 3 * (Math.log(N) + Math.log(N / 2)));
    for (int seed = 0; seed < SEEDS; seed++) {
      CmaEsBuilder builder =
          CmaEs.builder(start, 1)
              .seed(seed)
              .populationSize(lambda)
              .maxEvaluations(100_000)
              .tolerances(StopTolerances.DEFAULT.withFlatGenerations(18));
      for (int j = N / 2; j < N; j++) {
        builder.thresholds(j, halves);
      }
      CmaEs es = builder.build();
      double[] values = new double[lambda];
      while (es.stop().isEmpty()) {
        double[] points = es.ask();
        Arrays.setAll(values, i -> value(points, i * N, conditioning));
        es.tell(values);
      }
      String what = "seed " + seed + ": " + es.stop() + " at " + es.bestValue();
      assertTrue(es.bestValue() < 1e-9, what);
      assertTrue(CONVERGED.contains(es.stop().orElseThrow()), what);
    }
  }
}
