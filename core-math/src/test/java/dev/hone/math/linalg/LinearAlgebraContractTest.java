package dev.hone.math.linalg;

import static dev.hone.math.linalg.GuardedMatrix.EPSILON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.hone.math.linalg.KernelSetArguments.Named;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every implementation computes, checked element by element against the backward error bounds
 * of Higham, Accuracy and Stability of Numerical Algorithms (2nd ed.), theorems 3.5, 8.5 and 10.3.
 */
@Tag("backend")
class LinearAlgebraContractTest {
  private static final String SIZES =
      "dev.hone.math.linalg.KernelSetArguments#implementationsAndSizes";

  /** Over the textbook bounds, for scaling by alpha and reciprocals of pivots. */
  private static final double SLACK = 4;

  @ParameterizedTest
  @MethodSource(SIZES)
  void dotAndAxpyMatchTheirDefinition(Named backend, int n) {
    SplittableRandom random = new SplittableRandom(n);
    GuardedMatrix x = GuardedMatrix.random(1, n, 3, random);
    GuardedMatrix y = GuardedMatrix.random(1, n, 2, random);
    GuardedMatrix before = y.copy();

    double sum = 0;
    double magnitude = 0;
    for (int i = 0; i < n; i++) {
      sum = Math.fma(x.get(0, i), y.get(0, i), sum);
      magnitude += Math.abs(x.get(0, i) * y.get(0, i));
    }
    double dot = backend.la().dot(n, x.array, x.offset, y.array, y.offset);
    assertEquals(sum, dot, SLACK * n * EPSILON * magnitude);

    backend.la().axpy(n, 0.7, x.array, x.offset, y.array, y.offset);
    for (int i = 0; i < n; i++) {
      assertEquals(Math.fma(0.7, x.get(0, i), before.get(0, i)), y.get(0, i));
    }
    y.assertChangedOnly(before, (i, j) -> true, backend + " axpy");
  }

  @ParameterizedTest
  @MethodSource(SIZES)
  void gemmAddsTheProduct(Named backend, int n) {
    SplittableRandom random = new SplittableRandom(n);
    int rows = n / 2 + 3;
    int inner = n == 300 ? 263 : n / 3 + 2;
    checkGemm(backend, rows, n, inner, random);
    checkGemm(backend, n, 5, inner, random);
    checkGemm(backend, n, n, 0, random);
  }

