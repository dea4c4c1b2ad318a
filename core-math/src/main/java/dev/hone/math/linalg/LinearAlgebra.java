package dev.hone.math.linalg;

import java.util.Optional;

/**
 * The dense kernels everything else stands on: one interface, a scalar oracle and faster twins.
 *
 * <p>Matrices are row-major {@code double[]} with an offset and a leading dimension (see the
 * package description). The heavy products are of the form AᵀB because both operands are then read
 * along rows. Outputs must not overlap inputs unless a method says that it works in place.
 *
 * <p>Every call either completes or throws {@link IllegalArgumentException} before anything is
 * written (a negative size, an array too short for its offset and leading dimension). NaN and
 * infinities pass through as IEEE arithmetic has it. Implementations are safe to use from many
 * threads; the same input gives the same bits, for any number of threads and whether or not the JIT
 * has compiled the code, on one backend and instruction set.
 */
public interface LinearAlgebra {

  /** A short name for logs and benchmarks, such as {@code scalar} or {@code simd-256}. */
  String name();

  /** Returns Σ x[i]·y[i] over {@code n} elements; O(n). */
  double dot(int n, double[] x, int xOffset, double[] y, int yOffset);

  /** y ← y + alpha·x over {@code n} elements; O(n). */
  void axpy(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset);

  /**
   * C ← C + alpha·AᵀB; 2mnk flops.
   *
   * @param m rows of C, columns of A
   * @param n columns of C, columns of B
   * @param k rows of A and B
   * @param a k×m
   * @param b k×n
   * @param c m×n, updated in place
   */
  void gemmTn(
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
      int ldc);

  /**
   * C ← C + alpha·AᵀA on the upper triangle of C; n²k flops. What stands below the diagonal of C is
   * left as it is.
   *
   * @param n order of C, columns of A
   * @param k rows of A
   * @param a k×n
   * @param c n×n, upper triangle updated in place
   */
  void syrkTn(
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] c,
      int cOffset,
      int ldc);

  /**
   * Factors A = UᵀU in place, reading and writing the upper triangle only; n³/3 flops.
   *
   * @param a n×n symmetric, its upper triangle replaced by U
   * @return -1, or the index of the first pivot that is not positive (NaN included); the upper
   *     triangle then holds no meaning
   */
  int cholesky(int n, double[] a, int aOffset, int lda);

  /**
   * Solves UᵀX = B in place, X replacing B; n²m flops.
   *
   * @param n order of U
   * @param m right-hand sides (columns of B)
   * @param u n×n, upper triangle read
   * @param b n×m
   */
  void solveUpperTransposed(
      int n, int m, double[] u, int uOffset, int ldu, double[] b, int bOffset, int ldb);

  /**
   * Solves UX = B in place, X replacing B; n²m flops.
   *
   * @param n order of U
   * @param m right-hand sides (columns of B)
   * @param u n×n, upper triangle read
   * @param b n×m
   */
  void solveUpper(int n, int m, double[] u, int uOffset, int ldu, double[] b, int bOffset, int ldb);

  /**
   * Writes the upper triangle of A⁻¹ = U⁻¹U⁻ᵀ from the factor U of A; 2n³/3 flops. May be done in
   * place.
   *
   * @param u n×n, upper triangle read
   * @param inverse n×n, {@code u} itself or apart from it; its upper triangle receives A⁻¹, its
   *     strict lower triangle is scratch
   */
  void inverseFromCholesky(
      int n, double[] u, int uOffset, int ldu, double[] inverse, int inverseOffset, int ldi);

  /**
   * A new eigensolver of this backend, for {@code SymmetricEigen}; empty if it has none of its own,
   * and the CPU's is to be used.
   */
  default Optional<SymmetricEigenSolver> symmetricEigenSolver() {
    return Optional.empty();
  }
}
