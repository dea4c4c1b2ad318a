package dev.hone.math.internal.simd;

import dev.hone.math.linalg.LinearAlgebra;
import java.util.List;

/** The routines of linear algebra, at sizes that run each of their loops and kernels. */
final class LinearAlgebraTwins {
  /** Several panels and strips, padding, and tiles across the diagonal and the edge. */
  private static final int N = 69;

  /** Of products without packing, with a vector that only partly lies in a row. */
  private static final int TINY = 15;

  /** One product of vectors is too short for the clock. */
  private static final int REPEATS = 16;

  /** Two or more panels of every width, and no padding. */
  private static final int SMALL = 32;

  /**
   * Right-hand sides: whole panels of every width. Parts of panels are rare and left to real calls.
   */
  private static final int M = 32;

  private LinearAlgebraTwins() {}

  /** A routine of {@link LinearAlgebra} on given data. */
  private interface Routine {
    void run(LinearAlgebra la);
  }

  private record Pair(Routine routine) implements KernelTwin {
    @Override
    public void vectors() {
      routine.run(TieredLinearAlgebra.vectors());
    }

    @Override
    public void plain() {
      routine.run(TieredLinearAlgebra.plain());
    }
  }

  /** The routines of {@link KernelGroup#ROWS}. */
  static List<KernelTwin> rows() {
    double[] x = KernelTwins.numbers(N);
    double[] y = KernelTwins.numbers(N);
    double[] sum = new double[1];
    return List.of(
        new Pair(
            la -> {
              for (int i = 0; i < REPEATS; i++) {
                sum[0] += la.dot(N, x, 0, y, 0);
              }
            }),
        new Pair(
            la -> {
              for (int i = 0; i < REPEATS; i++) {
                la.axpy(N, 1e-3, x, 0, y, 0);
              }
            }));
  }

  /** The routines of {@link KernelGroup#FACTORS}, on matrices that are their own factors. */
  static List<KernelTwin> factors() {
    double[] s = identity(SMALL);
    double[] u = identity(N);
    double[] b = KernelTwins.numbers(N * M);
    double[] v = new double[N * N];
    return List.of(
        new Pair(
            la -> {
              la.cholesky(SMALL, s, 0, SMALL);
              la.cholesky(N, u, 0, N);
            }),
        new Pair(
            la -> {
              la.inverseFromCholesky(SMALL, s, 0, SMALL, v, 0, N);
              la.inverseFromCholesky(N, u, 0, N, v, 0, N);
            }),
        new Pair(
            la -> {
              la.solveUpperTransposed(SMALL, M, s, 0, SMALL, b, 0, M);
              la.solveUpper(SMALL, M, s, 0, SMALL, b, 0, M);
              la.solveUpperTransposed(N, M, u, 0, N, b, 0, M);
              la.solveUpper(N, M, u, 0, N, b, 0, M);
            }),
        new Pair(
            la -> {
              la.solveUpperTransposed(N, 1, u, 0, N, b, 0, M);
              la.solveUpper(N, 1, u, 0, N, b, 0, M);
            }));
  }

  private static double[] identity(int n) {
    double[] u = new double[n * n];
    for (int i = 0; i < n; i++) {
      u[i * n + i] = 1;
    }
    return u;
  }

  /** The routines of {@link KernelGroup#PRODUCTS}. */
  static List<KernelTwin> products() {
    double[] a = KernelTwins.numbers(N * N);
    double[] c = KernelTwins.numbers(N * N);
    return List.of(
        new Pair(la -> la.gemmTn(N, M, N, 1, a, 0, N, a, 0, N, c, 0, N)),
        new Pair(
            la -> {
              for (int i = 0; i < REPEATS; i++) {
                la.gemmTn(TINY, TINY, TINY, 1, a, 0, N, a, 0, N, c, 0, N);
              }
            }),
        new Pair(la -> la.syrkTn(N, M, 1, a, 0, N, c, 0, N)));
  }
}
