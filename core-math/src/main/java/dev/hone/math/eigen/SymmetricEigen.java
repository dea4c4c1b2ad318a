package dev.hone.math.eigen;

import dev.hone.math.internal.KernelSets;
import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.linalg.NumericalException;
import dev.hone.math.linalg.Shapes;
import dev.hone.math.linalg.SymmetricEigenSolver;
import java.util.Arrays;

/**
 * The eigendecomposition of a symmetric matrix, A = Vᵀ·diag(λ)·V, with the eigenvectors as the rows
 * of V.
 *
 * <p>Eigenvalues ascend. Of the two signs of an eigenvector the one is taken that makes its largest
 * component positive; of components that are equally large, to a hundredth, the first decides.
 *
 * <p>The error is that of exact arithmetic on a matrix which differs from A by a small multiple of
 * n·2⁻⁵²·‖A‖, and rows of V are orthonormal to as small a multiple of n·2⁻⁵². So an eigenvalue that
 * is smaller than the largest by more than 2⁵² means nothing, and may be negative where A is
 * positive definite. Matrices of any scale are welcome: they are brought to norm 1 and back by
 * powers of two.
 *
 * <p>Storage grows and never shrinks; a matrix no larger than one before allocates nothing. Not
 * safe for use from several threads at once. The same input gives the same bits, whether or not the
 * JIT has compiled the code, on one backend and instruction set.
 *
 * <p>Source: Householder's tridiagonal reduction in blocks (Dongarra, Hammarling and Sorensen 1989,
 * LAPACK Working Note 2), implicit QL for small orders (Golub and Van Loan, Matrix Computations,
 * 4th ed., section 8.3), and divide and conquer for large ones (Gu and Eisenstat, A
 * divide-and-conquer algorithm for the symmetric tridiagonal eigenproblem, 1995).
 */
public final class SymmetricEigen {
  /** Components this close to the largest count as equally large. */
  private static final double AS_LARGE = 0.99;

  private final SymmetricEigenSolver solver;
  private double[] a = {};
  private double[] values = {};
  private double[] vectors = {};
  private int capacity;
  private int ld;
  private int size;
  private int from;
  private int to;

  /**
   * An empty decomposition.
   *
   * @param la beside which it works: with that backend's own eigensolver if it has one, else with
   *     plain loops beside the scalar linear algebra, else on the Vector API where the JVM has it
   */
  public SymmetricEigen(LinearAlgebra la) {
    solver =
        la.symmetricEigenSolver().orElseGet(() -> KernelSets.beside(la).symmetricEigenSolver());
  }

  /** The order n of the matrix; 0 before the first one, and after one that failed. */
  public int size() {
    return size;
  }

  /**
   * The eigenvalues themselves, not a copy: the first {@link #size} elements, ascending. Valid
   * until the next decomposition.
   */
  public double[] eigenvalues() {
    return values;
  }

  /**
   * The eigenvectors themselves, not a copy: row {@code i - from()} holds the one of eigenvalue i,
   * for i from {@link #from} to before {@link #to}. What lies outside of these rows' first {@link
   * #size} columns means nothing. Valid until the next decomposition.
   */
  public double[] eigenvectors() {
    return vectors;
  }

  /** Elements between the starts of two rows of {@link #eigenvectors}. */
  public int leadingDimension() {
    return ld;
  }

  /** Index of the first eigenvalue whose eigenvector was asked for. */
  public int from() {
    return from;
  }

  /** Index after the last eigenvalue whose eigenvector was asked for. */
  public int to() {
    return to;
  }

  /**
   * Computes all eigenvalues and eigenvectors; O(n³), from 4n³ flops to 9n³, by order and spectrum.
   *
   * @param n order of A
   * @param a n×n, its upper triangle is read and copied
   * @throws IllegalArgumentException if {@code a} is too short for its shape
   * @throws NumericalException if an element of A is not finite, or an eigenvalue is beyond the
   *     range of a double; the size is then 0
   */
  public void decompose(int n, double[] a, int aOffset, int lda) {
    decompose(n, a, aOffset, lda, 0, n);
  }

