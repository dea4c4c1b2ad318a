package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.Blocking.roundUp;
import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/**
 * Householder's reduction of a symmetric matrix to tridiagonal form, T = QᵀAQ.
 *
 * <p>The last row is reduced first: its elements are contiguous, and what is left to reduce stays
 * anchored at the first element of the array. Row r of A is left holding the reflector u of its
 * step, H = I − scale[r]·uuᵀ, in columns 0 to r − 1, with zeros behind it; Q is the product of the
 * reflectors from the largest to the smallest.
 *
 * <p>Source: Golub and Van Loan, Matrix Computations (4th ed.), algorithm 8.3.1; blocked as in
 * Dongarra, Hammarling and Sorensen, Block reduction of matrices to condensed forms for eigenvalue
 * computations (LAPACK Working Note 2).
 */
final class TridiagonalReduction {
  /** Up to this order one pass over the full square beats two over the triangle. */
  private static final int UNBLOCKED = 112;

  /** Where the blocked reduction leaves the rest to the unblocked one. */
  private static final int CROSSOVER = 64;

  /** Reflectors gathered before the matrix is updated with all of them. */
  private static final int PANEL = 16;

  /**
   * A column of which the sum of squares is this small beside a norm of 1 is dropped: the square of
   * its inverse, which the update is scaled by, must not overflow.
   */
  private static final double NEGLIGIBLE_SQUARE = 0x1p-480;

  private static final int L = SPECIES.length();

  private double[] w = {};
  private double[] y = {};
  private double[] panel = {};
  private double[] panelColumns = {};
  private double[] packed = {};
  private final double[] coefficients = new double[2 * PANEL];
  private final int[] swapped = new int[2 * PANEL];

  /**
   * Reduces A.
   *
   * @param a n×n, both triangles stored, zeros around it
   * @param d receives the n elements of the diagonal
   * @param e receives the couplings of rows i and i + 1
   * @param scale receives the scales of the reflectors; 0 for a step that needed none
   */
  void reduce(int n, double[] a, int ld, double[] d, double[] e, double[] scale) {
    if (w.length < ld) {
      w = new double[ld];
      y = new double[ld];
    }
    int rest = n;
    if (n > UNBLOCKED) {
      reservePanel(n, ld);
      while (rest > CROSSOVER) {
        reducePanel(rest, a, ld, d, e, scale);
        rest -= PANEL;
      }
      for (int i = 0; i < rest; i++) {
        for (int j = 0; j < i; j++) {
          a[j * ld + i] = a[i * ld + j];
        }
      }
    }
    reduceUnblocked(rest, a, ld, d, e, scale);
  }

  /**
   * One pass over the matrix per step: the update by the last reflector and the product with the
   * next are made on the same element.
   */
  private void reduceUnblocked(int n, double[] a, int ld, double[] d, double[] e, double[] scale) {
    if (n == 0) {
      return;
    }
    // The update before the first step is by any vector and zero.
    Arrays.fill(w, 0);
    int last = (n - 1) * ld;
    for (int r = n - 1; r >= 1; r--) {
      int row = r * ld;
      int width = roundUp(r + 1, L);
      SimdVectors.axpy(width, w[r], a, last, a, row);
      SimdVectors.axpy(width, a[last + r], w, 0, a, row);
      d[r] = a[row + r];
      reflect(r, a, row, ld, e, scale);
      TridiagonalKernels.updateAndMultiply(r, a, ld, last, row, w, y);
      // w ← −(scale·Au − K·u), so that A + u·wᵀ + w·uᵀ is the update.
      double h = scale[r];
      double k = 0.5 * h * h * SimdVectors.dot(r, y, 0, a, row);
      for (int j = 0; j < r; j += L) {
        DoubleVector product = DoubleVector.fromArray(SPECIES, y, j).mul(-h);
        DoubleVector u = DoubleVector.fromArray(SPECIES, a, row + j);
        u.fma(DoubleVector.broadcast(SPECIES, k), product).intoArray(w, j);
      }
      Arrays.fill(w, r, roundUp(r + 1, 2 * L), 0);
      last = row;
    }
    d[0] = a[0];
  }

