package dev.hone.math.internal.simd;

import java.util.Arrays;

/**
 * Factorisation, triangular solve and inverse in plain loops, with the bits of their vector twins
 * up to order {@link Blocking#PLAIN}.
 *
 * <p>The twins work in tiles of {@link #R} rows on matrices padded in front to a multiple of {@link
 * #W}, and the order of each element's operations follows from where its tile begins: a sum over
 * the rows above the tile, then substitution inside it. Of the padding only that matters; the zeros
 * it adds change no sum. A number above a tile is subtracted by a product with −1, which is exact.
 */
final class PlainFactor {
  /** Rows of a tile, as {@link Panels#R}, and columns of a panel, as {@link Panels#W}. */
  static final int R = SimdWidth.LENGTH == 8 ? 8 : 4;

  static final int W = 2 * SimdWidth.LENGTH;

  private PlainFactor() {}

  /** First row of the tile after the one that begins at or holds row i. */
  private static int nextTile(int i, int n, int rows) {
    return i + (n - i - 1) % rows + 1;
  }

  /** As {@link SimdCholesky#factor}; a failed factorisation leaves other remains. */
  static int cholesky(int n, double[] a, int aOffset, int lda) {
    if (n <= Blocking.FACTOR) {
      return factorBlock(n, a, aOffset, lda);
    }
    int h = Blocking.half(n, W);
    int failed = cholesky(h, a, aOffset, lda);
    if (failed >= 0) {
      return failed;
    }
    int right = aOffset + h;
    int rest = right + h * lda;
    solve(h, n - h, a, aOffset, lda, 1, a, right, lda);
    PlainProduct.rankUpdate(n - h, h, -1, a, right, lda, a, rest, lda);
    failed = cholesky(n - h, a, rest, lda);
    return failed < 0 ? -1 : h + failed;
  }

