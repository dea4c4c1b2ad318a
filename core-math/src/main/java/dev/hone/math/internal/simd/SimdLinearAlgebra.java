package dev.hone.math.internal.simd;

import static dev.hone.math.linalg.Shapes.checkMatrix;
import static dev.hone.math.linalg.Shapes.checkVector;

import dev.hone.math.internal.KernelSets;
import dev.hone.math.linalg.LinearAlgebra;

/**
 * Blocked algorithms on the Vector API. {@link PlainLinearAlgebra} has the same bits.
 *
 * <p>Small problems go to the plain loops of the scalar backend: packing does not pay there. The
 * choice depends on sizes alone, so that the bits do too.
 */
final class SimdLinearAlgebra implements LinearAlgebra {
  /** Products of so many multiplications or fewer are left to the plain loops. */
  static final int SMALL_PRODUCT = 8 * 8 * 8;

  /** Products of so many multiplications or fewer are done without packing. */
  private static final int UNPACKED_PRODUCT = 20 * 20 * 20;

  /** Factorisations of this order or smaller are left to the plain loops. */
  static final int SMALL_FACTOR = 12;

  /** Triangular solves and inverses of this order or smaller are left to the plain loops. */
  static final int SMALL_SOLVE = 8;

  private final LinearAlgebra plain = KernelSets.scalar().linearAlgebra();
  private final String name = "simd-" + SimdSpecies.SPECIES.vectorBitSize();

  @Override
  public String name() {
    return name;
  }

  @Override
  public double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    return SimdVectors.dot(n, x, xOffset, y, yOffset);
  }

  @Override
  public void axpy(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    SimdVectors.axpy(n, alpha, x, xOffset, y, yOffset);
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
    if ((long) m * n * k <= UNPACKED_PRODUCT && k <= SimdGemm.KC) {
      SimdSmallProduct.multiplyAdd(
          m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc);
      return;
    }
    Workspace w = Workspace.borrow();
    try {
      SimdGemm.multiplyAdd(
          m, n, k, alpha, a, aOffset, lda, false, b, bOffset, ldb, c, cOffset, ldc, w);
    } finally {
      w.giveBack();
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
    if ((long) n * n * k <= 2 * SMALL_PRODUCT) {
      SmallMatrices.rankUpdate(n, k, alpha, a, aOffset, lda, c, cOffset, ldc);
      return;
    }
    Workspace w = Workspace.borrow();
    try {
      SimdGemm.rankUpdate(n, k, alpha, a, aOffset, lda, c, cOffset, ldc, w);
    } finally {
      w.giveBack();
    }
  }

  @Override
  public int cholesky(int n, double[] a, int aOffset, int lda) {
    checkMatrix("a", n, n, a, aOffset, lda);
    if (n <= SMALL_FACTOR) {
      return SmallMatrices.cholesky(n, a, aOffset, lda);
    }
    Workspace w = Workspace.borrow();
    try {
      return SimdCholesky.factor(n, a, aOffset, lda, w);
    } finally {
      w.giveBack();
    }
  }

  @Override
  public void solveUpperTransposed(
      int n, int m, double[] u, int uOffset, int ldu, double[] b, int bOffset, int ldb) {
    checkMatrix("u", n, n, u, uOffset, ldu);
    checkMatrix("b", n, m, b, bOffset, ldb);
    if (n <= SMALL_SOLVE) {
      plain.solveUpperTransposed(n, m, u, uOffset, ldu, b, bOffset, ldb);
      return;
    }
    Workspace w = Workspace.borrow();
    try {
      SimdTriangularSolve.solveUpperTransposed(n, m, u, uOffset, ldu, b, bOffset, ldb, w);
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
      plain.solveUpper(n, m, u, uOffset, ldu, b, bOffset, ldb);
      return;
    }
    Workspace w = Workspace.borrow();
    try {
      SimdTriangularSolve.solveUpper(n, m, u, uOffset, ldu, b, bOffset, ldb, w);
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
      plain.inverseFromCholesky(n, u, uOffset, ldu, inverse, inverseOffset, ldi);
      return;
    }
    Workspace w = Workspace.borrow();
    try {
      SimdInverse.inverseFromCholesky(n, u, uOffset, ldu, inverse, inverseOffset, ldi, w);
    } finally {
      w.giveBack();
    }
  }
}
