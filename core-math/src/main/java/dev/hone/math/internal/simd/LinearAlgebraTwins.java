package dev.hone.math.internal.simd;

import dev.hone.math.linalg.LinearAlgebra;
import java.util.ArrayList;
import java.util.List;

/** The routines of linear algebra, at sizes that run each of their loops and kernels. */
final class LinearAlgebraTwins {
  /** Several panels and strips, padding, and tiles across the diagonal and the edge. */
  private static final int N = 101;

  /** Two or more panels of every width, and no padding. */
  private static final int SMALL = 32;

  /**
   * Right-hand sides: whole panels of every width. Parts of panels are rare and left to real calls.
   */
  private static final int M = 48;

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
        new Pair(la -> sum[0] += la.dot(N, x, 0, y, 0)),
        new Pair(la -> la.axpy(N, 1e-3, x, 0, y, 0)));
  }

  /**
   * The routines of {@link KernelGroup#FACTORS}, on matrices that are their own factors. Small
   * orders come first: the JIT lays code out for what it has seen.
   */
  static List<KernelTwin> factors() {
    List<KernelTwin> all = new ArrayList<>();
    double[] b = KernelTwins.numbers(N * M);
    double[] inverse = new double[N * N];
    for (int n : new int[] {SMALL, N}) {
      double[] u = new double[n * n];
      for (int i = 0; i < n; i++) {
        u[i * n + i] = 1;
      }
      all.add(new Pair(la -> la.cholesky(n, u, 0, n)));
      all.add(new Pair(la -> la.solveUpperTransposed(n, M, u, 0, n, b, 0, M)));
      all.add(new Pair(la -> la.solveUpper(n, M, u, 0, n, b, 0, M)));
      all.add(new Pair(la -> la.solveUpperTransposed(n, 1, u, 0, n, b, 0, M)));
      all.add(new Pair(la -> la.solveUpper(n, 1, u, 0, n, b, 0, M)));
      all.add(new Pair(la -> la.inverseFromCholesky(n, u, 0, n, inverse, 0, n)));
    }
    return all;
  }

  /** The routines of {@link KernelGroup#PRODUCTS}. */
  static List<KernelTwin> products() {
    double[] a = KernelTwins.numbers(N * N);
    double[] c = KernelTwins.numbers(N * N);
    return List.of(
        new Pair(la -> la.gemmTn(N, M, N, 1, a, 0, N, a, 0, N, c, 0, N)),
        new Pair(la -> la.syrkTn(N, M, 1, a, 0, N, c, 0, N)));
  }
}