  /**
   * Computes all eigenvalues and some eigenvectors; beyond small orders up to 5n³/3 flops and O(n²)
   * for each eigenvector.
   *
   * @param n order of A
   * @param a n×n, its upper triangle is read and copied
   * @param from index of the first eigenvalue whose eigenvector is wanted
   * @param to index after the last one
   * @throws IllegalArgumentException if {@code a} is too short for its shape, or not 0 ≤ from ≤ to
   *     ≤ n
   * @throws NumericalException if an element of A is not finite, or an eigenvalue is beyond the
   *     range of a double; the size is then 0
   */
  public void decompose(int n, double[] a, int aOffset, int lda, int from, int to) {
    Shapes.checkMatrix("a", n, n, a, aOffset, lda);
    if (from < 0 || to < from || to > n) {
      throw new IllegalArgumentException(
          "from = " + from + ", to = " + to + ": expected 0 ≤ from ≤ to ≤ n = " + n);
    }
    int shift = load(n, a, aOffset, lda);
    if (from < to) {
      if (vectors.length < this.a.length) {
        vectors = new double[this.a.length];
      }
      solver.decompose(n, this.a, ld, values, vectors, from, to);
      fixSigns(to - from, n);
    } else {
      solver.eigenvalues(n, this.a, ld, values);
    }
    finish(n, shift, from, to);
  }

  /**
   * Computes the eigenvalues alone; 4n³/3 flops. No eigenvector can be read after it.
   *
   * @param n order of A
   * @param a n×n, its upper triangle is read and copied
   * @throws IllegalArgumentException if {@code a} is too short for its shape
   * @throws NumericalException if an element of A is not finite, or an eigenvalue is beyond the
   *     range of a double; the size is then 0
   */
  public void eigenvaluesOnly(int n, double[] a, int aOffset, int lda) {
    decompose(n, a, aOffset, lda, 0, 0);
  }

  /** Copies A, scaled by a power of two to a largest element in [½, 1); returns the power. */
  private int load(int n, double[] source, int offset, int lda) {
    size = 0;
    from = 0;
    to = 0;
    reserve(n);
    double norm = 0;
    for (int i = 0; i < n; i++) {
      norm = Math.max(norm, largest(n - i, source, offset + i * lda + i));
    }
    if (!(norm <= Double.MAX_VALUE)) {
      Shapes.checkFinite(n, source, offset, lda);
    }
    int shift = norm == 0 ? 0 : -exponent(norm) - 1;
    // The whole factor may be beyond the range of a double.
    double half = Math.scalb(1.0, shift / 2);
    double rest = Math.scalb(1.0, shift - shift / 2);
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        a[i * ld + j] = source[offset + i * lda + j] * half * rest;
      }
    }
    mirror(n);
    clearPadding(n);
    return shift;
  }

  private void reserve(int n) {
    ld = SymmetricEigenSolver.leadingDimension(n);
    long needed = SymmetricEigenSolver.elements(n);
    if (needed > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "n = " + n + ": expected an order whose square fits one array");
    }
    if (n > capacity || a.length == 0) {
      a = new double[(int) needed];
      values = new double[n];
      capacity = n;
    }
  }

  private static double largest(int n, double[] x, int offset) {
    double norm = 0;
    for (int i = 0; i < n; i++) {
      norm = Math.max(norm, Math.abs(x[offset + i]));
    }
    return norm;
  }

  private static int exponent(double x) {
    return x < Double.MIN_NORMAL ? Math.getExponent(x * 0x1p54) - 54 : Math.getExponent(x);
  }

  /** Copies the upper triangle to the lower one, in blocks that stay in the nearest cache. */
  private void mirror(int n) {
    int block = 16;
    for (int i0 = 0; i0 < n; i0 += block) {
      for (int j0 = i0; j0 < n; j0 += block) {
        for (int j = j0; j < Math.min(n, j0 + block); j++) {
          for (int i = i0; i < Math.min(j, i0 + block); i++) {
            a[j * ld + i] = a[i * ld + j];
          }
        }
      }
    }
  }

  private void clearPadding(int n) {
    for (int i = 0; i < n; i++) {
      Arrays.fill(a, i * ld + n, (i + 1) * ld, 0);
    }
    Arrays.fill(a, n * ld, (int) SymmetricEigenSolver.elements(n), 0);
  }

  private void fixSigns(int rows, int n) {
    for (int i = 0; i < rows; i++) {
      int row = i * ld;
      double bound = AS_LARGE * largest(n, vectors, row);
      int j = 0;
      while (j < n && !(Math.abs(vectors[row + j]) >= bound)) {
        j++;
      }
      if (j < n && vectors[row + j] < 0) {
        for (int t = 0; t < n; t++) {
          vectors[row + t] = -vectors[row + t];
        }
      }
    }
  }

  private void finish(int n, int shift, int from, int to) {
    for (int i = 0; i < n; i++) {
      double value = Math.scalb(values[i], -shift);
      if (Double.isInfinite(value)) {
        throw new NumericalException(
            "eigenvalue "
                + i
                + " of a matrix of order n = "
                + n
                + " is beyond the range of a double");
      }
      values[i] = value;
    }
    size = n;
    this.from = from;
    this.to = to;
  }
}
