package dev.hone.nativeblas;

import static dev.hone.math.linalg.Shapes.checkMatrix;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.linalg.SymmetricEigenSolver;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Linear algebra by a native BLAS and LAPACK, where the work pays for the way there.
 *
 * <p>Operands are copied to off-heap workspaces and results back: a few nanoseconds per element,
 * against which small matrices, and products and solves with few columns, are not worth a native
 * routine. Those, {@link #dot} and {@link #axpy} are left to the kernels of the CPU. Which of the
 * two does the work depends on the sizes alone, so that the same input gives the same bits.
 *
 * <p>Source of the routines: Lawson et al. (1979), Dongarra et al. (1990), Basic Linear Algebra
 * Subprograms; Anderson et al., LAPACK Users' Guide (3rd ed.), DPOTRF, DPOTRI and DSYEVD.
 */
final class NativeLinearAlgebra implements LinearAlgebra {
  /**
   * Flops that make up for copying one element there and, if need be, back. Reached by square
   * products of order 32 and factors of order 48, below which a native routine's own preparations
   * weigh as much as its work.
   */
  private static final double FLOPS_PER_COPY = 16;

  private final BlasSymbols blas;
  private final LinearAlgebra cpu;
  private final Workspaces workspaces = new Workspaces();

  /**
   * Stands on a library and on the CPU's own kernels.
   *
   * @param cpu what small sizes are left to
   */
  NativeLinearAlgebra(BlasSymbols blas, LinearAlgebra cpu) {
    this.blas = blas;
    this.cpu = cpu;
  }

  @Override
  public String name() {
    return blas.name();
  }

  @Override
  public double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    return cpu.dot(n, x, xOffset, y, yOffset);
  }

  @Override
  public void axpy(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset) {
    cpu.axpy(n, alpha, x, xOffset, y, yOffset);
  }

  @Override
  public void gemmTn(
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] b,
      int bOffset,
      int ldb,
      double[] c,
      int cOffset,
      int ldc) {
    checkMatrix("a", k, m, a, aOffset, lda);
    checkMatrix("b", k, n, b, bOffset, ldb);
    checkMatrix("c", m, n, c, cOffset, ldc);
    long aSize = (long) k * m;
    long bSize = (long) k * n;
    long cSize = (long) m * n;
    if (!pays(2.0 * k * cSize, aSize + bSize + 2 * cSize) || alpha == 0) {
      // BLAS takes alpha = 0 as leave to ignore A and B, NaN included.
      cpu.gemmTn(m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc);
      return;
    }
    try (Workspace workspace = workspaces.borrow(aSize + bSize + cSize)) {
      MemorySegment nativeA = workspace.load(k, m, a, aOffset, lda);
      MemorySegment nativeB = workspace.load(k, n, b, bOffset, ldb);
      MemorySegment nativeC = workspace.load(m, n, c, cOffset, ldc);
      blas.dgemmTransposed(m, n, k, alpha, nativeA, nativeB, nativeC);
      Workspace.store(nativeC, m, n, c, cOffset, ldc);
    }
  }

  @Override
  public void syrkTn(
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] c,
      int cOffset,
      int ldc) {
    checkMatrix("a", k, n, a, aOffset, lda);
    checkMatrix("c", n, n, c, cOffset, ldc);
    long aSize = (long) k * n;
    long cSize = (long) n * n;
    if (!pays((double) k * cSize, aSize + cSize) || alpha == 0) {
      cpu.syrkTn(n, k, alpha, a, aOffset, lda, c, cOffset, ldc);
      return;
    }
    try (Workspace workspace = workspaces.borrow(aSize + cSize)) {
      MemorySegment nativeA = workspace.load(k, n, a, aOffset, lda);
      MemorySegment nativeC = workspace.loadUpper(n, c, cOffset, ldc);
      blas.dsyrkTransposed(n, k, alpha, nativeA, nativeC);
      Workspace.storeUpper(nativeC, n, c, cOffset, ldc);
    }
  }

  @Override
  public int cholesky(int n, double[] a, int aOffset, int lda) {
    checkMatrix("a", n, n, a, aOffset, lda);
    long size = (long) n * n;
    if (!pays(size * (double) n / 3, size)) {
      return cpu.cholesky(n, a, aOffset, lda);
    }
    try (Workspace workspace = workspaces.borrow(size + 1)) {
      MemorySegment factor = workspace.loadUpper(n, a, aOffset, lda);
      int minor = blas.dpotrf(n, factor, workspace.take(1));
      int failed = firstBadPivot(n, factor, minor == 0 ? n : minor - 1);
      if (failed == n) {
        Workspace.storeUpper(factor, n, a, aOffset, lda);
        return -1;
      }
      return failed;
    }
  }

  /**
   * The first of the leading pivots that LAPACK let pass and the contract does not (it compares by
   * {@code <= 0}, which NaN and +∞ survive), or {@code count}.
   */
  private static int firstBadPivot(int n, MemorySegment factor, int count) {
    for (int i = 0; i < count; i++) {
      double root = factor.getAtIndex(JAVA_DOUBLE, (long) i * n + i);
      if (!(root > 0) || root == Double.POSITIVE_INFINITY) {
        return i;
      }
    }
    return count;
  }

  @Override
  public void solveUpperTransposed(
      int n, int m, double[] u, int uOffset, int ldu, double[] b, int bOffset, int ldb) {
    checkMatrix("u", n, n, u, uOffset, ldu);
    checkMatrix("b", n, m, b, bOffset, ldb);
    if (solvePays(n, m)) {
      solve(true, n, m, u, uOffset, ldu, b, bOffset, ldb);
    } else {
      cpu.solveUpperTransposed(n, m, u, uOffset, ldu, b, bOffset, ldb);
    }
  }

  @Override
  public void solveUpper(
      int n, int m, double[] u, int uOffset, int ldu, double[] b, int bOffset, int ldb) {
    checkMatrix("u", n, n, u, uOffset, ldu);
    checkMatrix("b", n, m, b, bOffset, ldb);
    if (solvePays(n, m)) {
      solve(false, n, m, u, uOffset, ldu, b, bOffset, ldb);
    } else {
      cpu.solveUpper(n, m, u, uOffset, ldu, b, bOffset, ldb);
    }
  }

  private void solve(
      boolean transposed,
      int n,
      int m,
      double[] u,
      int uOffset,
      int ldu,
      double[] b,
      int bOffset,
      int ldb) {
    try (Workspace workspace = workspaces.borrow((long) n * n + (long) n * m)) {
      MemorySegment nativeU = workspace.loadUpper(n, u, uOffset, ldu);
      MemorySegment nativeB = workspace.load(n, m, b, bOffset, ldb);
      blas.dtrsm(transposed, n, m, nativeU, nativeB);
      Workspace.store(nativeB, n, m, b, bOffset, ldb);
    }
  }

  @Override
  public void inverseFromCholesky(
      int n, double[] u, int uOffset, int ldu, double[] inverse, int inverseOffset, int ldi) {
    checkMatrix("u", n, n, u, uOffset, ldu);
    checkMatrix("inverse", n, n, inverse, inverseOffset, ldi);
    long size = (long) n * n;
    if (pays(size * 2.0 * n / 3, size)) {
      try (Workspace workspace = workspaces.borrow(size + 1)) {
        MemorySegment matrix = workspace.loadUpper(n, u, uOffset, ldu);
        if (blas.dpotri(n, matrix, workspace.take(1)) == 0) {
          Workspace.storeUpper(matrix, n, inverse, inverseOffset, ldi);
          return;
        }
      }
    }
    // Too small, or a zero on the diagonal: there LAPACK stops and IEEE arithmetic goes on.
    cpu.inverseFromCholesky(n, u, uOffset, ldu, inverse, inverseOffset, ldi);
  }

  @Override
  public Optional<SymmetricEigenSolver> symmetricEigenSolver() {
    return Optional.of(new NativeEigenSolver(blas, workspaces));
  }

  private static boolean solvePays(int n, int m) {
    double flops = (double) n * n * m;
    return pays(flops, (long) n * n / 2 + 2L * n * m);
  }

  private static boolean pays(double flops, long copiedElements) {
    return flops >= FLOPS_PER_COPY * copiedElements && copiedElements > 0;
  }
}
