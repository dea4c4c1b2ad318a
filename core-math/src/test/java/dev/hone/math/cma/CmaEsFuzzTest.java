package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the values, the state stays finite and nothing is thrown. */
class CmaEsFuzzTest {

  private static double sphere(double[] x) {
    return Arrays.stream(x).map(v -> v * v).sum();
  }

  private static double[] start(int n, double value) {
    double[] x = new double[n];
    Arrays.fill(x, value);
    return x;
  }

  private static void tell(CmaEs es, ToDoubleFunction<double[]> f) {
    double[] points = es.ask();
    double[] values = new double[es.populationSize()];
    for (int i = 0; i < values.length; i++) {
      int from = i * es.dimension();
      values[i] = f.applyAsDouble(Arrays.copyOfRange(points, from, from + es.dimension()));
    }
    es.tell(values);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10})
  void oddFunctionsNeverLeadToNaN(int n) {
    double inf = Double.POSITIVE_INFINITY;
    SplittableRandom random = new SplittableRandom(n);
    List<ToDoubleFunction<double[]>> functions = functions(random, inf);
    for (int lambda : new int[] {2, 3, 10, 129}) {
      for (int k = 0; k < functions.size(); k++) {
        for (double mean : new double[] {0, 1, -1e138, 1e-300}) {
          for (CovarianceModel model : CovarianceModel.values()) {
            String what = "function " + k + ", λ = " + lambda + ", mean " + mean + ", " + model;
            CmaEs es =
                CmaEs.builder(start(n, mean), mean == 0 ? 1 : Math.abs(mean) / 10)
                    .populationSize(lambda)
                    .model(model)
                    .seed(k)
                    .build();
            for (int g = 0; g < 40; g++) {
              for (double x : es.ask()) {
                assertTrue(Double.isFinite(x), what);
              }
              tell(es, functions.get(k));
              assertTrue(es.sigma() > 0 && es.sigma() <= 1e300, what);
            }
          }
        }
      }
    }
  }

  private static List<ToDoubleFunction<double[]>> functions(SplittableRandom random, double inf) {
    return List.of(
        CmaEsFuzzTest::sphere,
        x -> x[0],
        x -> 0,
        x -> Double.NaN,
        x -> inf,
        x -> -inf,
        x -> x[0] > 0 ? inf : Double.NaN,
        x -> random.nextDouble(),
        x -> random.nextInt(4) == 0 ? -inf : random.nextDouble());
  }

  @Test
  void largePopulationsAreServed() {
    for (CovarianceModel model : CovarianceModel.values()) {
      CmaEs es = CmaEs.builder(start(4, 1), 1).populationSize(10_000).model(model).build();
      for (int g = 0; g < 5; g++) {
        tell(es, CmaEsFuzzTest::sphere);
      }
      assertTrue(es.bestValue() < 0.1, () -> model + ": " + es.bestValue());
    }
  }
}
