package dev.hone.math.linalg;

/**
 * Argument checks shared by every implementation of {@link LinearAlgebra}: a matrix must lie inside
 * its array before anything is written.
 */
public final class Shapes {

  private Shapes() {}

  /**
   * Checks that a rows×columns matrix fits its array.
   *
   * @throws IllegalArgumentException if it does not; the message names the argument
   */
  public static void checkMatrix(
      String name, int rows, int columns, double[] array, int offset, int leadingDimension) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          name + " is " + rows + "×" + columns + ": expected sizes of 0 or more");
    }
    if (leadingDimension < columns || offset < 0) {
      throw new IllegalArgumentException(
          name
              + " has offset "
              + offset
              + " and leading dimension "
              + leadingDimension
              + ": expected an offset of 0 or more and a leading dimension of at least "
              + columns);
    }
    long needed = rows == 0 ? 0 : offset + (rows - 1L) * leadingDimension + columns;
    if (needed > array.length) {
      throw new IllegalArgumentException(
          name
              + " has length "
              + array.length
              + ": expected at least "
              + needed
              + " for "
              + rows
              + "×"
              + columns
              + " at offset "
              + offset
              + " with leading dimension "
              + leadingDimension);
    }
  }

  /**
   * Checks that n elements fit their array.
   *
   * @throws IllegalArgumentException if they do not; the message names the argument
   */
  public static void checkVector(String name, int n, double[] array, int offset) {
    if (n < 0 || offset < 0 || (long) offset + n > array.length) {
      throw new IllegalArgumentException(
          name
              + " has length "
              + array.length
              + ": expected room for "
              + n
              + " elements at offset "
              + offset);
    }
  }

  /**
   * Checks the upper triangle of an n×n matrix for NaN and infinities; O(n²).
   *
   * @throws NumericalException if there is one; the message names the first
   */
  public static void checkFinite(int n, double[] a, int aOffset, int lda) {
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        double value = a[aOffset + i * lda + j];
        if (!Double.isFinite(value)) {
          throw new NumericalException(
              "element (" + i + ", " + j + ") of a matrix of order n = " + n + " is " + value);
        }
      }
    }
  }
}
