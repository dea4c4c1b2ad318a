package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdLinearAlgebra.SMALL_FACTOR;
import static dev.hone.math.internal.simd.SimdLinearAlgebra.SMALL_PRODUCT;
import static dev.hone.math.internal.simd.SimdLinearAlgebra.SMALL_SOLVE;
import static dev.hone.math.linalg.Shapes.checkMatrix;
import static dev.hone.math.linalg.Shapes.checkVector;

import dev.hone.math.internal.KernelSets;
import dev.hone.math.linalg.LinearAlgebra;

/**
 * {@link SimdLinearAlgebra} in plain loops, bit for bit, for the time before the JIT has compiled
 * the vector kernels, for orders up to {@link Blocking#PLAIN}.
 */
final class PlainLinearAlgebra implements LinearAlgebra {
  private final LinearAlgebra scalar = KernelSets.scalar().linearAlgebra();
  private final String name = "plain-" + SimdWidth.BITS;

  @Override
  public String name() {
    return name;
  }

  @Override
  public double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    return PlainRows.dot(n, x, xOffset, y, yOffset);
  }

  @Override
  public void axpy(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    PlainRows.axpy(n, alpha, x, xOffset, y, yOffset);
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
    if ((long) m * n * k <= SMALL_PRODUCT) {
      SmallMatrices.multiplyAdd(m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc);
      return;
    }
    PlainProduct.multiplyAddBlocks(
        m, n, k, alpha, a, aOffset, lda, 1, b, bOffset, ldb, c, cOffset, ldc);
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
    if ((long) n * n * k <= 2 * SMALL_PRODUCT) {
      SmallMatrices.rankUpdate(n, k, alpha, a, aOffset, lda, c, cOffset, ldc);
      return;
    }
    PlainProduct.rankUpdate(n, k, alpha, a, aOffset, lda, c, cOffset, ldc);
  }

  @Override
  public int cholesky(int n, double[] a, int aOffset, int lda) {
    checkMatrix("a", n, n, a, aOffset, lda);
    if (n <= SMALL_FACTOR) {
      return SmallMatrices.cholesky(n, a, aOffset, lda);
    }
    return PlainFactor.cholesky(n, a, aOffset, lda);
  }

  @Override
  public void solveUpperTransposed(
      int n, int m, double[] u, int uOffset, int ldu, double[] b, int bOffset, int ldb) {
    checkMatrix("u", n, n, u, uOffset, ldu);
    checkMatrix("b", n, m, b, bOffset, ldb);
    if (n <= SMALL_SOLVE) {
      scalar.solveUpperTransposed(n, m, u, uOffset, ldu, b, bOffset, ldb);
      return;
    }
    Workspace w = Workspace.borrow();
    try {
      PlainFactor.solveUpperTransposed(n, m, u, uOffset, ldu, b, bOffset, ldb, w);
    } finally {
      w.giveBack();
    }
  }

  @Override
  public void solveUpper(
      int n, int m, double[] u, int uOffset, int ldu, double[] b, int bOffset, int ldb) {
    checkMatrix("u", n, n, u, uOffset, ldu);
    checkMatrix("b", n, m, b, bOffset, ldb);
    if (n <= SMALL_SOLVE) {
      scalar.solveUpper(n, m, u, uOffset, ldu, b, bOffset, ldb);
      return;
    }
    Workspace w = Workspace.borrow();
    try {
      PlainFactor.solveUpper(n, m, u, uOffset, ldu, b, bOffset, ldb, w);
    } finally {
      w.giveBack();
    }
  }

  @Override
  public void inverseFromCholesky(
      int n, double[] u, int uOffset, int ldu, double[] inverse, int inverseOffset, int ldi) {
    checkMatrix("u", n, n, u, uOffset, ldu);
    checkMatrix("inverse", n, n, inverse, inverseOffset, ldi);
    if (n <= SMALL_SOLVE) {
      scalar.inverseFromCholesky(n, u, uOffset, ldu, inverse, inverseOffset, ldi);
      return;
    }
    Workspace w = Workspace.borrow();
    try {
      PlainFactor.inverse(n, u, uOffset, ldu, inverse, inverseOffset, ldi, w.column(n * n));
    } finally {
      w.giveBack();
    }
  }
}
