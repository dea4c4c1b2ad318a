package dev.hone.nativeblas;

import static dev.hone.nativeblas.TestLibrary.ORACLE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.linalg.LinearAlgebra;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of {@link LinearAlgebra} against the scalar oracle, guard cells included. */
class NativeLinearAlgebraTest {
  private static final double EPSILON = Math.ulp(1.0);
  private static LinearAlgebra algebra;

  @BeforeAll
  static void load() {
    algebra = TestLibrary.algebra();
    fillWorkspacesWithNan();
  }

  /** What earlier calls left off the heap must not show: NaN would, wherever it is read. */
  private static void fillWorkspacesWithNan() {
    int n = 400;
    double[] nan = new double[n * n];
    Arrays.fill(nan, Double.NaN);
    algebra.gemmTn(n, n, n, 1, nan, 0, n, nan, 0, n, nan.clone(), 0, n);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0,0",
    "1,1,1",
    "2,2,2",
    "7,8,2",
    "8,7,33",
    "33,33,33",
    "64,64,64",
    "100,33,207",
    "207,100,64",
    "300,300,300",
    "1,300,300",
    "300,1,64",
    "64,64,0",
    "0,64,64"
  })
  void multipliesLikeTheOracle(int m, int n, int k) {
    SplittableRandom random = new SplittableRandom(m * 7919L + n * 104729L + k);
    PaddedMatrix a = PaddedMatrix.random(k, m, random);
    PaddedMatrix b = PaddedMatrix.random(k, n, random);
    PaddedMatrix c = PaddedMatrix.random(m, n, random);
    PaddedMatrix expected = c.copy();
    gemm(ORACLE, -1.75, a, b, expected);
    gemm(algebra, -1.75, a, b, c);
    c.assertNear(expected, 4 * (k + 1) * EPSILON, m + "×" + n + "×" + k);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0", "1,1", "2,2", "7,8", "8,33", "33,7", "33,64", "64,64", "100,207", "207,100", "300,300",
    "64,0"
  })
  void multipliesByItsTransposeLikeTheOracle(int n, int k) {
    SplittableRandom random = new SplittableRandom(n * 7919L + k);
    PaddedMatrix a = PaddedMatrix.random(k, n, random);
    PaddedMatrix c = PaddedMatrix.positiveDefinite(n, random);
    PaddedMatrix expected = c.copy();
    syrk(ORACLE, 0.5, a, expected);
    syrk(algebra, 0.5, a, c);
    c.assertNear(expected, 4 * (k + 1) * EPSILON, "n=" + n + ", k=" + k);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 8, 33, 64, 100, 207, 300})
  void factorsLikeTheOracle(int n) {
    PaddedMatrix a = PaddedMatrix.positiveDefinite(n, new SplittableRandom(n));
    PaddedMatrix expected = a.copy();
    assertEquals(-1, cholesky(ORACLE, expected));
    assertEquals(-1, cholesky(algebra, a), "n=" + n);
    a.assertNear(expected, 4 * (n + 1) * EPSILON, "n=" + n);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0", "1,1", "2,2", "7,8", "8,33", "33,64", "64,33", "100,100", "207,300", "300,20", "300,1",
    "100,0"
  })
  void solvesLikeTheOracle(int n, int m) {
    SplittableRandom random = new SplittableRandom(n * 7919L + m);
    PaddedMatrix u = PaddedMatrix.positiveDefinite(n, random);
    cholesky(ORACLE, u);
    for (boolean transposed : new boolean[] {false, true}) {
      PaddedMatrix b = PaddedMatrix.random(n, m, random);
      PaddedMatrix expected = b.copy();
      solve(ORACLE, transposed, u, expected);
      solve(algebra, transposed, u, b);
      String description = "n=" + n + ", m=" + m + ", transposed=" + transposed;
      b.assertNear(expected, 16 * (n + 1) * EPSILON, description);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 8, 33, 64, 100, 207, 300})
  void invertsLikeTheOracle(int n) {
    SplittableRandom random = new SplittableRandom(n);
    PaddedMatrix u = PaddedMatrix.positiveDefinite(n, random);
    cholesky(ORACLE, u);
    PaddedMatrix inverse = PaddedMatrix.guarded(n, n);
    PaddedMatrix expected = inverse.copy();
    invert(ORACLE, u, expected);
    invert(algebra, u, inverse);
    for (int i = 1; i < n; i++) {
      for (int j = 0; j < i; j++) {
        inverse.set(i, j, expected.get(i, j));
      }
    }
    inverse.assertNear(expected, 16 * (n + 1) * EPSILON, "n=" + n);
  }

  @ParameterizedTest
  @CsvSource({
    "33,0,-1",
    "64,0,-1",
    "64,63,-1",
    "100,50,0",
    "207,130,-1",
    "300,299,-1",
    "300,17,NaN",
    "207,206,NaN",
    "100,0,NaN",
    "100,3,Infinity",
    "207,150,Infinity"
  })
  void namesTheFirstBadPivotAsTheOracleDoes(int n, int index, double pivot) {
    PaddedMatrix a = PaddedMatrix.positiveDefinite(n, new SplittableRandom(n));
    a.set(index, index, pivot);
    int expected = cholesky(ORACLE, a.copy());
    assertEquals(index, expected);
    assertEquals(expected, cholesky(algebra, a), "n=" + n);
  }

  @Test
  void namesAnInfinitePivotBeforeALaterNegativeOne() {
    PaddedMatrix a = PaddedMatrix.positiveDefinite(100, new SplittableRandom(1));
    a.set(40, 40, Double.POSITIVE_INFINITY);
    a.set(70, 70, -1);
    assertEquals(40, cholesky(algebra, a));
  }

  @Test
  void namesThePivotThatANanBesideTheDiagonalSpoils() {
    PaddedMatrix a = PaddedMatrix.positiveDefinite(207, new SplittableRandom(1));
    a.set(20, 90, Double.NaN);
    assertEquals(90, cholesky(ORACLE, a.copy()));
    assertEquals(90, cholesky(algebra, a));
  }

  @Test
  void invertsASingularFactorToInfinitiesAsTheOracleDoes() {
    PaddedMatrix u = PaddedMatrix.positiveDefinite(100, new SplittableRandom(1));
    cholesky(ORACLE, u);
    u.set(60, 60, 0);
    PaddedMatrix inverse = PaddedMatrix.guarded(100, 100);
    PaddedMatrix expected = inverse.copy();
    invert(ORACLE, u, expected);
    invert(algebra, u, inverse);
    assertArrayEquals(expected.array, inverse.array);
  }

  @Test
  void aZeroFactorDoesNotHideNan() {
    PaddedMatrix a = PaddedMatrix.random(64, 64, new SplittableRandom(1));
    a.set(5, 9, Double.NaN);
    PaddedMatrix product = PaddedMatrix.random(64, 64, new SplittableRandom(2));
    PaddedMatrix square = product.copy();
    gemm(algebra, 0, a, a, product);
    syrk(algebra, 0, a, square);
    assertTrue(Double.isNaN(product.get(9, 9)));
    assertTrue(Double.isNaN(square.get(9, 9)));
  }

  @Test
  void refusesAMatrixThatDoesNotFitItsArrayBeforeWriting() {
    double[] small = new double[100 * 100 - 1];
    double[] before = small.clone();
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> algebra.cholesky(100, small, 0, 100));
    assertTrue(refused.toString().contains("a has length 9999"), refused.toString());
    assertArrayEquals(before, small);
  }

  @Test
  void manyThreadsGetTheBitsOfOne() throws Exception {
    int[] sizes = {64, 100, 207, 300};
    List<double[]> expected = new ArrayList<>();
    for (int n : sizes) {
      expected.add(everyRoutine(n));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<double[]>> results = new ArrayList<>();
      for (int task = 0; task < 48; task++) {
        int n = sizes[task % sizes.length];
        results.add(threads.submit(() -> everyRoutine(n)));
      }
      for (int task = 0; task < results.size(); task++) {
        assertArrayEquals(
            expected.get(task % sizes.length), results.get(task).get(), "task " + task);
      }
    }
  }

  @Test
  void largeCallsNeverReachTheCpuKernels() {
    LinearAlgebra unreachable =
        (LinearAlgebra)
            Proxy.newProxyInstance(
                LinearAlgebra.class.getClassLoader(),
                new Class<?>[] {LinearAlgebra.class},
                (proxy, method, arguments) -> {
                  throw new AssertionError(method + " was left to the CPU");
                });
    everyRoutine(new NativeLinearAlgebra(TestLibrary.blas(), unreachable), 100);
  }

  private static double[] everyRoutine(int n) {
    return everyRoutine(algebra, n);
  }

  /** Chains all routines, so that the inverse at the end depends on each of them. */
  private static double[] everyRoutine(LinearAlgebra algebra, int n) {
    PaddedMatrix a = PaddedMatrix.positiveDefinite(n, new SplittableRandom(n));
    PaddedMatrix b = PaddedMatrix.random(n, n, new SplittableRandom(n + 1L));
    cholesky(algebra, a);
    solve(algebra, true, a, b);
    solve(algebra, false, a, b);
    PaddedMatrix product = PaddedMatrix.random(n, n, new SplittableRandom(n + 2L));
    gemm(algebra, 0.5, b, b.copy(), product);
    PaddedMatrix square = PaddedMatrix.positiveDefinite(n, new SplittableRandom(n + 3L));
    syrk(algebra, 1, product, square);
    assertEquals(-1, cholesky(algebra, square));
    PaddedMatrix inverse = PaddedMatrix.guarded(n, n);
    invert(algebra, square, inverse);
    return inverse.array;
  }

  private static void gemm(
      LinearAlgebra algebra, double alpha, PaddedMatrix a, PaddedMatrix b, PaddedMatrix c) {
    algebra.gemmTn(
        c.rows,
        c.columns,
        a.rows,
        alpha,
        a.array,
        a.offset,
        a.leadingDimension,
        b.array,
        b.offset,
        b.leadingDimension,
        c.array,
        c.offset,
        c.leadingDimension);
  }

  private static void syrk(LinearAlgebra algebra, double alpha, PaddedMatrix a, PaddedMatrix c) {
    algebra.syrkTn(
        c.rows,
        a.rows,
        alpha,
        a.array,
        a.offset,
        a.leadingDimension,
        c.array,
        c.offset,
        c.leadingDimension);
  }

  private static int cholesky(LinearAlgebra algebra, PaddedMatrix a) {
    return algebra.cholesky(a.rows, a.array, a.offset, a.leadingDimension);
  }

  private static void solve(
      LinearAlgebra algebra, boolean transposed, PaddedMatrix u, PaddedMatrix b) {
    int n = u.rows;
    int m = b.columns;
    double[] x = b.array;
    int ld = b.leadingDimension;
    if (transposed) {
      algebra.solveUpperTransposed(n, m, u.array, u.offset, u.leadingDimension, x, b.offset, ld);
    } else {
      algebra.solveUpper(n, m, u.array, u.offset, u.leadingDimension, x, b.offset, ld);
    }
  }

  private static void invert(LinearAlgebra algebra, PaddedMatrix u, PaddedMatrix inverse) {
    algebra.inverseFromCholesky(
        u.rows,
        u.array,
        u.offset,
        u.leadingDimension,
        inverse.array,
        inverse.offset,
        inverse.leadingDimension);
  }
}