  /** Reduces the last {@link #PANEL} rows of the leading n×n matrix, and updates what is left. */
  private void reducePanel(int n, double[] a, int ld, double[] d, double[] e, double[] scale) {
    // Row 2l of the panel is reflector l, row 2l + 1 its w: A − u·wᵀ − w·uᵀ is the update.
    for (int l = 0; l < PANEL; l++) {
      int r = n - 1 - l;
      int row = r * ld;
      for (int t = 0; t < 2 * l; t++) {
        coefficients[t] = -panel[(t ^ 1) * ld + r];
      }
      TridiagonalKernels.addRows(roundUp(r + 1, L), 2 * l, coefficients, panel, ld, a, row);
      d[r] = a[row + r];
      reflect(r, a, row, ld, e, scale);
      TridiagonalKernels.multiplySymmetric(r, a, ld, row, y);
      for (int t = 0; t < 2 * l; t++) {
        coefficients[t ^ 1] = -SimdVectors.dot(r, panel, t * ld, a, row);
      }
      TridiagonalKernels.addRows(roundUp(r, L), 2 * l, coefficients, panel, ld, y, 0);
      double h = scale[r];
      double k = -0.5 * h * h * SimdVectors.dot(r, y, 0, a, row);
      int u = 2 * l * ld;
      for (int j = 0; j < r; j += L) {
        DoubleVector reflector = DoubleVector.fromArray(SPECIES, a, row + j);
        DoubleVector product = DoubleVector.fromArray(SPECIES, y, j).mul(h);
        reflector.intoArray(panel, u + j);
        reflector.fma(DoubleVector.broadcast(SPECIES, k), product).intoArray(panel, u + ld + j);
      }
      Arrays.fill(panel, u + r, u + ld, 0);
      Arrays.fill(panel, u + ld + r, u + 2 * ld, 0);
    }
    updateByPanel(n - PANEL, a, ld);
  }

  private void updateByPanel(int n, double[] a, int ld) {
    int k = 2 * PANEL;
    for (int t = 0; t < k; t++) {
      swapped[t] = (t ^ 1) * ld;
      int row = t * ld;
      for (int i = 0; i < n; i++) {
        panelColumns[i * k + t] = panel[row + i];
      }
    }
    Arrays.fill(panelColumns, n * k, roundUp(n, EigenRowProduct.ROWS) * k, 0);
    EigenRowProduct.pack(k, n, panel, swapped, packed, 0);
    EigenRowProduct.multiplyAddLower(n, k, -1, panelColumns, k, packed, a, ld);
  }

  private void reservePanel(int n, int ld) {
    int k = 2 * PANEL;
    if (panel.length < k * ld) {
      panel = new double[k * ld];
      panelColumns = new double[k * roundUp(n, EigenRowProduct.ROWS)];
      packed = new double[EigenRowProduct.packedSize(k, n)];
    }
  }

  /**
   * Replaces the first r elements of a row by the reflector that leaves only the last of them, and
   * the others by zeros.
   */
  private static void reflect(int r, double[] a, int row, int ld, double[] e, double[] scale) {
    double last = a[row + r - 1];
    double square = SimdVectors.dot(r - 1, a, row, a, row);
    if (square <= NEGLIGIBLE_SQUARE) {
      Arrays.fill(a, row, row + ld, 0);
      e[r - 1] = last;
      scale[r] = 0;
      return;
    }
    double beta = -Math.copySign(Math.sqrt(Math.fma(last, last, square)), last);
    a[row + r - 1] = last - beta;
    Arrays.fill(a, row + r, row + ld, 0);
    e[r - 1] = beta;
    scale[r] = 1 / (beta * (beta - last));
  }
}
