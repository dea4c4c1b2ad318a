package dev.hone.math.internal.calibration;

import dev.hone.math.internal.KernelSet;
import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.linalg.SymmetricEigenSolver;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Each routine by the CPU's own kernels or by a native library, whichever is faster at its size.
 *
 * <p>Sizes alone decide, so that the same input gives the same bits as long as the thresholds are
 * the same. The library is loaded by the first call that is left to it.
 */
public final class CalibratedLinearAlgebra implements LinearAlgebra {
  private final KernelSet kernels;
  private final LinearAlgebra cpu;
  private final OptionalNative library;
  private final Thresholds thresholds;

  /**
   * Stands on both.
   *
   * @param kernels the CPU's own
   * @param loader loads the library; called once, when it is first needed
   * @param thresholds from where on the library is faster than these kernels
   */
  public CalibratedLinearAlgebra(
      KernelSet kernels, Supplier<LinearAlgebra> loader, Thresholds thresholds) {
    this.kernels = kernels;
    this.cpu = kernels.linearAlgebra();
    this.library = new OptionalNative(loader, cpu);
    this.thresholds = thresholds;
  }

  @Override
  public String name() {
    return cpu.name() + "+native";
  }

  private LinearAlgebra of(Routine routine, double multiplications) {
    return thresholds.preferNative(routine, multiplications) ? library.get() : cpu;
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
    of(Routine.GEMM, (double) m * n * k)
        .gemmTn(m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc);
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
    of(Routine.SYRK, (double) n * n * k).syrkTn(n, k, alpha, a, aOffset, lda, c, cOffset, ldc);
  }

  @Override
  public int cholesky(int n, double[] a, int aOffset, int lda) {
    return of(Routine.POTRF, (double) n * n * n).cholesky(n, a, aOffset, lda);
  }

  @Override
  public void solveUpperTransposed(
      int n, int m, double[] u, int uOffset, int ldu, double[] b, int bOffset, int ldb) {
    of(Routine.TRSM, (double) n * n * m)
        .solveUpperTransposed(n, m, u, uOffset, ldu, b, bOffset, ldb);
  }

  @Override
  public void solveUpper(
      int n, int m, double[] u, int uOffset, int ldu, double[] b, int bOffset, int ldb) {
    of(Routine.TRSM, (double) n * n * m).solveUpper(n, m, u, uOffset, ldu, b, bOffset, ldb);
  }

  @Override
  public void inverseFromCholesky(
      int n, double[] u, int uOffset, int ldu, double[] inverse, int inverseOffset, int ldi) {
    of(Routine.POTRI, (double) n * n * n)
        .inverseFromCholesky(n, u, uOffset, ldu, inverse, inverseOffset, ldi);
  }

  @Override
  public Optional<SymmetricEigenSolver> symmetricEigenSolver() {
    return Optional.of(
        new CalibratedEigenSolver(
            thresholds,
            kernels.symmetricEigenSolver(),
            () -> library.get().symmetricEigenSolver().orElseGet(kernels::symmetricEigenSolver)));
  }
}
