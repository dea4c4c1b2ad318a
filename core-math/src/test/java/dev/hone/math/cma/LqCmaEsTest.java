package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class LqCmaEsTest {
  private static final double TARGET = 1e-8;

  private static double[] filled(int n, double value) {
    double[] x = new double[n];
    Arrays.fill(x, value);
    return x;
  }

  /** An ellipsoid of condition 10⁶ whose axes are not those of the coordinates. */
  private static double ellipsoid(double[] x) {
    double sum = 0;
    double before = 0;
    for (int j = 0; j < x.length; j++) {
      double z = x[j] - 0.8 * before + 0.3 * x[x.length - 1 - j];
      before = x[j];
      sum += Math.pow(1e6, (double) j / (x.length - 1)) * z * z;
    }
    return sum;
  }

  private static double rosenbrock(double[] x) {
    double sum = 0;
    for (int j = 1; j < x.length; j++) {
      double bend = x[j] - x[j - 1] * x[j - 1];
      sum += 100 * bend * bend + (1 - x[j - 1]) * (1 - x[j - 1]);
    }
    return sum;
  }

  private static double differentPowers(double[] x) {
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      sum += Math.pow(Math.abs(x[j]), 2 + 4.0 * j / (x.length - 1));
    }
    return Math.sqrt(sum);
  }

  private static long plain(ToDoubleFunction<double[]> f, double[] start, long seed) {
    CmaEs es = CmaEs.builder(start, 0.5).seed(seed).target(TARGET).maxEvaluations(50_000).build();
    double[] values = new double[es.populationSize()];
    while (es.stop().isEmpty()) {
      double[] points = es.ask();
      Arrays.setAll(values, i -> f.applyAsDouble(row(points, i, start.length)));
      es.tell(values);
    }
    assertEquals(CmaStop.TARGET, es.stop().orElseThrow());
    return es.evaluations();
  }

  private static double[] row(double[] points, int i, int n) {
    return Arrays.copyOfRange(points, i * n, i * n + n);
  }

  private static void step(LqCmaEs es, ToDoubleFunction<double[]> f) {
    double[] points = es.ask();
    double[] values = new double[es.askedCount()];
    Arrays.setAll(values, i -> f.applyAsDouble(row(points, i, es.current().dimension())));
    es.tell(values);
  }

  private static long assisted(ToDoubleFunction<double[]> f, double[] start, long seed) {
    LqCmaEs es = new LqCmaEs(CmaEs.builder(start, 0.5).seed(seed).build());
    while (!(es.bestValue() <= TARGET)) {
      step(es, f);
      assertTrue(es.evaluations() < 50_000, () -> "seed " + seed + ": " + es.bestValue());
    }
    assertTrue(f.applyAsDouble(es.best()) == es.bestValue());
    return es.evaluations();
  }

  /** The sums over some seeds, of evaluations with and without the model. */
  private static double share(ToDoubleFunction<double[]> f, double[] start) {
    double with = 0;
    double without = 0;
    for (long seed = 1; seed <= 3; seed++) {
      with += assisted(f, start, seed);
      without += plain(f, start, seed);
    }
    return with / without;
  }

  @Test
  void quadraticFunctionsTakeATenthOfTheEvaluations() {
    assertTrue(share(LqCmaEsTest::ellipsoid, filled(8, 1)) < 0.1);
  }

  @Test
  void curvedValleysTakeHalfTheEvaluations() {
    assertTrue(share(LqCmaEsTest::rosenbrock, filled(8, 0)) < 0.6);
  }

  @Test
  void soDoFunctionsThatAreNotQuadratic() {
    assertTrue(share(LqCmaEsTest::differentPowers, filled(6, 1)) < 0.6);
  }

  @Test
  void modelsReproduceWhatTheyCanExpress() {
    int n = 5;
    SplittableRandom random = new SplittableRandom(2);
    QuadraticModel model = new QuadraticModel(n, Engines.linearAlgebra(Backend.SCALAR));
    for (int m : new int[] {7, 13, 40}) {
      double[] points = random.doubles((long) m * n, -1, 1).toArray();
      for (int i = 0; i < m; i++) {
        points[i * n + 1] = 1e-3 * points[i * n + 1] + 100;
        points[i * n + 2] = points[i * n] + 1e-4 * points[i * n + 2];
      }
      boolean full = m == 40;
      boolean diagonal = m == 13;
      ToDoubleFunction<double[]> f =
          x ->
              3 * x[0]
                  - x[4]
                  + (full || diagonal ? (x[3] - 2) * (x[3] - 2) + 5 * x[0] * x[0] : 0)
                  + (full ? (x[1] - 99) * (x[1] - 99) + x[4] * x[4] + 1e6 * sq(x[2] - x[0]) : 0);
      double[] values = new double[m];
      Arrays.setAll(values, i -> f.applyAsDouble(row(points, i, n)));
      Ranking ranking = new Ranking(m);
      ranking.rank(values, m);
      assertTrue(model.fit(points, values, ranking.order(), m));
      assertEquals(
          full
              ? QuadraticModel.Degree.FULL
              : diagonal ? QuadraticModel.Degree.DIAGONAL : QuadraticModel.Degree.LINEAR,
          model.degree());
      for (int i = 0; i < m; i++) {
        assertEquals(values[i], model.value(points, i * n), 1e-6 * (1 + Math.abs(values[i])));
      }
      double[] smallest = new double[n];
      assertEquals(full, model.minimizer(smallest) && full);
      if (full) {
        assertEquals(-0.3, smallest[0], 1e-5);
        assertEquals(99, smallest[1], 1e-3);
        assertEquals(-0.3, smallest[2], 1e-5);
        assertEquals(2, smallest[3], 1e-5);
        assertEquals(0.5, smallest[4], 1e-5);
        double[] columns = new double[n * n];
        assertTrue(model.conjugateDirections(columns));
        // x₂ − x₀ stays as it is where x₀ moves.
        assertEquals(1, columns[2 * n], 1e-4);
        assertEquals(0, columns[2], 0);
        assertEquals(0, columns[n], 1e-6);
      }
    }
    assertTrue(!model.fit(new double[5 * n], new double[5], new int[5], 5));
  }

  private static double sq(double v) {
    return v * v;
  }

  @Test
  void lostAndInfiniteValuesAreSurvived() {
    SplittableRandom random = new SplittableRandom(3);
    for (int kind = 0; kind < 5; kind++) {
      int k = kind;
      LqCmaEs es = new LqCmaEs(CmaEs.builder(filled(3, 1), 0.5).seed(kind).build());
      ToDoubleFunction<double[]> f =
          x ->
              switch (k) {
                case 0 -> Double.NaN;
                case 1 -> 7;
                case 2 -> random.nextInt(3) == 0 ? Double.NaN : ellipsoid(x);
                case 3 -> x[0] > 0 ? Double.POSITIVE_INFINITY : ellipsoid(x);
                default -> random.nextInt(5) == 0 ? Double.NEGATIVE_INFINITY : 1e300 * x[0];
              };
      for (int i = 0; i < 300; i++) {
        step(
            es,
            x -> {
              for (double v : x) {
                assertTrue(Double.isFinite(v));
              }
              return f.applyAsDouble(x);
            });
      }
      assertTrue(es.current().sigma() > 0 && Double.isFinite(es.current().sigma()));
    }
  }

  @Test
  void boundsAreKept() {
    LqCmaEs es =
        new LqCmaEs(CmaEs.builder(filled(3, 1), 0.3).bounds(filled(3, 0.5), filled(3, 2)).build());
    for (int i = 0; i < 200; i++) {
      step(
          es,
          x -> {
            for (double v : x) {
              assertTrue(v >= 0.5 && v <= 2);
            }
            return x[0] + x[1] * x[1] + (x[2] - 1) * (x[2] - 1);
          });
    }
    assertEquals(0.75, es.bestValue(), 1e-8);
  }

  @Test
  void snapshotsGoOnBitForBit() {
    for (int steps : new int[] {0, 1, 4, 30, 90}) {
      LqCmaEs first = new LqCmaEs(CmaEs.builder(filled(4, 1), 0.5).seed(steps).build());
      for (int i = 0; i < steps; i++) {
        step(first, LqCmaEsTest::rosenbrock);
      }
      first.ask();
      byte[] bytes = first.snapshot();
      LqCmaEs second = LqCmaEs.restore(bytes, Backend.configured());
      assertArrayEquals(bytes, second.snapshot());
      for (int i = 0; i < 40; i++) {
        step(first, LqCmaEsTest::rosenbrock);
        step(second, LqCmaEsTest::rosenbrock);
      }
      assertArrayEquals(first.snapshot(), second.snapshot(), steps + " steps");
      bytes[bytes.length / 2] ^= 4;
      assertThrows(
          IllegalArgumentException.class, () -> LqCmaEs.restore(bytes, Backend.configured()));
    }
  }

  /** As with workers: of what was asked twice, the second half is told first. */
  @Test
  void pointsAreToldInAnyOrderAndFromElsewhere() {
    int n = 4;
    LqCmaEs es = new LqCmaEs(CmaEs.builder(filled(n, 1), 0.5).seed(2).build());
    while (!(es.bestValue() < TARGET)) {
      int count = es.askedCount();
      double[] early = Arrays.copyOf(es.ask(), count * n);
      double[] late = Arrays.copyOf(es.ask(), count * n);
      assertTrue(!Arrays.equals(early, late));
      double[] told = es.evaluations() % 3 == 0 ? early : late;
      if (es.evaluations() % 5 == 0) {
        told[0] += 1e-3;
      }
      double[] values = new double[count];
      Arrays.setAll(values, i -> ellipsoid(row(told, i, n)));
      es.tell(told, values);
      assertTrue(es.evaluations() < 2000, () -> "best " + es.bestValue());
    }
  }

  @Test
  void faultyCallsAreRefused() {
    LqCmaEs es = new LqCmaEs(CmaEs.builder(filled(3, 1), 0.5).build());
    assertThrows(IllegalStateException.class, () -> es.tell(new double[es.askedCount()]));
    es.ask();
    assertThrows(IllegalArgumentException.class, () -> es.tell(new double[es.askedCount() + 1]));
    CmaEs large = CmaEs.builder(filled(400, 1), 1).build();
    assertThrows(IllegalArgumentException.class, () -> new LqCmaEs(large));
  }
}
