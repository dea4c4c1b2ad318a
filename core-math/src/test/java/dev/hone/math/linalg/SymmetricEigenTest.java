package dev.hone.math.linalg;

import static dev.hone.math.linalg.GuardedMatrix.EPSILON;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.hone.math.eigen.SymmetricEigen;
import dev.hone.math.linalg.KernelSetArguments.Named;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a decomposition must satisfy, whatever computed it: V is orthogonal, A·Vᵀ = Vᵀ·diag(λ), and
 * the eigenvalues ascend. By Weyl's theorem nothing more needs to be asked of the eigenvalues.
 */
@Tag("backend")
class SymmetricEigenTest {
  private static final String BACKENDS =
      "dev.hone.math.linalg.KernelSetArguments#implementationsAlone";

  /** Vectors wider than the machine's are emulated, and large orders then take minutes. */
  private static final int LARGEST_ORDER =
      Integer.getInteger("hone.simd.bits", 0) == 512 ? 129 : 300;

  private static final int[] ORDERS = {65, 100, 129, 200, 257, 300};

  static Stream<Arguments> backendsAndSpectra() {
    return KernelSetArguments.implementations().stream()
        .flatMap(la -> Stream.of(Spectrum.values()).map(s -> Arguments.of(new Named(la), s)));
  }

  private static IntStream orders() {
    return IntStream.of(ORDERS).filter(n -> n <= LARGEST_ORDER);
  }

  @ParameterizedTest
  @MethodSource(BACKENDS)
  void everySmallOrderIsDecomposed(Named backend) {
    SymmetricEigen eigen = new SymmetricEigen(backend.la());
    for (int n = 0; n <= 64; n++) {
      GuardedMatrix a = Spectrum.RANDOM.matrix(n, n);
      decompose(eigen, a);
      assertDecomposes(eigen, a, backend + " n = " + n);
    }
  }

  @ParameterizedTest
  @MethodSource("backendsAndSpectra")
  void hardSpectraAreDecomposed(Named backend, Spectrum spectrum) {
    SymmetricEigen eigen = new SymmetricEigen(backend.la());
    IntStream.concat(IntStream.of(2, 3, 9, 21, 32, 33, 45), orders())
        .forEach(
            n -> {
              GuardedMatrix a = spectrum.matrix(n, n);
              decompose(eigen, a);
              assertDecomposes(eigen, a, backend + " " + spectrum + " n = " + n);
            });
  }

  @ParameterizedTest
  @MethodSource(BACKENDS)
  void eigenvaluesOfTheSecondDifferenceAreKnown(Named backend) {
    SymmetricEigen eigen = new SymmetricEigen(backend.la());
    for (int n : new int[] {1, 7, 30, 64, 120}) {
      GuardedMatrix a = Spectrum.ZERO.matrix(n, 0);
      for (int i = 0; i < n; i++) {
        a.set(i, i, 2);
        if (i > 0) {
          a.set(i - 1, i, -1);
        }
      }
      decompose(eigen, a);
      for (int i = 0; i < n; i++) {
        double exact = 2 - 2 * Math.cos((i + 1) * Math.PI / (n + 1));
        assertEquals(exact, eigen.eigenvalues()[i], 4 * residualBound(n));
      }
    }
  }

