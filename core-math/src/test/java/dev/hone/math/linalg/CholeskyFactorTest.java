package dev.hone.math.linalg;

import static dev.hone.math.linalg.GuardedMatrix.EPSILON;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.linalg.KernelSetArguments.Named;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("backend")
class CholeskyFactorTest {
  private static final String ALONE =
      "dev.hone.math.linalg.KernelSetArguments#implementationsAlone";
  private static final int[] ORDERS = {1, 2, 7, 16, 33, 100};

  @ParameterizedTest
  @MethodSource(ALONE)
  void solvesTheSystemItFactored(Named backend) {
    CholeskyFactor factor = new CholeskyFactor(backend.la());
    for (int n : ORDERS) {
      GuardedMatrix a = GuardedMatrix.covariance(n, 2, 1e-2, new SplittableRandom(n));
      double[] x = random(n, n);
      double[] b = times(a, 0, x);
      factor(factor, a);
      assertEquals(n, factor.size());
      assertEquals(0, factor.jitter());

      double[] whole = b.clone();
      factor.solve(whole);
      assertArrayEquals(x, whole, 1e4 * n * EPSILON);

      double[] halves = b.clone();
      factor.solveTransposed(halves);
      double[] matrix = new double[2 * n];
      for (int i = 0; i < n; i++) {
        matrix[2 * i + 1] = b[i];
      }
      factor.solveTransposed(1, matrix, 1, 2);
      for (int i = 0; i < n; i++) {
        assertEquals(halves[i], matrix[2 * i + 1], "n = " + n);
      }
      factor.solveUpper(halves);
      assertArrayEquals(whole, halves);
    }
  }

  @ParameterizedTest
  @MethodSource(ALONE)
  void followsChangesOfRankOne(Named backend) {
    for (int n : ORDERS) {
      GuardedMatrix a = GuardedMatrix.covariance(n, 2, 1e-2, new SplittableRandom(n));
      double[] x = random(n, n + 1);
      CholeskyFactor factor = new CholeskyFactor(backend.la());
      factor(factor, a);
      factor.update(x);
      CholeskyFactor expected = new CholeskyFactor(backend.la());
      factor(expected, plusOuter(a, 1, x));
      assertSameFactor(expected, factor, 1e4 * n * EPSILON, backend + " update n = " + n);

      factor.downdate(x);
      factor(expected, a);
      assertSameFactor(expected, factor, 1e6 * n * EPSILON, backend + " downdate n = " + n);
    }
  }

