package dev.hone.nativeblas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.eigen.SymmetricEigen;
import dev.hone.math.linalg.NumericalException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LAPACK behind {@link SymmetricEigen}: the same contract as that of the CPU's solvers. */
class NativeEigenSolverTest {
  private static final double EPSILON = Math.ulp(1.0);
  private static final double SLACK = 20;

  private final SymmetricEigen eigen = new SymmetricEigen(TestLibrary.algebra());

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 8, 9, 16, 33, 64, 100, 207, 300})
  void decomposes(int n) {
    double[] a = symmetric(n, 1, n);
    eigen.decompose(n, a, 0, n);
    assertDecomposes(n, a, 0, n);

    SymmetricEigen oracle = new SymmetricEigen(TestLibrary.ORACLE);
    oracle.decompose(n, a, 0, n);
    assertArrayEquals(first(n, oracle), first(n, eigen), SLACK * n * EPSILON * n);
    double[] withVectors = first(n, eigen);
    eigen.eigenvaluesOnly(n, a, 0, n);
    assertArrayEquals(withVectors, first(n, eigen), SLACK * n * EPSILON * n);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e-12, 1e12, 1e300})
  void anyScaleIsWelcome(double scale) {
    int n = 40;
    double[] a = symmetric(n, scale, 5);
    eigen.decompose(n, a, 0, n);
    for (int i = 0; i < n * n; i++) {
      a[i] /= scale;
    }
    for (int i = 0; i < n; i++) {
      eigen.eigenvalues()[i] /= scale;
    }
    assertDecomposes(n, a, 0, n);
  }

  @Test
  void someEigenvectors() {
    int n = 50;
    double[] a = symmetric(n, 1, 9);
    eigen.decompose(n, a, 0, n, 44, 50);
    assertEquals(44, eigen.from());
    assertDecomposes(n, a, 44, 50);
    eigen.decompose(n, a, 0, n, 3, 5);
    assertDecomposes(n, a, 3, 5);
  }

  @Test
  void sameInputGivesTheSameBits() {
    int n = 120;
    double[] a = symmetric(n, 1, 3);
    eigen.decompose(n, a, 0, n);
    double[] values = eigen.eigenvalues().clone();
    double[] vectors = eigen.eigenvectors().clone();
    eigen.decompose(30, symmetric(30, 1, 4), 0, 30);
    SymmetricEigen other = new SymmetricEigen(TestLibrary.algebra());
    other.decompose(n, a, 0, n);
    assertArrayEquals(values, other.eigenvalues());
    int ld = other.leadingDimension();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        assertEquals(vectors[i * ld + j], other.eigenvectors()[i * ld + j]);
      }
    }
  }

  @Test
  void whatIsNotFiniteIsRefused() {
    double[] a = {1, Double.NaN, 0, 1};
    assertThrows(NumericalException.class, () -> eigen.decompose(2, a, 0, 2));
    assertEquals(0, eigen.size());
  }

  private static double[] first(int n, SymmetricEigen eigen) {
    return Arrays.copyOf(eigen.eigenvalues(), n);
  }

  private static double[] symmetric(int n, double scale, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        a[i * n + j] = scale * (2 * random.nextDouble() - 1);
        a[j * n + i] = a[i * n + j];
      }
    }
    return a;
  }

  /** Av = λv, and the vectors are orthonormal. */
  private void assertDecomposes(int n, double[] a, int from, int to) {
    double[] values = eigen.eigenvalues();
    double[] v = eigen.eigenvectors();
    int ld = eigen.leadingDimension();
    double bound = SLACK * n * EPSILON * Math.max(1, Math.sqrt(n));
    for (int i = from; i < to; i++) {
      int row = (i - from) * ld;
      for (int p = 0; p < n; p++) {
        double residual = -values[i] * v[row + p];
        for (int q = 0; q < n; q++) {
          residual = Math.fma(a[p * n + q], v[row + q], residual);
        }
        assertTrue(Math.abs(residual) <= bound, "n = " + n + ", eigenvector " + i);
      }
      for (int k = from; k <= i; k++) {
        double product = k == i ? -1 : 0;
        for (int q = 0; q < n; q++) {
          product = Math.fma(v[row + q], v[(k - from) * ld + q], product);
        }
        assertTrue(Math.abs(product) <= bound, "n = " + n + ", eigenvectors " + k + " and " + i);
      }
    }
  }
}