  @ParameterizedTest
  @MethodSource(BACKENDS)
  void scalingByAPowerOfTwoChangesNothingElse(Named backend) {
    for (int n : new int[] {4, 20, 50, 120}) {
      GuardedMatrix a = Spectrum.ARITHMETIC.matrix(n, 3);
      SymmetricEigen expected = new SymmetricEigen(backend.la());
      decompose(expected, a);
      SymmetricEigen scaled = new SymmetricEigen(backend.la());
      // Further down the small elements would lose bits, and further up the large overflow.
      for (int exponent : new int[] {-940, -1, 1, 1000}) {
        decompose(scaled, scale(a, exponent));
        String on = backend + " n = " + n + " scaled by 2^" + exponent;
        for (int i = 0; i < n; i++) {
          double value = Math.scalb(expected.eigenvalues()[i], exponent);
          assertEquals(value, scaled.eigenvalues()[i], () -> on);
        }
        assertArrayEquals(rows(expected), rows(scaled), on);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(BACKENDS)
  void denormalMatricesAreDecomposedAsIfTheyWereNot(Named backend) {
    for (int n : new int[] {3, 20, 50}) {
      GuardedMatrix tiny = scale(Spectrum.RANDOM.matrix(n, n), -1060);
      SymmetricEigen eigen = new SymmetricEigen(backend.la());
      decompose(eigen, tiny);
      double[] values = Arrays.copyOf(eigen.eigenvalues(), n);
      double[][] vectors = rows(eigen);
      decompose(eigen, scale(tiny, 1060));
      assertArrayEquals(rows(eigen), vectors, backend + " n = " + n);
      for (int i = 0; i < n; i++) {
        assertEquals(Math.scalb(eigen.eigenvalues()[i], -1060), values[i]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(BACKENDS)
  void anEigenvalueBeyondTheRangeOfADoubleIsReported(Named backend) {
    SymmetricEigen eigen = new SymmetricEigen(backend.la());
    double[] ones = new double[16];
    Arrays.fill(ones, Double.MAX_VALUE);
    NumericalException e =
        assertThrows(NumericalException.class, () -> eigen.decompose(4, ones, 0, 4));
    assertEquals(
        "eigenvalue 3 of a matrix of order n = 4 is beyond the range of a double", e.getMessage());
    assertEquals(0, eigen.size());
  }

  @ParameterizedTest
  @MethodSource(BACKENDS)
  void anElementThatIsNotFiniteIsNamed(Named backend) {
    SymmetricEigen eigen = new SymmetricEigen(backend.la());
    for (double bad : new double[] {Double.NaN, 1 / 0.0, -1 / 0.0}) {
      GuardedMatrix a = Spectrum.RANDOM.matrix(40, 1);
      a.set(7, 30, bad);
      NumericalException e =
          assertThrows(NumericalException.class, () -> decompose(eigen, a), () -> "" + bad);
      assertEquals("element (7, 30) of a matrix of order n = 40 is " + bad, e.getMessage());
      assertEquals(0, eigen.size());
      a.set(7, 30, 0);
      decompose(eigen, a);
      assertDecomposes(eigen, a, backend + " after " + bad);
    }
  }

  @ParameterizedTest
  @MethodSource(BACKENDS)
  void someEigenvectorsAreThoseOfAll(Named backend) {
    for (int n : new int[] {1, 9, 25, 60, 129}) {
      for (Spectrum spectrum : new Spectrum[] {Spectrum.RANDOM, Spectrum.CLUSTERED}) {
        GuardedMatrix a = spectrum.matrix(n, n);
        SymmetricEigen all = new SymmetricEigen(backend.la());
        decompose(all, a);
        double[][] expected = rows(all);
        SymmetricEigen some = new SymmetricEigen(backend.la());
        int[][] ranges = {{0, 1}, {n - 1, n}, {n / 3, n / 2 + 1}, {n / 2, n / 2}};
        for (int[] range : ranges) {
          some.decompose(n, a.array, a.offset, a.ld, range[0], range[1]);
          String on = backend + " " + spectrum + " n = " + n + " " + Arrays.toString(range);
          assertEquals(range[0], some.from(), on);
          assertEquals(range[1], some.to(), on);
          assertArrayEquals(Arrays.copyOfRange(expected, range[0], range[1]), rows(some), on);
          for (int i = 0; i < n; i++) {
            double bound = 2 * residualBound(n) * norm(all);
            assertEquals(all.eigenvalues()[i], some.eigenvalues()[i], bound, on);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backendsAndSpectra")
  void eigenvaluesAloneAreThoseThatComeWithVectors(Named backend, Spectrum spectrum) {
    for (int n : new int[] {1, 8, 30, 129}) {
      GuardedMatrix a = spectrum.matrix(n, n);
      SymmetricEigen all = new SymmetricEigen(backend.la());
      decompose(all, a);
      SymmetricEigen values = new SymmetricEigen(backend.la());
      values.eigenvaluesOnly(n, a.array, a.offset, a.ld);
      double bound = 2 * residualBound(n) * norm(all);
      String on = backend + " " + spectrum + " n = " + n;
      assertEquals(values.from(), values.to(), on);
      for (int i = 0; i < n; i++) {
        assertEquals(all.eigenvalues()[i], values.eigenvalues()[i], bound, on);
        assertTrue(i == 0 || values.eigenvalues()[i - 1] <= values.eigenvalues()[i], on);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(BACKENDS)
  void onlyTheUpperTriangleIsReadAndNothingWritten(Named backend) {
    for (int n : new int[] {6, 50, 129}) {
      GuardedMatrix a = Spectrum.RANDOM.matrix(n, n);
      GuardedMatrix before = a.copy();
      SymmetricEigen eigen = new SymmetricEigen(backend.la());
      decompose(eigen, a);
      a.assertUnchanged(before, backend + " n = " + n);
      // Below the diagonal are NaN, so that a decomposition at all shows that they were not read.
      assertDecomposes(eigen, a, backend + " n = " + n);
    }
  }

  @ParameterizedTest
  @MethodSource(BACKENDS)
  void theLargestComponentOfAnEigenvectorIsPositive(Named backend) {
    for (int n : new int[] {5, 50}) {
      SymmetricEigen eigen = new SymmetricEigen(backend.la());
      decompose(eigen, Spectrum.RANDOM.matrix(n, n));
      for (double[] row : rows(eigen)) {
        double[] magnitudes = Arrays.stream(row).map(Math::abs).toArray();
        double bound = 0.99 * Arrays.stream(magnitudes).max().orElseThrow();
        int first = IntStream.range(0, n).filter(j -> magnitudes[j] >= bound).findFirst().orElse(0);
        assertTrue(row[first] > 0, () -> backend + ": " + Arrays.toString(row));
      }
    }
    SymmetricEigen pair = new SymmetricEigen(backend.la());
    pair.decompose(2, new double[] {0, 1, 1, 0}, 0, 2);
    double root = Math.sqrt(0.5);
    assertArrayEquals(new double[] {root, -root}, rows(pair)[0], EPSILON, backend.toString());
    assertArrayEquals(new double[] {root, root}, rows(pair)[1], EPSILON, backend.toString());
  }

  @ParameterizedTest
  @MethodSource(BACKENDS)
  void whatWasDecomposedBeforeLeavesNoTrace(Named backend) {
    SymmetricEigen used = new SymmetricEigen(backend.la());
    for (int n : new int[] {129, 20, 121, 60, 7, 50, 129}) {
      GuardedMatrix a = Spectrum.RANDOM.matrix(n, n + 5);
      decompose(used, a);
      SymmetricEigen fresh = new SymmetricEigen(backend.la());
      decompose(fresh, a);
      assertEquals(n, used.size());
      assertArrayEquals(
          Arrays.copyOf(fresh.eigenvalues(), n), Arrays.copyOf(used.eigenvalues(), n));
      assertArrayEquals(rows(fresh), rows(used), backend + " n = " + n);
    }
  }

  @ParameterizedTest
  @MethodSource(BACKENDS)
  void impossibleArgumentsAreRefused(Named backend) {
    SymmetricEigen eigen = new SymmetricEigen(backend.la());
    double[] a = new double[9];
    assertRefused("a is -1×-1: expected sizes of 0 or more", () -> eigen.decompose(-1, a, 0, 3));
    assertRefused("a has length 9", () -> eigen.decompose(3, a, 1, 3));
    String range = ": expected 0 ≤ from ≤ to ≤ n = 3";
    assertRefused("from = -1, to = 2" + range, () -> eigen.decompose(3, a, 0, 3, -1, 2));
    assertRefused("from = 2, to = 1" + range, () -> eigen.decompose(3, a, 0, 3, 2, 1));
    assertRefused("from = 0, to = 4" + range, () -> eigen.decompose(3, a, 0, 3, 0, 4));
  }

  private static void assertRefused(String message, Runnable call) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call::run);
    assertTrue(e.toString().contains(message), e::toString);
  }

  private static void decompose(SymmetricEigen eigen, GuardedMatrix a) {
    eigen.decompose(a.rows, a.array, a.offset, a.ld);
  }

  /** Relative to the norm of A. Rounding errors add up like the steps of a random walk. */
  private static double residualBound(int n) {
    return (8 + 4 * Math.sqrt(n)) * EPSILON;
  }

  private static double orthogonalityBound(int n) {
    return (12 + 6 * Math.sqrt(n)) * EPSILON;
  }

  private static double norm(SymmetricEigen eigen) {
    double[] values = eigen.eigenvalues();
    return Math.max(Math.abs(values[0]), Math.abs(values[eigen.size() - 1]));
  }

  private static double[][] rows(SymmetricEigen eigen) {
    int ld = eigen.leadingDimension();
    return IntStream.range(0, eigen.to() - eigen.from())
        .mapToObj(i -> Arrays.copyOfRange(eigen.eigenvectors(), i * ld, i * ld + eigen.size()))
        .toArray(double[][]::new);
  }

  private static GuardedMatrix scale(GuardedMatrix a, int exponent) {
    GuardedMatrix scaled = a.copy();
    for (int i = 0; i < a.rows; i++) {
      for (int j = i; j < a.rows; j++) {
        scaled.set(i, j, Math.scalb(a.get(i, j), exponent));
      }
    }
    return scaled;
  }

  private static void assertDecomposes(SymmetricEigen eigen, GuardedMatrix a, String on) {
    int n = a.rows;
    assertEquals(n, eigen.size(), on);
    assertEquals(0, eigen.from(), on);
    assertEquals(n, eigen.to(), on);
    if (n == 0) {
      return;
    }
    double[] values = eigen.eigenvalues();
    for (int i = 1; i < n; i++) {
      assertTrue(values[i - 1] <= values[i], on);
    }
    double[][] v = rows(eigen);
    double[] transformed = new double[n];
    double norm = norm(eigen);
    for (int i = 0; i < n; i++) {
      multiply(a, v[i], transformed);
      for (int j = 0; j < n; j++) {
        double residual = Math.abs(transformed[j] - values[i] * v[i][j]);
        if (!(residual <= residualBound(n) * norm)) {
          fail(on + ": row " + i + " leaves a residual of " + residual / norm / EPSILON + " ε‖A‖");
        }
      }
      for (int j = 0; j <= i; j++) {
        double product = i == j ? -1 : 0;
        for (int p = 0; p < n; p++) {
          product = Math.fma(v[i][p], v[j][p], product);
        }
        if (!(Math.abs(product) <= orthogonalityBound(n))) {
          fail(on + ": rows " + i + " and " + j + " are off by " + product / EPSILON + " ε");
        }
      }
    }
  }

  private static void multiply(GuardedMatrix a, double[] x, double[] y) {
    int n = a.rows;
    Arrays.fill(y, 0);
    for (int i = 0; i < n; i++) {
      double sum = a.get(i, i) * x[i];
      for (int j = i + 1; j < n; j++) {
        sum = Math.fma(a.get(i, j), x[j], sum);
        y[j] = Math.fma(a.get(i, j), x[i], y[j]);
      }
      y[i] += sum;
    }
  }
}
