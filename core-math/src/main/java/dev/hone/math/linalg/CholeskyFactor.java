package dev.hone.math.linalg;

import dev.hone.math.special.SpecialFunctions;
import java.util.Objects;

/**
 * The upper Cholesky factor U of a symmetric positive definite matrix, A + jitter·I = UᵀU, which
 * can grow and shrink a row at a time, and follow changes of rank one.
 *
 * <p>A matrix that is not numerically positive definite is given a jitter on its diagonal: none at
 * first, then 1e-8·10ⁱ times the mean diagonal, up to 1e-2. If that does not help, {@link #factor}
 * throws.
 *
 * <p>U is stored row-major in {@link #array} with the leading dimension {@link #leadingDimension};
 * only its upper triangle means anything. Storage grows geometrically and never shrinks; a factor
 * no larger than one before allocates nothing. Every method throws {@link IllegalArgumentException}
 * if an array is too short for its shape. Not safe for use from several threads at once.
 *
 * <p>Source: Golub and Van Loan, Matrix Computations (4th ed.), sections 4.2 and 6.5.4.
 */
public final class CholeskyFactor {
  /** Relative to the mean diagonal. */
  private static final double SMALLEST_JITTER = 1e-8;

  /** Each ten times the one before. */
  private static final int JITTERS = 7;

  private static final double[] NONE = {};

  private final LinearAlgebra la;
  private double[] u = NONE;
  private double[] work = {};
  private double[] rotated = {};
  private int capacity;
  private int ld;
  private int size;
  private double jitter;

  /**
   * An empty factor.
   *
   * @param la does the work
   */
  public CholeskyFactor(LinearAlgebra la) {
    this.la = la;
  }

