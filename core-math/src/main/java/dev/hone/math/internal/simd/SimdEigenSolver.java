package dev.hone.math.internal.simd;

import dev.hone.math.internal.KernelSets;
import dev.hone.math.internal.TridiagonalQl;
import dev.hone.math.linalg.SymmetricEigenSolver;
import java.util.Arrays;

/**
 * The symmetric eigenproblem on the Vector API: to tridiagonal form, its eigenvectors as rows, and
 * back.
 */
final class SimdEigenSolver implements SymmetricEigenSolver {
  /**
   * Up to this order the plain loops are as fast, and a first call, before the JIT has compiled
   * anything, is fifty times faster.
   */
  private static final int PLAIN = 8;

  /** Up to this order QL is as fast as divide and conquer. */
  private static final int SMALL = 32;

  private final SymmetricEigenSolver plain = KernelSets.scalar().symmetricEigenSolver();

  private final TridiagonalReduction reduction = new TridiagonalReduction();
  private final TridiagonalQl ql = new TridiagonalQl();
  private final EigenRowRotations rotations = new EigenRowRotations();
  private final TridiagonalDivideAndConquer divideAndConquer = new TridiagonalDivideAndConquer();
  private final EigenBackTransform backTransform = new EigenBackTransform();
  private double[] coupling = {};
  private double[] scale = {};

  @Override
  public void eigenvalues(int n, double[] a, int ld, double[] values) {
    if (n <= PLAIN) {
      plain.eigenvalues(n, a, ld, values);
      return;
    }
    reserve(n);
    reduction.reduce(n, a, ld, values, coupling, scale);
    ql.solve(n, 0, values, coupling, (first, last, rotations) -> {});
    Arrays.sort(values, 0, n);
  }

  @Override
  public void decompose(
      int n, double[] a, int ld, double[] values, double[] vectors, int from, int to) {
    if (n <= PLAIN) {
      plain.decompose(n, a, ld, values, vectors, from, to);
      return;
    }
    reserve(n);
    reduction.reduce(n, a, ld, values, coupling, scale);
    if (n <= SMALL) {
      iterate(n, ld, values, vectors, from, to);
    } else {
      divideAndConquer.solve(n, values, coupling, vectors, ld, from, to);
    }
    backTransform.apply(n, a, ld, scale, to - from, vectors);
  }

  private void reserve(int n) {
    if (coupling.length < n) {
      coupling = new double[n];
      scale = new double[n];
    }
  }

  private void iterate(int n, int ld, double[] values, double[] vectors, int from, int to) {
    Arrays.fill(vectors, 0, n * ld, 0);
    for (int i = 0; i < n; i++) {
      vectors[i * ld + i] = 1;
    }
    rotations.bind(vectors, 0, ld, n);
    ql.solve(n, 0, values, coupling, rotations);
    for (int i = 0; i < to; i++) {
      int smallest = i;
      for (int k = i + 1; k < n; k++) {
        if (values[k] < values[smallest]) {
          smallest = k;
        }
      }
      if (smallest != i) {
        double value = values[i];
        values[i] = values[smallest];
        values[smallest] = value;
        swap(n, vectors, i * ld, smallest * ld);
      }
    }
    Arrays.sort(values, to, n);
    if (from > 0) {
      System.arraycopy(vectors, from * ld, vectors, 0, (to - from) * ld);
    }
  }

  private static void swap(int n, double[] x, int first, int second) {
    for (int j = 0; j < n; j++) {
      double element = x[first + j];
      x[first + j] = x[second + j];
      x[second + j] = element;
    }
  }
}
