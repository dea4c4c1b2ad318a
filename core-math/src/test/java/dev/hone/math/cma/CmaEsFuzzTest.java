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

  /** Bounds so near that few numbers lie between them, and so far that widths almost overflow. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void oddBoundsAreNeverLeft(int n) {
    double[][] bounds = {
      {1, 1 + 1e-12}, {0, 1e-12}, {-1e300, 1e300}, {0, 1e300}, {-1e138, -1e137}, {1, 1 + 4e-16}
    };
    SplittableRandom random = new SplittableRandom(n);
    List<ToDoubleFunction<double[]>> functions = functions(random, Double.POSITIVE_INFINITY);
    for (double[] bound : bounds) {
      double width = bound[1] - bound[0];
      for (double relative : new double[] {0.2, 1e-9, 1e3}) {
        for (int k = 0; k < functions.size(); k++) {
          for (CovarianceModel model : CovarianceModel.values()) {
            String what = Arrays.toString(bound) + ", function " + k + ", " + model;
            CmaEs es =
                CmaEs.builder(start(n, bound[0]), relative)
                    .scales(start(n, width))
                    .bounds(start(n, bound[0]), start(n, bound[1]))
                    .model(model)
                    .seed(k)
                    .build();
            for (int g = 0; g < 25; g++) {
              for (double x : es.ask()) {
                assertTrue(x >= bound[0] && x <= bound[1], () -> what + ": " + x);
              }
              tell(es, functions.get(k));
              assertTrue(es.sigma() > 0 && es.sigma() <= 1e300, what);
            }
            for (double x : es.mean()) {
              assertTrue(x >= bound[0] && x <= bound[1], () -> what + ": mean " + x);
            }
          }
        }
      }
    }
  }

  /** As above, for the largest population at values that say little. */
  @Test
  void oddValuesOfLargePopulationsNeverLeadToNaN() {
    SplittableRandom random = new SplittableRandom(5);
    List<ToDoubleFunction<double[]>> functions = functions(random, Double.POSITIVE_INFINITY);
    for (CovarianceModel model : CovarianceModel.values()) {
      for (int n : new int[] {1, 2}) {
        for (int k = 0; k < functions.size(); k++) {
          CmaEs es =
              CmaEs.builder(start(n, 1e138), 1e137)
                  .populationSize(10_000)
                  .model(model)
                  .seed(k)
                  .build();
          for (int g = 0; g < 2; g++) {
            tell(es, functions.get(k));
          }
          for (double x : es.ask()) {
            assertTrue(Double.isFinite(x), model + ", function " + k);
          }
        }
      }
    }
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