  private static void checkGemm(Named backend, int m, int n, int k, SplittableRandom random) {
    String on = backend + " gemm " + m + "×" + n + "×" + k;
    double alpha = -1.3;
    GuardedMatrix a = GuardedMatrix.random(k, m, 3, random);
    GuardedMatrix b = GuardedMatrix.random(k, n, 1, random);
    GuardedMatrix c = GuardedMatrix.random(m, n, 2, random);
    GuardedMatrix before = c.copy();
    GuardedMatrix aBefore = a.copy();
    GuardedMatrix bBefore = b.copy();
    backend
        .la()
        .gemmTn(
            m, n, k, alpha, a.array, a.offset, a.ld, b.array, b.offset, b.ld, c.array, c.offset,
            c.ld);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        assertProduct(a, i, b, j, alpha, before.get(i, j), c.get(i, j), on);
      }
    }
    c.assertChangedOnly(before, (i, j) -> true, on);
    a.assertUnchanged(aBefore, on);
    b.assertUnchanged(bBefore, on);
  }

  @ParameterizedTest
  @MethodSource(SIZES)
  void syrkAddsTheProductToTheUpperTriangleOnly(Named backend, int n) {
    SplittableRandom random = new SplittableRandom(n);
    int k = n / 2 + 1;
    String on = backend + " syrk " + n + "×" + k;
    GuardedMatrix a = GuardedMatrix.random(k, n, 1, random);
    GuardedMatrix c = GuardedMatrix.random(n, n, 3, random);
    GuardedMatrix before = c.copy();
    backend.la().syrkTn(n, k, 0.4, a.array, a.offset, a.ld, c.array, c.offset, c.ld);
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        assertProduct(a, i, a, j, 0.4, before.get(i, j), c.get(i, j), on);
      }
    }
    c.assertChangedOnly(before, (i, j) -> i <= j, on);
  }

  private static void assertProduct(
      GuardedMatrix a,
      int i,
      GuardedMatrix b,
      int j,
      double alpha,
      double before,
      double after,
      String on) {
    double sum = 0;
    double magnitude = 0;
    for (int p = 0; p < a.rows; p++) {
      sum = Math.fma(a.get(p, i), b.get(p, j), sum);
      magnitude += Math.abs(a.get(p, i) * b.get(p, j));
    }
    double scale = Math.abs(before) + Math.abs(alpha) * magnitude;
    double error = Math.abs(Math.fma(alpha, sum, before) - after);
    if (!(error <= SLACK * (a.rows + 1) * EPSILON * scale)) {
      fail(on + ": off by " + error + " at (" + i + ", " + j + ")");
    }
  }

  @ParameterizedTest
  @MethodSource(SIZES)
  void choleskyFactorMultipliesBackToTheMatrix(Named backend, int n) {
    GuardedMatrix a = GuardedMatrix.covariance(n, 3, 1e-6, new SplittableRandom(n));
    GuardedMatrix u = a.copy();
    assertEquals(-1, backend.la().cholesky(n, u.array, u.offset, u.ld));
    String on = backend + " cholesky " + n;
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        double sum = 0;
        for (int p = 0; p <= i; p++) {
          sum = Math.fma(u.get(p, i), u.get(p, j), sum);
        }
        double scale = Math.sqrt(a.get(i, i) * a.get(j, j));
        double error = Math.abs(sum - a.get(i, j));
        if (!(error <= SLACK * (n + 1) * EPSILON * scale)) {
          fail(on + ": off by " + error + " at (" + i + ", " + j + ")");
        }
      }
    }
    u.assertChangedOnly(a, (i, j) -> i <= j, on);
  }

  @ParameterizedTest
  @MethodSource(SIZES)
  void triangularSolvesLeaveASmallResidual(Named backend, int n) {
    SplittableRandom random = new SplittableRandom(n);
    GuardedMatrix u = GuardedMatrix.upperTriangle(n, 3, random);
    for (int m : new int[] {0, 1, 2, 3, 8, 19}) {
      GuardedMatrix b = GuardedMatrix.random(n, m, 1, random);
      checkSolve(backend, u, b, true);
      checkSolve(backend, u, b, false);
    }
    checkSolve(backend, u, GuardedMatrix.random(n, 1, 0, random), true);
    checkSolve(backend, u, GuardedMatrix.random(n, 1, 0, random), false);
  }

  private static void checkSolve(
      Named backend, GuardedMatrix u, GuardedMatrix b, boolean transposed) {
    int n = u.rows;
    int m = b.columns;
    GuardedMatrix x = b.copy();
    GuardedMatrix before = u.copy();
    if (transposed) {
      backend.la().solveUpperTransposed(n, m, u.array, u.offset, u.ld, x.array, x.offset, x.ld);
    } else {
      backend.la().solveUpper(n, m, u.array, u.offset, u.ld, x.array, x.offset, x.ld);
    }
    String on = backend + (transposed ? " solveUpperTransposed " : " solveUpper ") + n + "×" + m;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        double sum = 0;
        double magnitude = 0;
        for (int p = transposed ? 0 : i; p < (transposed ? i + 1 : n); p++) {
          double coefficient = transposed ? u.get(p, i) : u.get(i, p);
          sum = Math.fma(coefficient, x.get(p, j), sum);
          magnitude += Math.abs(coefficient * x.get(p, j));
        }
        double error = Math.abs(sum - b.get(i, j));
        if (!(error <= SLACK * (n + 1) * EPSILON * magnitude)) {
          fail(on + ": off by " + error + " at (" + i + ", " + j + ")");
        }
      }
    }
    x.assertChangedOnly(b, (i, j) -> true, on);
    u.assertUnchanged(before, on);
  }

  @ParameterizedTest
  @MethodSource(SIZES)
  void inverseTimesMatrixIsTheIdentity(Named backend, int n) {
    GuardedMatrix a = GuardedMatrix.covariance(n, 1, 1e-3, new SplittableRandom(n));
    GuardedMatrix u = a.copy();
    assertEquals(-1, backend.la().cholesky(n, u.array, u.offset, u.ld));
    GuardedMatrix factor = u.copy();
    GuardedMatrix inverse = new GuardedMatrix(n, n, 3);
    GuardedMatrix before = inverse.copy();
    backend
        .la()
        .inverseFromCholesky(n, u.array, u.offset, u.ld, inverse.array, inverse.offset, inverse.ld);
    String on = backend + " inverseFromCholesky " + n;
    double[][] left = symmetric(a);
    double[][] right = symmetric(inverse);
    double tolerance = SLACK * (n + 1) * EPSILON * oneNorm(left) * oneNorm(right);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double error = i == j ? -1 : 0;
        for (int p = 0; p < n; p++) {
          error = Math.fma(left[i][p], right[j][p], error);
        }
        if (!(Math.abs(error) <= tolerance)) {
          fail(on + ": off by " + error + " at (" + i + ", " + j + ")");
        }
      }
    }
    inverse.assertChangedOnly(before, (i, j) -> true, on);
    u.assertUnchanged(factor, on);

    backend.la().inverseFromCholesky(n, u.array, u.offset, u.ld, u.array, u.offset, u.ld);
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        assertEquals(inverse.get(i, j), u.get(i, j), on + " in place");
      }
    }
    u.assertChangedOnly(factor, (i, j) -> true, on);
  }

  private static double[][] symmetric(GuardedMatrix a) {
    double[][] whole = new double[a.rows][a.rows];
    for (int i = 0; i < a.rows; i++) {
      for (int j = i; j < a.rows; j++) {
        whole[i][j] = a.get(i, j);
        whole[j][i] = a.get(i, j);
      }
    }
    return whole;
  }

  private static double oneNorm(double[][] symmetric) {
    double norm = 0;
    for (double[] row : symmetric) {
      double sum = 0;
      for (double value : row) {
        sum += Math.abs(value);
      }
      norm = Math.max(norm, sum);
    }
    return norm;
  }
}
