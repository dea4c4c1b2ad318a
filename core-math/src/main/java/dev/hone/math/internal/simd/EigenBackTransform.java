package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.Blocking.roundUp;

import java.util.Arrays;

/**
 * Takes eigenvectors of the tridiagonal matrix back to those of the matrix it came from.
 *
 * <p>With eigenvectors as rows, Z ← Z·H₂·H₃⋯, the reflectors of {@link TridiagonalReduction} in
 * ascending order. The product of a panel of them is I − V·T·Vᵀ with an upper triangular T, so that
 * the work is in matrix products: Z ← Z − ((Z·V)·T)·Vᵀ.
 *
 * <p>Source: Schreiber and Van Loan, A storage-efficient WY representation for products of
 * Householder transformations (1989).
 */
final class EigenBackTransform {
  /** Reflectors per panel. */
  private static final int PANEL = 32;

  /** Elements of Z that stay in a second-level cache while all panels pass over them. */
  private static final int BLOCK = 1 << 15;

  private final int[] reflectors = new int[PANEL];
  private final int[] tColumns = new int[PANEL];
  private final double[] coefficients = new double[PANEL];
  private final double[] gram = new double[PANEL * PANEL];

  /** The columns of T as rows. */
  private final double[] t = new double[PANEL * PANEL];

  private double[] packedV = {};
  private double[] packedVt = {};
  private double[] packedT = {};
  private double[] zv = {};
  private double[] zvt = {};

  EigenBackTransform() {
    Arrays.setAll(tColumns, l -> l * PANEL);
  }

  /**
   * Z ← Z·Qᵀ.
   *
   * @param n order of the reduced matrix
   * @param a its reflectors, as {@link TridiagonalReduction} leaves them
   * @param scale their scales
   * @param m rows of Z; rows behind them, up to a multiple of four, are overwritten
   * @param z m×n; elements behind a row, up to its end, may be overwritten
   */
  void apply(int n, double[] a, int ld, double[] scale, int m, double[] z) {
    int blockRows = Math.max(EigenRowProduct.BLOCK, roundUp(BLOCK / ld, EigenRowProduct.BLOCK));
    reserve(n, Math.min(blockRows, roundUp(m, EigenRowProduct.ROWS)));
    int offset = 0;
    for (int first = 2; first < n; first += PANEL) {
      int count = Math.min(PANEL, n - first);
      prepare(first, count, a, ld, scale, offset);
      offset += PANEL * width(first + count);
    }
    for (int i = 0; i < m; i += blockRows) {
      int rows = Math.min(blockRows, m - i);
      offset = 0;
      for (int first = 2; first < n; first += PANEL) {
        int count = Math.min(PANEL, n - first);
        int width = width(first + count);
        applyPanel(rows, z, i * ld, ld, first, count, width, offset);
        offset += PANEL * width;
      }
    }
  }

  /** Columns of the reflectors before {@code end}, the largest of which has one less. */
  private static int width(int end) {
    return roundUp(end - 1, EigenRowProduct.COLUMNS);
  }

  private void reserve(int n, int blockRows) {
    int size = 0;
    for (int first = 2; first < n; first += PANEL) {
      size += PANEL * width(Math.min(first + PANEL, n));
    }
    if (packedV.length < size) {
      packedV = new double[size];
      packedVt = new double[size];
      packedT = new double[PANEL * roundUp(n, PANEL)];
    }
    if (zv.length < blockRows * PANEL) {
      zv = new double[blockRows * PANEL];
      zvt = new double[blockRows * PANEL];
    }
  }

  /** Packs V and computes T, column by column as the panel grows by a reflector. */
  private void prepare(int first, int count, double[] a, int ld, double[] scale, int offset) {
    int width = width(first + count);
    for (int j = 0; j < count; j++) {
      reflectors[j] = (first + j) * ld;
    }
    EigenRowProduct.packTransposed(width, count, a, reflectors, packedV, offset);
    EigenRowProduct.pack(count, width, a, reflectors, packedVt, offset);
    Arrays.fill(gram, 0);
    EigenRowProduct.multiplyAdd(
        count, count, width, 1, a, first * ld, ld, packedV, offset, gram, 0, PANEL);
    Arrays.fill(t, 0);
    for (int j = 0; j < count; j++) {
      double h = scale[first + j];
      for (int i = 0; i < j; i++) {
        coefficients[i] = -h * gram[j * PANEL + i];
      }
      TridiagonalKernels.addRows(PANEL, j, coefficients, t, PANEL, t, j * PANEL);
      t[j * PANEL + j] = h;
    }
    EigenRowProduct.packTransposed(count, count, t, tColumns, packedT, (first - 2) * PANEL);
  }

  private void applyPanel(
      int rows, double[] z, int zOffset, int ld, int first, int count, int width, int offset) {
    int size = roundUp(rows, EigenRowProduct.ROWS) * PANEL;
    Arrays.fill(zv, 0, size, 0);
    EigenRowProduct.multiplyAdd(
        rows, count, width, 1, z, zOffset, ld, packedV, offset, zv, 0, PANEL);
    Arrays.fill(zvt, 0, size, 0);
    EigenRowProduct.multiplyAdd(
        rows, count, count, 1, zv, 0, PANEL, packedT, (first - 2) * PANEL, zvt, 0, PANEL);
    EigenRowProduct.multiplyAdd(
        rows, width, count, -1, zvt, 0, PANEL, packedVt, offset, z, zOffset, ld);
  }
}