  /**
   * The leading dimension for n columns: at least n, a multiple of 8, and from 256 on not a
   * multiple of 64, so that the elements of a column do not all fall into a few cache sets.
   *
   * @throws IllegalArgumentException if {@code n} is negative
   */
  public static int leadingDimension(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("n = " + n + ": expected 0 or more");
    }
    int multiple = Math.ceilDiv(n, 8) * 8;
    return multiple >= 256 && multiple % 64 == 0 ? multiple + 8 : multiple;
  }

  /** The order n of the factor; 0 before the first {@link #factor} and after one that failed. */
  public int size() {
    return size;
  }

  /** The order up to which {@link #append} goes without new storage. */
  public int capacity() {
    return capacity;
  }

  /** Elements between the starts of two rows of {@link #array}. */
  public int leadingDimension() {
    return ld;
  }

  /**
   * The factor itself, not a copy: U is the upper triangle of the leading {@link #size} rows and
   * columns. Valid until the next {@link #factor} or {@link #append}.
   */
  public double[] array() {
    return u;
  }

  /** The amount that was added to the diagonal; 0 if none was needed. */
  public double jitter() {
    return jitter;
  }

  /**
   * Factors A + jitter·I with the smallest jitter that works; O(n³).
   *
   * @param n order of A
   * @param a n×n, its upper triangle is read and copied; not {@link #array}
   * @throws IllegalArgumentException if {@code a} is too short for its shape
   * @throws NumericalException if an element of A is not finite, or no jitter helped; the size is
   *     then 0. The message names the element, or the condition and the rows that repeat each other
   */
  public void factor(int n, double[] a, int aOffset, int lda) {
    Shapes.checkMatrix("a", n, n, a, aOffset, lda);
    size = 0;
    jitter = 0;
    if (n > capacity) {
      int rows = capacity == 0 ? n : Math.max(n, grownCapacity());
      // Let go first: a larger factor need not fit into the heap beside the one it replaces.
      u = NONE;
      capacity = 0;
      allocate(rows);
    }
    int failed = tryFactor(n, a, aOffset, lda, 0);
    if (failed >= 0) {
      Shapes.checkFinite(n, a, aOffset, lda);
      factorWithJitter(n, a, aOffset, lda, failed);
    }
    size = n;
  }

  /**
   * Adds a row and a column to the matrix; O(n²). The jitter of {@link #factor} is added to the new
   * diagonal element as well.
   *
   * @param covariances the n elements of the new column above the diagonal
   * @param diagonal the new diagonal element
   * @throws IllegalArgumentException if {@code covariances} is too short
   * @throws NumericalException if the new pivot is not safely positive: the new row all but repeats
   *     others, or is not finite. The factor is then as before the call
   */
  public void append(double[] covariances, double diagonal) {
    Shapes.checkVector("covariances", size, covariances, 0);
    int n = size;
    double[] column = work(n);
    System.arraycopy(covariances, 0, column, 0, n);
    la.solveUpperTransposed(n, 1, u, 0, ld, column, 0, 1);
    double whole = diagonal + jitter;
    double pivot = whole - la.dot(n, column, 0, column, 0);
    // What is left after cancellation must stand above the rounding error of the dot product.
    double unsafe = (n + 1) * Math.ulp(1.0) * whole;
    if (!(pivot > unsafe) || pivot == Double.POSITIVE_INFINITY) {
      throw new NumericalException(
          "row "
              + n
              + " cannot be appended: diagonal "
              + diagonal
              + " with jitter "
              + jitter
              + " leaves a pivot of "
              + pivot
              + ", expected more than "
              + unsafe
              + "; the row all but repeats earlier ones or is not finite");
    }
    if (n == capacity) {
      grow(n + 1);
    }
    for (int i = 0; i < n; i++) {
      u[i * ld + n] = column[i];
    }
    u[n * ld + n] = Math.sqrt(pivot);
    size = n + 1;
  }

  /**
   * Forgets all but the first n rows and columns; O(1).
   *
   * @throws IllegalArgumentException if {@code n} is negative or above {@link #size}
   */
  public void truncate(int n) {
    if (n < 0 || n > size) {
      throw new IllegalArgumentException("n = " + n + ": expected 0 to " + size);
    }
    size = n;
  }

  /**
   * Brings the factor from A to A + xxᵀ; O(n²).
   *
   * @param x n elements, finite
   * @throws IllegalArgumentException if {@code x} is too short or an element is not finite
   */
  public void update(double[] x) {
    double[] changed = copied(x);
    FactorRotations.update(size, u, 0, ld, changed, 0);
  }

  /**
   * Brings the factor from A to A − xxᵀ; O(n²).
   *
   * @param x n elements, finite
   * @throws IllegalArgumentException if {@code x} is too short or an element is not finite
   * @throws NumericalException if A − xxᵀ is not safely positive definite; the factor is then as
   *     before the call
   */
  public void downdate(double[] x) {
    double[] p = copied(x);
    int n = size;
    la.solveUpperTransposed(n, 1, u, 0, ld, p, 0, 1);
    double rest = 1 - la.dot(n, p, 0, p, 0);
    // What is left after cancellation must stand above the rounding error of the dot product.
    double unsafe = (n + 1) * Math.ulp(1.0);
    if (!(rest > unsafe)) {
      throw new NumericalException(
          "A − xxᵀ of order n = "
              + n
              + " is not positive definite: 1 − xᵀA⁻¹x = "
              + rest
              + ", expected more than "
              + unsafe);
    }
    FactorRotations.downdate(n, u, ld, p, Math.sqrt(rest), rotated(n));
  }

  /**
   * Removes a row and a column of the matrix; O(n²).
   *
   * @param index from 0 to below {@link #size}
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public void remove(int index) {
    Objects.checkIndex(index, size);
    int rest = size - 1 - index;
    double[] removed = work(size);
    System.arraycopy(u, index * ld + index + 1, removed, 0, rest);
    for (int i = 0; i < index; i++) {
      System.arraycopy(u, i * ld + index + 1, u, i * ld + index, rest);
    }
    for (int i = index; i < size - 1; i++) {
      int below = (i + 1) * ld + i + 1;
      System.arraycopy(u, below, u, i * ld + i, size - 1 - i);
    }
    size--;
    FactorRotations.update(rest, u, index * (ld + 1), ld, removed, 0);
  }

  private double[] copied(double[] x) {
    Shapes.checkVector("x", size, x, 0);
    for (int i = 0; i < size; i++) {
      if (!Double.isFinite(x[i])) {
        throw new IllegalArgumentException("x[" + i + "] = " + x[i] + ": expected a finite number");
      }
    }
    double[] copy = work(size);
    System.arraycopy(x, 0, copy, 0, size);
    return copy;
  }

  private double[] rotated(int n) {
    if (rotated.length < n) {
      rotated = new double[Math.max(n, capacity)];
    }
    return rotated;
  }

  /** Returns ln det(A + jitter·I); O(n). With no rows it is 0. */
  public double logDeterminant() {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += SpecialFunctions.log(u[i * ld + i]);
    }
    return 2 * sum;
  }

  /**
   * Solves (A + jitter·I)x = b in place; O(n²).
   *
   * @param b at least n elements
   */
  public void solve(double[] b) {
    solveTransposed(b);
    solveUpper(b);
  }

  /**
   * Solves Uᵀx = b in place; O(n²).
   *
   * @param b at least n elements
   */
  public void solveTransposed(double[] b) {
    Shapes.checkVector("b", size, b, 0);
    la.solveUpperTransposed(size, 1, u, 0, ld, b, 0, 1);
  }

  /**
   * Solves UᵀX = B in place; O(n²m).
   *
   * @param m right-hand sides (columns of B)
   * @param b n×m
   */
  public void solveTransposed(int m, double[] b, int bOffset, int ldb) {
    la.solveUpperTransposed(size, m, u, 0, ld, b, bOffset, ldb);
  }

  /**
   * Solves Ux = b in place; O(n²).
   *
   * @param b at least n elements
   */
  public void solveUpper(double[] b) {
    Shapes.checkVector("b", size, b, 0);
    la.solveUpper(size, 1, u, 0, ld, b, 0, 1);
  }

  /**
   * Writes the upper triangle of (A + jitter·I)⁻¹; O(n³).
   *
   * @param inverse n×n; its strict lower triangle is scratch
   * @param ldi its leading dimension
   */
  public void inverse(double[] inverse, int ldi) {
    la.inverseFromCholesky(size, u, 0, ld, inverse, 0, ldi);
  }

  /**
   * Estimates the condition number of A + jitter·I in the 1-norm, from below and seldom by more
   * than a factor of 3; O(n²), allocates 4n elements. With no rows it is 0.
   *
   * @see OneNormEstimator
   */
  public double conditionEstimate() {
    OneNormEstimator estimator = new OneNormEstimator(size);
    return estimator.estimate(this::multiply) * estimator.estimate(this::solve);
  }

  /** x ← UᵀUx, as the estimator needs it when A itself is no longer at hand. */
  private void multiply(double[] x) {
    for (int i = 0; i < size; i++) {
      x[i] = la.dot(size - i, u, i * ld + i, x, i);
    }
    for (int i = size - 1; i >= 0; i--) {
      double scale = x[i];
      x[i] = 0;
      la.axpy(size - i, scale, u, i * ld + i, x, i);
    }
  }

  private void factorWithJitter(int n, double[] a, int aOffset, int lda, int failedRow) {
    double mean = 0;
    for (int i = 0; i < n; i++) {
      mean += a[aOffset + i * lda + i] / n;
    }
    double amount = 0;
    for (int i = 0; i < JITTERS && mean > 0; i++) {
      amount = i == 0 ? SMALLEST_JITTER * mean : 10 * amount;
      if (tryFactor(n, a, aOffset, lda, amount) < 0) {
        jitter = amount;
        return;
      }
    }
    double condition = conditionBefore(failedRow, a, aOffset, lda);
    throw FactorizationFailure.notPositiveDefinite(
        n, a, aOffset, lda, failedRow, condition, amount);
  }

  /** The condition of the leading rows, or of fewer if in another blocking they fail as well. */
  private double conditionBefore(int rows, double[] a, int aOffset, int lda) {
    int leading = rows;
    int failed = tryFactor(leading, a, aOffset, lda, 0);
    while (failed >= 0) {
      leading = failed;
      failed = tryFactor(leading, a, aOffset, lda, 0);
    }
    size = leading;
    double condition = conditionEstimate();
    size = 0;
    return condition;
  }

  private int tryFactor(int n, double[] a, int aOffset, int lda, double amount) {
    for (int i = 0; i < n; i++) {
      System.arraycopy(a, aOffset + i * lda + i, u, i * ld + i, n - i);
      u[i * ld + i] += amount;
    }
    return la.cholesky(n, u, 0, ld);
  }

  private double[] work(int n) {
    if (work.length < n) {
      work = new double[Math.max(n, capacity)];
    }
    return work;
  }

  private void grow(int n) {
    double[] old = u;
    int oldLd = ld;
    allocate(Math.max(n, grownCapacity()));
    for (int i = 0; i < size; i++) {
      System.arraycopy(old, i * oldLd + i, u, i * ld + i, size - i);
    }
  }

  /** An eighth more rows are a quarter more elements, and make copies few enough for O(n²). */
  private int grownCapacity() {
    return capacity + capacity / 8 + 8;
  }

  private void allocate(int rows) {
    int columns = leadingDimension(rows);
    if ((long) rows * columns > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "n = " + rows + ": expected an order whose square fits one array");
    }
    u = new double[rows * columns];
    ld = columns;
    capacity = rows;
  }
}
