package dev.hone.math.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.linalg.KernelSetArguments.Named;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every implementation says to matrices and arguments it cannot work with. */
@Tag("backend")
class LinearAlgebraFailureTest {
  private static final String ALONE =
      "dev.hone.math.linalg.KernelSetArguments#implementationsAlone";
  private static final int[] ORDERS = {1, 4, 9, 20, 40};

  @ParameterizedTest
  @MethodSource(ALONE)
  void choleskyNamesTheFirstPivotThatIsNotPositive(Named backend) {
    for (int n : ORDERS) {
      for (int bad = 0; bad < n; bad++) {
        for (double pivot : new double[] {-1, 0, Double.NaN, Double.POSITIVE_INFINITY}) {
          GuardedMatrix a = GuardedMatrix.covariance(n, 2, 1, new SplittableRandom(n));
          for (int j = 0; j < n; j++) {
            a.set(Math.min(bad, j), Math.max(bad, j), 0);
          }
          a.set(bad, bad, pivot);
          if (bad + 1 < n) {
            a.set(n - 1, n - 1, -1);
          }
          int found = backend.la().cholesky(n, a.array, a.offset, a.ld);
          assertEquals(bad, found, () -> backend + ", n = " + n + ", pivot " + pivot);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALONE)
  void choleskyNamesAPivotBeyondTheFirstBlock(Named backend) {
    int n = 300;
    for (int bad : new int[] {149, 152, 255, 299}) {
      GuardedMatrix a = GuardedMatrix.covariance(n, 0, 1, new SplittableRandom(n));
      a.set(bad, bad, -1);
      assertEquals(bad, backend.la().cholesky(n, a.array, a.offset, a.ld), backend::toString);
    }
  }

  @ParameterizedTest
  @MethodSource(ALONE)
  void choleskyNeverPassesANaNOrAnInfinity(Named backend) {
    for (int n : ORDERS) {
      for (int j = 0; j < n; j++) {
        for (double value : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
          int row = j / 2;
          int column = j;
          GuardedMatrix a = GuardedMatrix.covariance(n, 0, 1, new SplittableRandom(n));
          a.set(row, column, value);
          int found = backend.la().cholesky(n, a.array, a.offset, a.ld);
          String on = backend + ", n = " + n + ", " + value + " at (" + row + ", " + column + ")";
          assertTrue(found >= row && found <= column, () -> on + ": found at " + found);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALONE)
  void hilbertMatricesFailOnlyWhereTheyAreNumericallySingular(Named backend) {
    assertEquals(-1, backend.la().cholesky(11, hilbert(11), 0, 11));
    int failed = backend.la().cholesky(40, hilbert(40), 0, 40);
    assertTrue(failed >= 11 && failed <= 20, () -> backend + " failed at " + failed);
  }

  @ParameterizedTest
  @MethodSource(ALONE)
  void wrongArgumentsAreNamedAndNothingIsWritten(Named backend) {
    LinearAlgebra la = backend.la();
    double[] big = filled(400);
    double[] small = filled(399);
    assertRejects("x", small, () -> la.dot(400, small, 0, big, 0));
    assertRejects("y", small, () -> la.dot(400, big, 0, small, 0));
    assertRejects("x", small, () -> la.dot(-1, small, 0, big, 0));
    assertRejects("y", small, () -> la.axpy(399, 2, big, 0, small, 1));
    assertRejects("x", big, () -> la.axpy(10, 2, small, -1, big, 0));

    assertRejects("a", big, () -> la.gemmTn(20, 2, 20, 1, small, 0, 20, big, 0, 2, big, 0, 2));
    assertRejects("b", big, () -> la.gemmTn(2, 20, 20, 1, big, 0, 2, small, 0, 20, big, 0, 20));
    assertRejects("c", small, () -> la.gemmTn(20, 20, 2, 1, big, 0, 20, big, 0, 20, small, 0, 20));
    assertRejects("a", big, () -> la.gemmTn(20, 2, 2, 1, big, 0, 19, big, 0, 2, big, 0, 2));
    assertRejects("a", big, () -> la.gemmTn(-1, 2, 2, 1, big, 0, 2, big, 0, 2, big, 0, 2));

    assertRejects("a", big, () -> la.syrkTn(20, 20, 1, small, 0, 20, big, 0, 20));
    assertRejects("c", small, () -> la.syrkTn(20, 1, 1, big, 0, 20, small, 0, 20));
    assertRejects("a", small, () -> la.cholesky(20, small, 0, 20));
    assertRejects("a", small, () -> la.cholesky(-1, small, 0, 20));

    assertRejects("u", big, () -> la.solveUpper(20, 1, small, 0, 20, big, 0, 1));
    assertRejects("b", small, () -> la.solveUpper(20, 20, big, 0, 20, small, 0, 20));
    assertRejects("u", big, () -> la.solveUpperTransposed(20, 1, small, 0, 20, big, 0, 1));
    assertRejects("b", small, () -> la.solveUpperTransposed(20, 20, big, 0, 20, small, 0, 20));
    assertRejects("u", big, () -> la.inverseFromCholesky(20, small, 0, 20, big, 0, 20));
    assertRejects("inverse", small, () -> la.inverseFromCholesky(20, big, 0, 20, small, 0, 20));
  }

  private static void assertRejects(String argument, double[] output, Executable call) {
    double[] before = output.clone();
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
    assertTrue(e.toString().contains("Exception: " + argument + " "), e::toString);
    assertArrayEquals(before, output);
  }

  private static double[] filled(int length) {
    double[] x = new double[length];
    Arrays.fill(x, 0.5);
    return x;
  }

  private static double[] hilbert(int n) {
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i * n + j] = 1.0 / (i + j + 1);
      }
    }
    return a;
  }
}
