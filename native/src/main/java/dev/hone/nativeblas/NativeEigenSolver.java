package dev.hone.nativeblas;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import dev.hone.math.linalg.NumericalException;
import dev.hone.math.linalg.SymmetricEigenSolver;
import java.lang.foreign.MemorySegment;

/**
 * The symmetric eigenproblem by LAPACK's divide and conquer, of all orders. Where only some
 * eigenvectors are wanted, all are computed.
 *
 * <p>Source: Anderson et al., LAPACK Users' Guide (3rd ed.), DSYEVD.
 */
final class NativeEigenSolver implements SymmetricEigenSolver {
  private static final int INTEGERS_PER_DOUBLE = 2;

  private final BlasSymbols blas;
  private final Workspaces workspaces;

  NativeEigenSolver(BlasSymbols blas, Workspaces workspaces) {
    this.blas = blas;
    this.workspaces = workspaces;
  }

  @Override
  public void eigenvalues(int n, double[] a, int ld, double[] values) {
    if (n > 0) {
      solve(n, a, ld, values, values, 0, 0);
    }
  }

  @Override
  public void decompose(
      int n, double[] a, int ld, double[] values, double[] vectors, int from, int to) {
    if (n > 0) {
      solve(n, a, ld, values, vectors, from, to);
    }
  }

  private void solve(
      int n, double[] a, int ld, double[] values, double[] vectors, int from, int to) {
    boolean wanted = from < to;
    long scratch = BlasSymbols.eigenScratch(n, wanted);
    if (scratch > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "n = "
              + n
              + ": expected at most 32766, the largest order whose scratch LAPACK can count");
    }
    long integers = Math.ceilDiv(BlasSymbols.eigenIntegers(n), INTEGERS_PER_DOUBLE);
    try (Workspace workspace = workspaces.borrow((long) n * n + n + scratch + integers)) {
      MemorySegment matrix = workspace.loadUpper(n, a, 0, ld);
      MemorySegment eigenvalues = workspace.take(n);
      int failed =
          blas.dsyevd(
              wanted, n, matrix, eigenvalues, workspace.take(scratch), workspace.take(integers));
      if (failed != 0) {
        throw new NumericalException(
            "the eigenvalues of a matrix of order n = " + n + " did not converge");
      }
      MemorySegment.copy(eigenvalues, JAVA_DOUBLE, 0, values, 0, n);
      for (int i = from; i < to; i++) {
        long row = (long) i * n * Double.BYTES;
        MemorySegment.copy(matrix, JAVA_DOUBLE, row, vectors, (i - from) * ld, n);
      }
    }
  }
}
