package dev.hone.math.linalg;

import static dev.hone.math.linalg.GuardedMatrix.EPSILON;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.Parallelism;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The blocked and recursive paths that only large orders take. Checked by what matrices do to a
 * random vector, which costs O(n²).
 */
class LargeOrderTest {
  /** Above the largest order that is done in panels, and no multiple of anything. */
  private static final int N = 2103;

  private static final double SLACK = 8;

  private final LinearAlgebra la = Engines.linearAlgebra(Backend.configured());
  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void productsOfManyBlocks() {
    int m = 205;
    int k = 1107;
    double[] a = random(k * m);
    double[] b = random(k * N);
    double[] c = new double[m * N];
    la.gemmTn(m, N, k, 1, a, 0, m, b, 0, N, c, 0, N);

    double[] x = random(N);
    double[] expected = timesTransposed(k, m, a, times(k, N, b, x));
    assertClose(expected, times(m, N, c, x), SLACK * k * Math.sqrt(m * (double) N));
  }

  @Test
  void rankUpdateOfManyBlocks() {
    int k = 1107;
    double[] a = random(k * N);
    double[] c = new double[N * N];
    la.syrkTn(N, k, 1, a, 0, N, c, 0, N);

    double[] x = random(N);
    double[] expected = timesTransposed(k, N, a, times(k, N, a, x));
    assertClose(expected, symmetricTimes(c, x), SLACK * k * N);
  }

  @Test
  void factorAndInverse() {
    double[] a = covariance();
    double[] u = a.clone();
    assertEquals(-1, la.cholesky(N, u, 0, N));
    double[] x = random(N);
    double[] ax = symmetricTimes(a, x);
    assertClose(ax, upperTransposedTimes(u, upperTimes(u, x)), SLACK * N);

    double[] inverse = new double[N * N];
    la.inverseFromCholesky(N, u, 0, N, inverse, 0, N);
    assertClose(x, symmetricTimes(inverse, ax), SLACK * N * 1e3);

    la.inverseFromCholesky(N, u, 0, N, u, 0, N);
    for (int i = 0; i < N; i++) {
      assertTrue(
          Arrays.equals(inverse, i * N + i, i * N + N, u, i * N + i, i * N + N),
          "row " + i + " in place");
    }
  }

  @Test
  void triangularSolves() {
    double[] u = covariance();
    assertEquals(-1, la.cholesky(N, u, 0, N));
    int m = 3;
    double[] b = random(N * m);
    double[] x = b.clone();
    la.solveUpperTransposed(N, m, u, 0, N, x, 0, m);
    double[] y = b.clone();
    la.solveUpper(N, m, u, 0, N, y, 0, m);
    for (int j = 0; j < m; j++) {
      assertClose(column(b, m, j), upperTransposedTimes(u, column(x, m, j)), SLACK * N);
      assertClose(column(b, m, j), upperTimes(u, column(y, m, j)), SLACK * N);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7})
  void anyNumberOfThreadsGivesTheSameBits(int threads) {
    int before = Parallelism.threads();
    try {
      Parallelism.setThreads(1);
      double[] expected = everyRoutine();
      Parallelism.setThreads(threads);
      assertArrayEquals(expected, everyRoutine());
    } finally {
      Parallelism.setThreads(before);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aBadPivotIsNamedWhoeverFactorsItsStrip(int threads) {
    int n = 703;
    int before = Parallelism.threads();
    try {
      Parallelism.setThreads(threads);
      for (int bad : new int[] {0, 15, 16, 17, 48, 49, 350, 671, 702}) {
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++) {
          a[i * n + i] = i == bad || i == n - 1 ? -1 : 1;
        }
        assertEquals(bad, la.cholesky(n, a, 0, n), threads + " threads");
      }
    } finally {
      Parallelism.setThreads(before);
    }
  }

  /** The results of all routines at orders that are done by several threads, one after another. */
  private double[] everyRoutine() {
    int n = 703;
    SplittableRandom fixed = new SplittableRandom(11);
    double[] b = fixed.doubles((long) n * n, -1, 1).toArray();
    double[] a = new double[n * n];
    la.syrkTn(n, n, 1, b, 0, n, a, 0, n);
    for (int i = 0; i < n; i++) {
      a[i * n + i] += n;
    }
    double[] u = a.clone();
    assertEquals(-1, la.cholesky(n, u, 0, n));
    double[] inverse = new double[n * n];
    la.inverseFromCholesky(n, u, 0, n, inverse, 0, n);
    for (int i = 0; i < n; i++) {
      Arrays.fill(inverse, i * n, i * n + i, 0);
    }
    double[] forward = b.clone();
    la.solveUpperTransposed(n, n, u, 0, n, forward, 0, n);
    double[] backward = b.clone();
    la.solveUpper(n, n, u, 0, n, backward, 0, n);
    double[] product = new double[n * n];
    la.gemmTn(n, n, n, 1, b, 0, n, forward, 0, n, product, 0, n);
    return Stream.of(u, inverse, forward, backward, product)
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  /** A matrix with a condition number of some hundred; its lower triangle is not a number. */
  private static double[] covariance() {
    double[] a = new double[N * N];
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        a[i * N + j] = j < i ? Double.NaN : Math.exp(-0.1 * (j - i)) + (i == j ? 0.1 : 0);
      }
    }
    return a;
  }

  private double[] random(int n) {
    return random.doubles(n, -1, 1).toArray();
  }

  private static double[] column(double[] b, int m, int j) {
    double[] x = new double[N];
    for (int i = 0; i < N; i++) {
      x[i] = b[i * m + j];
    }
    return x;
  }

  private static double[] times(int rows, int columns, double[] a, double[] x) {
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        y[i] += a[i * columns + j] * x[j];
      }
    }
    return y;
  }

  private static double[] timesTransposed(int rows, int columns, double[] a, double[] x) {
    double[] y = new double[columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        y[j] += a[i * columns + j] * x[i];
      }
    }
    return y;
  }

  private static double[] symmetricTimes(double[] a, double[] x) {
    double[] y = upperTimes(a, x);
    for (int i = 0; i < N; i++) {
      for (int j = i + 1; j < N; j++) {
        y[j] += a[i * N + j] * x[i];
      }
    }
    return y;
  }

  private static double[] upperTimes(double[] u, double[] x) {
    double[] y = new double[N];
    for (int i = 0; i < N; i++) {
      for (int j = i; j < N; j++) {
        y[i] += u[i * N + j] * x[j];
      }
    }
    return y;
  }

  private static double[] upperTransposedTimes(double[] u, double[] x) {
    double[] y = new double[N];
    for (int i = 0; i < N; i++) {
      for (int j = i; j < N; j++) {
        y[j] += u[i * N + j] * x[i];
      }
    }
    return y;
  }

  /** Compares with an error of so many roundings, relative to the largest element. */
  private static void assertClose(double[] expected, double[] actual, double roundings) {
    double largest = 0;
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      double difference = Math.abs(expected[i] - actual[i]);
      error = difference <= error ? error : difference;
    }
    double bound = roundings * EPSILON * largest;
    assertTrue(error <= bound, "off by " + error + ": expected at most " + bound);
  }
}
