package dev.hone.math.cma;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The (1+1)-CMA-ES and the natural evolution strategies. */
class EvolutionStrategiesTest {
  private static final int N = 40;

  private static double ellipsoid(double[] x) {
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      sum += Math.pow(10, 6.0 * j / (x.length - 1)) * x[j] * x[j];
    }
    return sum;
  }

  private static double rosenbrock(double[] x) {
    double sum = 0;
    for (int j = 0; j + 1 < x.length; j++) {
      double valley = x[j + 1] - x[j] * x[j];
      sum += 100 * valley * valley + (1 - x[j]) * (1 - x[j]);
    }
    return sum;
  }

  private static double[] filled(int n, double value) {
    double[] x = new double[n];
    Arrays.fill(x, value);
    return x;
  }

  private static OnePlusOneCmaEs elitist(int n, double start, double sigma, long seed) {
    return OnePlusOneCmaEs.of(
        filled(n, start),
        sigma,
        filled(n, Double.NEGATIVE_INFINITY),
        filled(n, Double.POSITIVE_INFINITY),
        seed);
  }

  private static void generation(NaturalEvolution es, ToDoubleFunction<double[]> f) {
    int n = es.dimension();
    double[] values = new double[es.populationSize()];
    double[] points = es.ask();
    for (int i = 0; i < values.length; i++) {
      values[i] = f.applyAsDouble(Arrays.copyOfRange(points, i * n, i * n + n));
    }
    es.tell(values);
  }

  private static void solve(NaturalEvolution es, ToDoubleFunction<double[]> f, long most) {
    while (!(es.bestValue() <= 1e-8)) {
      generation(es, f);
      if (es.evaluations() > most) {
        fail(es.getClass().getSimpleName() + " at " + es.bestValue() + " after " + most);
      }
    }
  }

  private static void solve(OnePlusOneCmaEs es, ToDoubleFunction<double[]> f, long most) {
    for (long i = 1; !(es.bestValue() <= 1e-8); i++) {
      es.tell(f.applyAsDouble(es.ask()));
      if (i > most) {
        fail("(1+1)-CMA-ES at " + es.bestValue() + " after " + most);
      }
    }
  }

  /** To 1e-8, with a quarter more evaluations than three seeds took. */
  @Test
  void solveEllipsoidAndRosenbrockIn40Dimensions() {
    solve(elitist(N, 3, 1, 1), EvolutionStrategiesTest::ellipsoid, 62_000);
    solve(elitist(N, 0, 0.5, 1), EvolutionStrategiesTest::rosenbrock, 92_000);
    NaturalEvolutionBuilder outside = NaturalEvolution.builder(filled(N, 3), 1).seed(1);
    NaturalEvolutionBuilder inside = NaturalEvolution.builder(filled(N, 0), 0.5).seed(1);
    solve(outside.crFmNes(), EvolutionStrategiesTest::ellipsoid, 10_500);
    solve(inside.crFmNes(), EvolutionStrategiesTest::rosenbrock, 44_000);
    solve(outside.xnes(), EvolutionStrategiesTest::ellipsoid, 208_000);
    solve(inside.xnes(), EvolutionStrategiesTest::rosenbrock, 247_000);
  }

  /** One generation against the formulas of the paper, with the exponential as a plain series. */
  @ParameterizedTest
  @CsvSource({"7, 5", "5, 12", "6, 6", "1, 4", "40, 15"})
  void xnesIsThePapersExponential(int n, int lambda) {
    Xnes es = NaturalEvolution.builder(filled(n, 0), 1).populationSize(lambda).seed(3).xnes();
    double[][] shape = Dense.identity(n);
    double[] mean = new double[n];
    double sigma = 1;
    for (int g = 0; g < 4; g++) {
      es.ask();
      double[] z = es.steps().clone();
      double[] values = new double[lambda];
      for (int i = 0; i < lambda; i++) {
        values[i] = (i * 37 + 11 * g) % 101;
      }
      es.tell(values);
      double eta = (9 + 3 * Math.log(n)) / (5 * n * Math.sqrt(n));
      Integer[] order = new Integer[lambda];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
      double[] u = new double[lambda];
      double sum = 0;
      for (int k = 0; k < lambda; k++) {
        u[k] = Math.max(0, Math.log(lambda / 2.0 + 1) - Math.log(k + 1));
        sum += u[k];
      }
      double[][] gradient = new double[n][n];
      double[] shift = new double[n];
      for (int k = 0; k < lambda; k++) {
        double weight = u[k] / sum - 1.0 / lambda;
        for (int a = 0; a < n; a++) {
          double za = z[order[k] * n + a];
          shift[a] += weight * za;
          for (int b = 0; b < n; b++) {
            gradient[a][b] += weight * (za * z[order[k] * n + b] - (a == b ? 1 : 0));
          }
        }
      }
      double trace = 0;
      for (int a = 0; a < n; a++) {
        trace += gradient[a][a];
      }
      for (int a = 0; a < n; a++) {
        gradient[a][a] -= trace / n;
        for (int b = 0; b < n; b++) {
          mean[a] += sigma * shape[a][b] * shift[b];
        }
      }
      shape = Dense.multiply(shape, Dense.exponential(gradient, eta / 2));
      sigma *= Math.exp(eta / 2 * trace / n);
    }
    assertEquals(sigma, es.sigma(), 1e-12 * sigma);
    assertArrayEquals(mean, es.mean(), 1e-10);
    for (int j = 0; j < n; j++) {
      double deviation = sigma * Math.sqrt(Arrays.stream(shape[j]).map(v -> v * v).sum());
      assertEquals(deviation, es.standardDeviation(j), 1e-10 * deviation);
    }
  }

  /** On a matrix with known eigenvectors, which is not symmetric. */
  @Test
  void phiOfAMatrixIsThatOfItsEigenvalues() {
    MatrixPhi phi = new MatrixPhi(3);
    for (double scale : new double[] {0, 1e-9, 0.3, 5, 40}) {
      // P = [[1, 2], [0, 1]], P⁻¹ = [[1, −2], [0, 1]]: X = P·diag(a, b)·P⁻¹.
      double a = scale;
      double b = -0.5 * scale;
      double[] f = phi.of(new double[] {a, 2 * (b - a), 0, b}, 2);
      double fa = scale == 0 ? 1 : Math.expm1(a) / a;
      double fb = scale == 0 ? 1 : Math.expm1(b) / b;
      double tolerance = 1e-12 * Math.max(1, fa);
      assertEquals(fa, f[0], tolerance);
      assertEquals(2 * (fb - fa), f[1], 4 * tolerance);
      assertEquals(0, f[2], tolerance);
      assertEquals(fb, f[3], tolerance);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 17, 33})
  void factorFollowsUpdatesAndDowndates(int n) {
    SplittableRandom random = new SplittableRandom(n);
    TriangularFactor factor = new TriangularFactor(n);
    factor.reset();
    double[][] c = Dense.identity(n);
    for (int i = 0; i < 60; i++) {
      double[] z = random.doubles(n).map(u -> 2 * u - 1).toArray();
      double[] v = new double[n];
      factor.multiply(z, v);
      double[] back = new double[n];
      factor.solve(v, back);
      assertArrayEquals(z, back, 1e-9);
      double squares = Arrays.stream(z).map(e -> e * e).sum();
      if (i % 2 == 0) {
        double share = 0.5 / squares;
        c = Dense.rankOne(c, 1.1, v, -1.1 * share);
        factor.downdate(Math.sqrt(1.1), z, share);
      } else {
        c = Dense.rankOne(c, 0.95, v, 1);
        factor.update(Math.sqrt(0.95), v);
      }
      for (int j = 0; j < n; j++) {
        assertEquals(Math.sqrt(c[j][j]), factor.deviation(j), 1e-9 * Math.sqrt(c[j][j]));
      }
    }
  }

  private static List<NaturalEvolution> inABox(long seed) {
    NaturalEvolutionBuilder builder =
        NaturalEvolution.builder(filled(6, 0.9), 0.5)
            .bounds(filled(6, -1), filled(6, 1))
            .populationSize(9)
            .seed(seed);
    return List.of(builder.xnes(), builder.crFmNes());
  }

  @Test
  void pointsObeyTheirBoundsAndStepsLeadThere() {
    for (NaturalEvolution es : inABox(5)) {
      int n = es.dimension();
      for (int g = 0; g < 40; g++) {
        generation(es, x -> -Arrays.stream(x).sum());
        double[] points = es.ask();
        double[] back = new double[n];
        for (int i = 0; i < es.populationSize(); i++) {
          double[] point = Arrays.copyOfRange(points, i * n, i * n + n);
          for (double x : point) {
            assertTrue(x >= -1 && x <= 1, es + " " + x);
          }
          es.stepTo(point, back);
          double length = Math.sqrt(Arrays.stream(back).map(e -> e * e).sum());
          assertTrue(length <= Math.sqrt(n) + 2.0 * n / (n + 2) + 1e-9, "length " + length);
        }
      }
      assertTrue(es.bestValue() < -5.99, "best " + es.bestValue());
    }
    NaturalEvolutionBuilder free = NaturalEvolution.builder(filled(6, 0), 1).seed(2);
    for (NaturalEvolution es : List.of(free.xnes(), free.crFmNes())) {
      for (int g = 0; g < 30; g++) {
        generation(es, EvolutionStrategiesTest::ellipsoid);
      }
      double[] points = es.ask();
      double[] back = new double[6];
      for (int i = 0; i < es.populationSize(); i++) {
        double[] step = Arrays.copyOfRange(es.steps(), 6 * i, 6 * i + 6);
        if (Arrays.stream(step).map(e -> e * e).sum() < 12) {
          es.stepTo(Arrays.copyOfRange(points, 6 * i, 6 * i + 6), back);
          assertArrayEquals(step, back, 1e-8);
        }
      }
    }
  }

  @Test
  void snapshotsGoOnBitForBit() {
    for (int asked = 0; asked < 2; asked++) {
      for (NaturalEvolution es : inABox(7)) {
        for (int g = 0; g < 20; g++) {
          generation(es, EvolutionStrategiesTest::ellipsoid);
        }
        if (asked == 1) {
          es.ask();
        }
        NaturalEvolution restored = NaturalEvolution.restore(es.snapshot());
        assertArrayEquals(es.snapshot(), restored.snapshot());
        for (int g = 0; g < 20; g++) {
          assertArrayEquals(es.ask(), restored.ask());
          double[] values = new double[es.populationSize()];
          Arrays.setAll(values, i -> i % 4 == 3 ? Double.NaN : (i * 7) % 5);
          es.tell(values);
          restored.tell(values);
        }
        byte[] altered = es.snapshot();
        altered[20] ^= 1;
        assertThrows(IllegalArgumentException.class, () -> NaturalEvolution.restore(altered));
      }
    }
    OnePlusOneCmaEs es = elitist(6, 1, 0.3, 4);
    for (int i = 0; i < 200; i++) {
      es.tell(ellipsoid(es.ask()));
    }
    OnePlusOneCmaEs restored = OnePlusOneCmaEs.restore(es.snapshot());
    for (int i = 0; i < 100; i++) {
      double[] point = es.ask();
      assertArrayEquals(point, restored.ask());
      es.tell(ellipsoid(point));
      restored.tell(ellipsoid(point));
    }
    assertArrayEquals(es.snapshot(), restored.snapshot());
  }

  @Test
  void lostValuesCostOnlyTheirEvaluation() {
    for (NaturalEvolution es : inABox(9)) {
      for (int g = 0; g < 250; g++) {
        generation(es, x -> x[1] > 0.95 ? Double.NaN : ellipsoid(x));
      }
      assertTrue(es.bestValue() < 1e-3, "best " + es.bestValue());
      es.ask();
      double sigma = es.sigma();
      es.tell(filled(es.populationSize(), Double.NaN));
      assertEquals(sigma, es.sigma());
    }
    OnePlusOneCmaEs es = elitist(5, 1, 0.5, 3);
    for (int i = 0; i < 3000; i++) {
      double[] point = es.ask();
      es.tell(i % 3 == 0 ? Double.NaN : ellipsoid(point));
    }
    assertTrue(es.bestValue() < 1e-6, "best " + es.bestValue());
  }

  @Test
  void aPointFromElsewhereBecomesParentIfItIsBetter() {
    OnePlusOneCmaEs es = OnePlusOneCmaEs.of(filled(3, 0), 0.1, filled(3, -1), filled(3, 1), 1);
    es.ask();
    es.tell(5);
    assertTrue(!es.adopt(filled(3, 0.5), 5));
    assertTrue(es.adopt(filled(3, 0.5), 4));
    assertEquals(4, es.bestValue());
    assertArrayEquals(filled(3, 0.5), es.best(), 1e-15);
  }

  @Test
  void steadyStateAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    NaturalEvolutionBuilder builder =
        NaturalEvolution.builder(filled(12, 0), 1).populationSize(10).seed(1);
    for (NaturalEvolution es : List.of(builder.xnes(), builder.crFmNes())) {
      double[] values = new double[es.populationSize()];
      SplittableRandom random = new SplittableRandom(1);
      long bytes = 0;
      for (int g = 0; g < 300; g++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        es.ask();
        for (int i = 0; i < values.length; i++) {
          values[i] = random.nextDouble();
        }
        es.tell(values);
        bytes += g < 100 ? 0 : threads.getCurrentThreadAllocatedBytes() - before;
      }
      assertTrue(bytes < 64 * 200, bytes + " bytes, " + es.getClass());
    }
    OnePlusOneCmaEs es = elitist(12, 1, 0.5, 1);
    long bytes = 0;
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 3000; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      es.ask();
      es.tell(random.nextDouble());
      bytes += i < 1000 ? 0 : threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertTrue(bytes < 64 * 2000, bytes + " bytes");
  }

  @Test
  void badInputIsRefused() {
    double[] low = filled(2, -1);
    double[] high = filled(2, 1);
    double[] start = filled(2, 0);
    assertThrows(IllegalArgumentException.class, () -> OnePlusOneCmaEs.of(start, 0, low, high, 1));
    assertThrows(IllegalArgumentException.class, () -> OnePlusOneCmaEs.of(high, 1, low, start, 1));
    assertThrows(
        IllegalArgumentException.class, () -> OnePlusOneCmaEs.of(start, 1, low, new double[3], 1));
    assertThrows(IllegalArgumentException.class, () -> NaturalEvolution.builder(new double[0], 1));
    NaturalEvolutionBuilder builder = NaturalEvolution.builder(start, 1);
    assertThrows(IllegalArgumentException.class, () -> builder.populationSize(3));
    Xnes es = builder.xnes();
    assertThrows(IllegalStateException.class, () -> es.tell(new double[es.populationSize()]));
    es.ask();
    assertThrows(IllegalArgumentException.class, () -> es.tell(new double[1]));
    OnePlusOneCmaEs elitist = OnePlusOneCmaEs.of(start, 1, low, high, 1);
    assertThrows(IllegalStateException.class, () -> elitist.tell(1));
  }

  /** Readable linear algebra, to compare with. */
  private static final class Dense {

    static double[][] identity(int n) {
      double[][] a = new double[n][n];
      for (int i = 0; i < n; i++) {
        a[i][i] = 1;
      }
      return a;
    }

    static double[][] multiply(double[][] a, double[][] b) {
      int n = a.length;
      double[][] c = new double[n][n];
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < n; k++) {
          for (int j = 0; j < n; j++) {
            c[i][j] += a[i][k] * b[k][j];
          }
        }
      }
      return c;
    }

    static double[][] exponential(double[][] a, double scale) {
      int n = a.length;
      double[][] sum = identity(n);
      double[][] term = identity(n);
      for (int k = 1; k < 80; k++) {
        term = multiply(term, a);
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            term[i][j] *= scale / k;
            sum[i][j] += term[i][j];
          }
        }
      }
      return sum;
    }

    /** keep·C + weight·vvᵀ. */
    static double[][] rankOne(double[][] c, double keep, double[] v, double weight) {
      int n = v.length;
      double[][] changed = new double[n][n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          changed[i][j] = keep * c[i][j] + weight * v[i] * v[j];
        }
      }
      return changed;
    }
  }
}
