package dev.hone.math.linalg;

/**
 * What a backend does for {@code SymmetricEigen}, with the buffers it takes: one matrix at a time,
 * one thread at a time. Not for callers, who do not want to know about shapes like these.
 *
 * <p>Matrices stand at offset 0 of arrays that an implementation may overrun with whole vectors:
 * {@link #leadingDimension} and {@link #elements} say how large they are, and whatever of the first
 * lies outside of n×n is zero on entry. Elements are finite and at most 1 in magnitude, so that
 * squares neither overflow nor, where they matter, underflow.
 */
public interface SymmetricEigenSolver {

  /**
   * Computes the eigenvalues of A.
   *
   * @param n order of A
   * @param a n×n, both triangles stored; destroyed
   * @param ld its {@link #leadingDimension}
   * @param values receives n eigenvalues, ascending
   * @throws NumericalException if the iteration does not converge, which no finite matrix is known
   *     to cause
   */
  void eigenvalues(int n, double[] a, int ld, double[] values);

  /**
   * Computes all eigenvalues, and the eigenvectors of those from index {@code from} to before
   * {@code to}, as unit vectors of either sign.
   *
   * @param n order of A
   * @param a n×n, both triangles stored; destroyed
   * @param ld the {@link #leadingDimension} of {@code a} and {@code vectors}
   * @param values receives n eigenvalues, ascending
   * @param vectors row {@code i - from} receives eigenvector i; the rest of the array is scratch
   * @throws NumericalException as {@link #eigenvalues} does
   */
  void decompose(int n, double[] a, int ld, double[] values, double[] vectors, int from, int to);

  /**
   * The leading dimension of a matrix of order n: more than n by at least a vector, and from 256 on
   * not a multiple of 64, so that the elements of a column do not all fall into a few cache sets.
   */
  static int leadingDimension(int n) {
    int multiple = Math.ceilDiv(n + 8, 16) * 16;
    return multiple >= 256 && multiple % 64 == 0 ? multiple + 16 : multiple;
  }

  /** Elements of the array that holds a matrix of order n. */
  static long elements(int n) {
    return (Math.ceilDiv(n, 16) * 16L + 4) * leadingDimension(n);
  }
}
