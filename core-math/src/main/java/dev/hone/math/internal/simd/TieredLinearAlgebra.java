package dev.hone.math.internal.simd;

import dev.hone.math.linalg.LinearAlgebra;

/** Linear algebra in plain loops while cold, then on vectors; with the same bits. */
final class TieredLinearAlgebra implements LinearAlgebra {
  /**
   * Floating-point operations above which a call goes to the vectors even while cold: it runs long
   * enough for the JIT to compile them on the way.
   */
  private static final long LARGE = 200_000_000;

  private static final PlainLinearAlgebra PLAIN = new PlainLinearAlgebra();

  private final String name = "simd-" + SimdWidth.BITS;

  /** Made when first used, so that a cold call loads no vector classes. */
  private static final class Vectors {
    static final SimdLinearAlgebra LINEAR_ALGEBRA = new SimdLinearAlgebra();

    private Vectors() {}
  }

  /** The vector routines, cold or not. */
  static LinearAlgebra vectors() {
    return Vectors.LINEAR_ALGEBRA;
  }

  /** Their plain twins. */
  static LinearAlgebra plain() {
    return PLAIN;
  }

  private static boolean hot(KernelGroup group, long operations) {
    return group.isHot(operations) || operations > LARGE;
  }

  /** Larger orders are split further, where the plain routines do not follow. */
  private static boolean factorsHot(int n, long operations) {
    return hot(KernelGroup.FACTORS, operations) || n > Blocking.PLAIN;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    return hot(KernelGroup.ROWS, 2L * n)
        ? Vectors.LINEAR_ALGEBRA.dot(n, x, xOffset, y, yOffset)
        : PLAIN.dot(n, x, xOffset, y, yOffset);
  }

  @Override
  public void axpy(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset) {
    if (hot(KernelGroup.ROWS, 2L * n)) {
      Vectors.LINEAR_ALGEBRA.axpy(n, alpha, x, xOffset, y, yOffset);
    } else {
      PLAIN.axpy(n, alpha, x, xOffset, y, yOffset);
    }
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
    if (hot(KernelGroup.PRODUCTS, 2L * m * n * k)) {
      Vectors.LINEAR_ALGEBRA.gemmTn(
          m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc);
    } else {
      PLAIN.gemmTn(m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc);
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
    if (hot(KernelGroup.PRODUCTS, (long) n * n * k)) {
      Vectors.LINEAR_ALGEBRA.syrkTn(n, k, alpha, a, aOffset, lda, c, cOffset, ldc);
    } else {
      PLAIN.syrkTn(n, k, alpha, a, aOffset, lda, c, cOffset, ldc);
    }
  }

  @Override
  public int cholesky(int n, double[] a, int aOffset, int lda) {
    return factorsHot(n, (long) n * n * n / 3)
        ? Vectors.LINEAR_ALGEBRA.cholesky(n, a, aOffset, lda)
        : PLAIN.cholesky(n, a, aOffset, lda);
  }

  @Override
  public void solveUpperTransposed(
      int n, int m, double[] u, int uOffset, int ldu, double[] b, int bOffset, int ldb) {
    if (factorsHot(n, (long) n * n * m)) {
      Vectors.LINEAR_ALGEBRA.solveUpperTransposed(n, m, u, uOffset, ldu, b, bOffset, ldb);
    } else {
      PLAIN.solveUpperTransposed(n, m, u, uOffset, ldu, b, bOffset, ldb);
    }
  }

  @Override
  public void solveUpper(
      int n, int m, double[] u, int uOffset, int ldu, double[] b, int bOffset, int ldb) {
    if (factorsHot(n, (long) n * n * m)) {
      Vectors.LINEAR_ALGEBRA.solveUpper(n, m, u, uOffset, ldu, b, bOffset, ldb);
    } else {
      PLAIN.solveUpper(n, m, u, uOffset, ldu, b, bOffset, ldb);
    }
  }

  @Override
  public void inverseFromCholesky(
      int n, double[] u, int uOffset, int ldu, double[] inverse, int inverseOffset, int ldi) {
    if (factorsHot(n, 2L * n * n * n / 3)) {
      Vectors.LINEAR_ALGEBRA.inverseFromCholesky(n, u, uOffset, ldu, inverse, inverseOffset, ldi);
    } else {
      PLAIN.inverseFromCholesky(n, u, uOffset, ldu, inverse, inverseOffset, ldi);
    }
  }
}