  private static int factorBlock(int n, double[] a, int aOffset, int lda) {
    for (int i = 0; i < n; ) {
      int end = nextTile(i, n, R);
      int above = aOffset + i;
      int tile = above + i * lda;
      PlainProduct.multiplyAddUpper(
          end - i, n - i, i, -1, a, above, lda, 1, a, above, lda, a, tile, lda);
      for (int r = i; r < end; r++) {
        int row = aOffset + r * lda;
        for (int s = i; s < r; s++) {
          int top = aOffset + s * lda;
          addRow(n - r, -a[top + r], a, top + r, row + r);
        }
        double pivot = a[row + r];
        if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) {
          return r;
        }
        double u = Math.sqrt(pivot);
        a[row + r] = u;
        scale(n - r - 1, 1 / u, a, row + r + 1);
      }
      i = end;
    }
    return -1;
  }

  /** As {@link SimdTriangularSolve#solveUpperTransposed}. */
  static void solveUpperTransposed(
      int n,
      int m,
      double[] u,
      int uOffset,
      int ldu,
      double[] b,
      int bOffset,
      int ldb,
      Workspace w) {
    if (m > SimdTriangularSolve.FEW) {
      solve(n, m, u, uOffset, ldu, 1, b, bOffset, ldb);
      return;
    }
    double[] x = w.column(n);
    for (int j = 0; j < m; j++) {
      copyColumn(n, b, bOffset + j, ldb, x, 0, 1);
      for (int i = 0; i < n; i++) {
        int row = uOffset + i * ldu;
        x[i] /= u[row + i];
        PlainRows.axpy(n - i - 1, -x[i], u, row + i + 1, x, i + 1);
      }
      copyColumn(n, x, 0, 1, b, bOffset + j, ldb);
    }
  }

  /** As {@link SimdTriangularSolve#solveUpper}. */
  static void solveUpper(
      int n,
      int m,
      double[] u,
      int uOffset,
      int ldu,
      double[] b,
      int bOffset,
      int ldb,
      Workspace w) {
    if (m > SimdTriangularSolve.FEW) {
      // The same on matrices read backwards.
      int lastPivot = uOffset + (n - 1) * (ldu + 1);
      solve(n, m, u, lastPivot, -1, -ldu, b, bOffset + (n - 1) * ldb, -ldb);
      return;
    }
    double[] x = w.column(n);
    for (int j = 0; j < m; j++) {
      copyColumn(n, b, bOffset + j, ldb, x, 0, 1);
      for (int i = n - 1; i >= 0; i--) {
        int row = uOffset + i * ldu;
        double known = PlainRows.dot(n - i - 1, u, row + i + 1, x, i + 1);
        x[i] = (x[i] - known) / u[row + i];
      }
      copyColumn(n, x, 0, 1, b, bOffset + j, ldb);
    }
  }

  private static void copyColumn(
      int n, double[] from, int fromOffset, int fromStep, double[] to, int toOffset, int toStep) {
    for (int i = 0; i < n; i++) {
      to[toOffset + i * toStep] = from[fromOffset + i * fromStep];
    }
  }

  /**
   * Forward substitution UᵀX = B, as {@link SimdTriangularSolve#solve}.
   *
   * @param u element (i, j) is at {@code uOffset + i*uRow + j*uColumn}
   */
  private static void solve(
      int n,
      int m,
      double[] u,
      int uOffset,
      int uRow,
      int uColumn,
      double[] b,
      int bOffset,
      int ldb) {
    if (n <= Blocking.SOLVE) {
      solveBlock(Blocking.SOLVE_ROWS, 0, n, m, u, uOffset, uRow, uColumn, b, bOffset, ldb);
      return;
    }
    int h = Blocking.half(n, Blocking.SOLVE);
    int right = uOffset + h * uColumn;
    int rest = right + h * uRow;
    int below = bOffset + h * ldb;
    solve(h, m, u, uOffset, uRow, uColumn, b, bOffset, ldb);
    PlainProduct.multiplyAddBlocks(
        n - h, m, h, -1, u, right, uRow, uColumn, b, bOffset, ldb, b, below, ldb);
    solve(n - h, m, u, rest, uRow, uColumn, b, below, ldb);
  }

  /**
   * Forward substitution from row {@code first}, above which B is zero.
   *
   * @param rows of a tile
   */
  private static void solveBlock(
      int rows,
      int first,
      int n,
      int m,
      double[] u,
      int uOffset,
      int uRow,
      int uColumn,
      double[] b,
      int bOffset,
      int ldb) {
    for (int i = first; i < n; ) {
      int end = nextTile(i, n, rows);
      int above = uOffset + first * uRow + i * uColumn;
      int top = bOffset + first * ldb;
      PlainProduct.multiplyAdd(
          end - i,
          m,
          i - first,
          -1,
          u,
          above,
          uRow,
          uColumn,
          b,
          top,
          ldb,
          b,
          bOffset + i * ldb,
          ldb);
      for (int r = i; r < end; r++) {
        int row = bOffset + r * ldb;
        for (int s = i; s < r; s++) {
          addRow(m, -u[uOffset + s * uRow + r * uColumn], b, bOffset + s * ldb, row);
        }
        scale(m, 1 / u[uOffset + r * (uRow + uColumn)], b, row);
      }
      i = end;
    }
  }

  /**
   * As {@link SimdInverse#inverseFromCholesky}, up to order {@link Blocking#INVERSE}.
   *
   * @param v room for n² elements
   */
  static void inverse(
      int n, double[] u, int uOffset, int ldu, double[] inverse, int offset, int ldi, double[] v) {
    Arrays.fill(v, 0, n * n, 0);
    for (int i = 0; i < n; i++) {
      v[i * n + i] = 1;
    }
    for (int j = 0; j < n; ) {
      int end = nextPanel(j, n);
      solveBlock(
          Blocking.SIX_ROWS ? Blocking.SOLVE_ROWS : R, j, n, end - j, u, uOffset, ldu, 1, v, j, n);
      j = end;
    }
    for (int j = 0; j < n; ) {
      int end = nextPanel(j, n);
      for (int i = 0; i < end; i++) {
        Arrays.fill(inverse, offset + i * ldi + j, offset + i * ldi + end, 0);
      }
      for (int p = j; p < n; ) {
        int last = nextSum(p, n);
        int row = p * n;
        PlainProduct.multiplyAdd(
            end, end - j, last - p, 1, v, row, n, 1, v, row + j, n, inverse, offset + j, ldi);
        p = last;
      }
      j = end;
    }
  }

  /** Rows and columns of the identity in front of a triangle that is inverted. */
  private static int paddingOfInverse(int n) {
    int multiple = Blocking.SIX_ROWS ? Blocking.SOLVE_ROWS : W;
    return (multiple - n % multiple) % multiple;
  }

  /** First column of the panel after the one that holds column j. */
  private static int nextPanel(int j, int n) {
    int padding = paddingOfInverse(n);
    return Math.min(n, (j + padding) / W * W + W - padding);
  }

  /** First row of the sum after the one that row p is part of. */
  private static int nextSum(int p, int n) {
    int padding = paddingOfInverse(n);
    int rows = Blocking.PRODUCT;
    return Blocking.SIX_ROWS ? Math.min(n, (p + padding) / rows * rows + rows - padding) : n;
  }

  private static void addRow(int n, double factor, double[] x, int from, int to) {
    for (int t = 0; t < n; t++) {
      x[to + t] = Math.fma(factor, x[from + t], x[to + t]);
    }
  }

  private static void scale(int n, double factor, double[] x, int from) {
    for (int t = 0; t < n; t++) {
      x[from + t] *= factor;
    }
  }
}