  @ParameterizedTest
  @MethodSource(ALONE)
  void forgetsAnyRow(Named backend) {
    for (int n : ORDERS) {
      GuardedMatrix a = GuardedMatrix.covariance(n, 2, 1e-2, new SplittableRandom(n));
      for (int index : new int[] {0, n / 2, n - 1}) {
        CholeskyFactor factor = new CholeskyFactor(backend.la());
        factor(factor, a);
        factor.remove(index);
        CholeskyFactor expected = new CholeskyFactor(backend.la());
        factor(expected, without(a, index));
        assertEquals(n - 1, factor.size());
        assertSameFactor(
            expected, factor, 1e4 * n * EPSILON, backend + " remove " + index + " of " + n);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALONE)
  void aRefusedDowndateChangesNothing(Named backend) {
    int n = 20;
    GuardedMatrix a = GuardedMatrix.covariance(n, 2, 1e-2, new SplittableRandom(n));
    CholeskyFactor factor = new CholeskyFactor(backend.la());
    factor(factor, a);
    double[] before = factor.array().clone();
    double[] x = random(n, 3);
    x[7] = 10;
    assertThrows(NumericalException.class, () -> factor.downdate(x));
    x[7] = Double.NaN;
    assertThrows(IllegalArgumentException.class, () -> factor.downdate(x));
    assertThrows(IllegalArgumentException.class, () -> factor.update(x));
    assertThrows(IllegalArgumentException.class, () -> factor.update(new double[n - 1]));
    assertThrows(IndexOutOfBoundsException.class, () -> factor.remove(n));
    assertThrows(IndexOutOfBoundsException.class, () -> factor.remove(-1));
    assertArrayEquals(before, factor.array());
    assertEquals(n, factor.size());
  }

  private static GuardedMatrix plusOuter(GuardedMatrix a, double scale, double[] x) {
    GuardedMatrix sum = a.copy();
    for (int i = 0; i < a.rows; i++) {
      for (int j = i; j < a.rows; j++) {
        sum.set(i, j, a.get(i, j) + scale * x[i] * x[j]);
      }
    }
    return sum;
  }

  private static GuardedMatrix without(GuardedMatrix a, int index) {
    GuardedMatrix rest = new GuardedMatrix(a.rows - 1, a.rows - 1, 2);
    for (int i = 0; i < rest.rows; i++) {
      for (int j = i; j < rest.rows; j++) {
        rest.set(i, j, a.get(i < index ? i : i + 1, j < index ? j : j + 1));
      }
    }
    return rest;
  }

  private static void assertSameFactor(
      CholeskyFactor expected, CholeskyFactor actual, double tolerance, String message) {
    for (int i = 0; i < expected.size(); i++) {
      for (int j = i; j < expected.size(); j++) {
        assertEquals(
            expected.array()[i * expected.leadingDimension() + j],
            actual.array()[i * actual.leadingDimension() + j],
            tolerance,
            message);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALONE)
  void inverseAndDeterminantAgreeWithOnesKnownInClosedForm(Named backend) {
    CholeskyFactor factor = new CholeskyFactor(backend.la());
    for (int n : ORDERS) {
      // I + ones: determinant n + 1, inverse I - ones / (n + 1).
      double[] a = new double[n * n];
      Arrays.fill(a, 1);
      for (int i = 0; i < n; i++) {
        a[i * n + i] = 2;
      }
      factor.factor(n, a, 0, n);
      assertEquals(Math.log(n + 1), factor.logDeterminant(), 4 * n * EPSILON);
      double[] inverse = new double[n * (n + 3)];
      factor.inverse(inverse, n + 3);
      for (int i = 0; i < n; i++) {
        for (int j = i; j < n; j++) {
          double expected = (i == j ? 1 : 0) - 1.0 / (n + 1);
          assertEquals(expected, inverse[i * (n + 3) + j], 8 * n * EPSILON, "n = " + n);
        }
      }
      // Its norm is n + 1; that of the inverse 1 - 1/(n + 1) + (n - 1)/(n + 1).
      double condition = n + (n - 1);
      assertEquals(n == 1 ? 1 : condition, factor.conditionEstimate(), 1e-10 * n);
    }
  }

  @ParameterizedTest
  @MethodSource(ALONE)
  void appendedRowsGiveTheFactorOfTheWholeMatrix(Named backend) {
    int n = 80;
    GuardedMatrix a = GuardedMatrix.covariance(n, 0, 1e-4, new SplittableRandom(1));
    CholeskyFactor whole = new CholeskyFactor(backend.la());
    factor(whole, a);
    for (int start : new int[] {0, 1, 17, 79}) {
      CholeskyFactor grown = new CholeskyFactor(backend.la());
      grown.factor(start, a.array, a.offset, a.ld);
      for (int i = start; i < n; i++) {
        boolean full = i == grown.capacity();
        int storage = grown.array().length;
        grown.append(column(a, i), a.get(i, i));
        assertEquals(full, storage < grown.array().length, "new storage at " + i);
      }
      assertSameFactor(whole, grown, 1e5 * n * EPSILON);
    }
  }

  @ParameterizedTest
  @MethodSource(ALONE)
  void truncatedFactorIsThatOfTheLeadingBlockAndCanGrowAgain(Named backend) {
    int n = 60;
    GuardedMatrix a = GuardedMatrix.covariance(n, 0, 1e-4, new SplittableRandom(2));
    CholeskyFactor factor = new CholeskyFactor(backend.la());
    factor(factor, a);
    factor.truncate(25);
    CholeskyFactor leading = new CholeskyFactor(backend.la());
    leading.factor(25, a.array, a.offset, a.ld);
    assertSameFactor(leading, factor, 1e5 * n * EPSILON);

    double[] storage = factor.array();
    for (int i = 25; i < n; i++) {
      factor.append(column(a, i), a.get(i, i));
    }
    assertSame(storage, factor.array(), "truncating keeps the storage");
    CholeskyFactor whole = new CholeskyFactor(backend.la());
    factor(whole, a);
    assertSameFactor(whole, factor, 1e5 * n * EPSILON);
    assertThrows(IllegalArgumentException.class, () -> factor.truncate(n + 1));
    assertThrows(IllegalArgumentException.class, () -> factor.truncate(-1));
  }

  @ParameterizedTest
  @MethodSource(ALONE)
  void anAppendThatIsNotSafelyPositiveChangesNothing(Named backend) {
    int n = 30;
    GuardedMatrix a = GuardedMatrix.covariance(n, 0, 0.1, new SplittableRandom(3));
    CholeskyFactor factor = new CholeskyFactor(backend.la());
    factor(factor, a);
    double[] before = factor.array().clone();
    double[] repeated = new double[n];
    for (int i = 0; i < n; i++) {
      repeated[i] = a.get(Math.min(i, 4), Math.max(i, 4));
    }
    double diagonal = a.get(4, 4);
    NumericalException e =
        assertThrows(NumericalException.class, () -> factor.append(repeated, diagonal));
    assertTrue(e.toString().contains("row 30"), e::toString);
    assertThrows(NumericalException.class, () -> factor.append(repeated, Double.NaN));
    assertThrows(NumericalException.class, () -> factor.append(repeated, Double.POSITIVE_INFINITY));
    assertThrows(IllegalArgumentException.class, () -> factor.append(new double[n - 1], 1));
    assertEquals(n, factor.size());
    assertArrayEquals(before, factor.array());
    factor.append(repeated, diagonal + 0.1);
    assertEquals(n + 1, factor.size());
  }

  @ParameterizedTest
  @MethodSource(ALONE)
  void aSingularMatrixGetsTheSmallestJitterThatWorks(Named backend) {
    int n = 40;
    GuardedMatrix a = GuardedMatrix.covariance(n, 0, 0.1, new SplittableRandom(4));
    double diagonal = a.get(5, 5);
    for (int j = 0; j < n; j++) {
      a.set(Math.min(9, j), Math.max(9, j), a.get(Math.min(5, j), Math.max(5, j)));
    }
    a.set(5, 9, diagonal);
    a.set(9, 9, diagonal - 1e-10);
    CholeskyFactor factor = new CholeskyFactor(backend.la());
    factor(factor, a);
    double jitter = factor.jitter();
    assertEquals(1e-8 * diagonal, jitter, 1e-12);

    double[] b = times(a, jitter, random(n, 5));
    double[] solved = b.clone();
    factor.solve(solved);
    assertArrayEquals(b, times(a, jitter, solved), 1e2 * n * EPSILON * largest(solved));

    // A third copy of row 5: what the two before leave unexplained is half of their jitter.
    double[] copy = new double[n];
    for (int i = 0; i < n; i++) {
      copy[i] = a.get(Math.min(i, 5), Math.max(i, 5));
    }
    factor.append(copy, diagonal);
    double pivot = factor.array()[n * factor.leadingDimension() + n];
    assertEquals(1.5 * jitter, pivot * pivot, 0.1 * jitter, "jitter on the appended diagonal");

    factor.factor(1, new double[] {4}, 0, 1);
    assertEquals(0, factor.jitter());
    assertEquals(2, factor.array()[0]);
  }

  @ParameterizedTest
  @MethodSource(ALONE)
  void aMatrixThatNoJitterHelpsIsExplained(Named backend) {
    int n = 20;
    GuardedMatrix a = GuardedMatrix.covariance(n, 0, 1e-3, new SplittableRandom(5));
    for (int j = 0; j < n; j++) {
      a.set(Math.min(7, j), Math.max(7, j), a.get(Math.min(3, j), Math.max(3, j)));
    }
    a.set(3, 7, a.get(3, 3));
    a.set(7, 7, a.get(3, 3));
    a.set(19, 19, -1);
    CholeskyFactor factor = new CholeskyFactor(backend.la());
    NumericalException e = assertThrows(NumericalException.class, () -> factor(factor, a));
    assertTrue(e.toString().contains("n = 20"), e::toString);
    assertTrue(e.toString().contains("(3, 7)"), e::toString);
    assertTrue(e.toString().matches(".*condition estimate of [a-z ]+: [1-9].*"), e::toString);
    assertEquals(0, factor.size());
    assertEquals(0, factor.logDeterminant());
  }

  @ParameterizedTest
  @MethodSource(ALONE)
  void theFirstElementThatIsNotFiniteIsNamed(Named backend) {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      GuardedMatrix a = GuardedMatrix.covariance(30, 1, 1, new SplittableRandom(6));
      a.set(11, 17, value);
      a.set(12, 13, value);
      CholeskyFactor factor = new CholeskyFactor(backend.la());
      NumericalException e = assertThrows(NumericalException.class, () -> factor(factor, a));
      assertTrue(e.toString().contains("(11, 17)"), e::toString);
      assertTrue(e.toString().contains(Double.toString(value)), e::toString);
      assertEquals(0, factor.size());
    }
  }

  @ParameterizedTest
  @MethodSource(ALONE)
  void conditionIsEstimatedFromBelowWithinAFactorOfThree(Named backend) {
    for (long seed = 0; seed < 10; seed++) {
      int n = 25;
      GuardedMatrix a = GuardedMatrix.covariance(n, 0, 1e-5, new SplittableRandom(seed));
      CholeskyFactor factor = new CholeskyFactor(backend.la());
      factor(factor, a);
      double exact = oneNorm(a, false, factor) * oneNorm(a, true, factor);
      double estimate = factor.conditionEstimate();
      String on = "seed " + seed + ": " + estimate + " of " + exact;
      assertTrue(estimate <= 1.001 * exact && estimate >= exact / 3, on);
    }
  }

  @Test
  void leadingDimensionsAreMultiplesOfEightThatAvoidCacheSets() {
    for (int n = 0; n < 2000; n++) {
      int ld = CholeskyFactor.leadingDimension(n);
      assertTrue(ld >= n && ld <= n + 15 && ld % 8 == 0, "n = " + n);
      assertTrue(n < 256 || ld % 64 != 0, "n = " + n);
    }
    assertThrows(IllegalArgumentException.class, () -> CholeskyFactor.leadingDimension(-1));
  }

  private static double oneNorm(GuardedMatrix a, boolean inverted, CholeskyFactor factor) {
    double norm = 0;
    for (int j = 0; j < a.rows; j++) {
      double[] unit = new double[a.rows];
      unit[j] = 1;
      if (inverted) {
        factor.solve(unit);
      } else {
        unit = times(a, 0, unit);
      }
      double sum = 0;
      for (double value : unit) {
        sum += Math.abs(value);
      }
      norm = Math.max(norm, sum);
    }
    return norm;
  }

  private static void factor(CholeskyFactor factor, GuardedMatrix a) {
    GuardedMatrix before = a.copy();
    try {
      factor.factor(a.rows, a.array, a.offset, a.ld);
    } finally {
      a.assertUnchanged(before, "factor");
    }
  }

  private static void assertSameFactor(
      CholeskyFactor expected, CholeskyFactor actual, double tolerance) {
    int n = expected.size();
    assertEquals(n, actual.size());
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        double e = expected.array()[i * expected.leadingDimension() + j];
        double a = actual.array()[i * actual.leadingDimension() + j];
        assertEquals(e, a, tolerance, "(" + i + ", " + j + ")");
      }
    }
  }

  /** The part of column j above the diagonal. */
  private static double[] column(GuardedMatrix a, int j) {
    double[] column = new double[j];
    for (int i = 0; i < j; i++) {
      column[i] = a.get(i, j);
    }
    return column;
  }

  private static double[] times(GuardedMatrix a, double jitter, double[] x) {
    double[] product = new double[a.rows];
    for (int i = 0; i < a.rows; i++) {
      for (int j = 0; j < a.rows; j++) {
        product[i] += a.get(Math.min(i, j), Math.max(i, j)) * x[j];
      }
      product[i] += jitter * x[i];
    }
    return product;
  }

  private static double[] random(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextDouble() - 0.5;
    }
    return x;
  }

  private static double largest(double[] x) {
    double largest = 0;
    for (double value : x) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
