package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.GemmTile.KERNEL;
import static dev.hone.math.internal.simd.GemmTile.MR;
import static dev.hone.math.internal.simd.GemmTile.NR;
import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

/** The product of two packed blocks, tile by tile, on all of C or on its upper triangle. */
final class GemmBlock {
  private static final int L = SPECIES.length();

  /** The diagonal of a block that has none: every tile lies above it. */
  static final int NO_DIAGONAL = Integer.MIN_VALUE / 2;

  private GemmBlock() {}

  /**
   * C ← C + alpha·AᵀB on one block.
   *
   * @param a slivers of {@link GemmTile#MR} columns, k rows each
   * @param b slivers of {@link GemmTile#NR} columns, k rows each
   * @param diagonal row minus column of the block's corner in a C of which only the upper triangle
   *     is written, or {@link #NO_DIAGONAL}
   * @param rightDiagonal column minus row of the corner of {@code b} in a lower triangular B, whose
   *     zeros are skipped, or {@link #NO_DIAGONAL}
   */
  static void multiplyAdd(
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      double[] b,
      double[] c,
      int cOffset,
      int ldc,
      int diagonal,
      int rightDiagonal,
      double[] tile) {
    // Along a row of tiles, C is read in order, and fetched ahead by the machine: worth a quarter
    // of the time where C is in memory. Down a column, a sliver of the wide B is read but once.
    if (Blocking.SIX_ROWS) {
      for (int i = 0; i < m; i += MR) {
        for (int j = 0; j < n; j += NR) {
          tile(
              i,
              j,
              m,
              n,
              k,
              alpha,
              a,
              b,
              c,
              cOffset,
              ldc,
              diagonal + i - j,
              rightDiagonal + j,
              tile);
        }
      }
    } else {
      for (int j = 0; j < n; j += NR) {
        for (int i = 0; i < m; i += MR) {
          tile(
              i,
              j,
              m,
              n,
              k,
              alpha,
              a,
              b,
              c,
              cOffset,
              ldc,
              diagonal + i - j,
              rightDiagonal + j,
              tile);
        }
      }
    }
  }

  /** The tile at row i and column j. */
  private static void tile(
      int i,
      int j,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      double[] b,
      double[] c,
      int cOffset,
      int ldc,
      int below,
      int rightDiagonal,
      double[] tile) {
    int zeros = Math.max(0, rightDiagonal);
    if (below >= NR || zeros >= k) {
      return;
    }
    int rows = Math.min(MR, m - i);
    int columns = Math.min(NR, n - j);
    int ap = i * k + zeros * MR;
    int bp = j * k + zeros * NR;
    int corner = cOffset + i * ldc + j;
    if (rows == MR && columns == NR && below <= 1 - MR) {
      KERNEL.multiplyAdd(k - zeros, alpha, a, ap, b, bp, c, corner, ldc);
    } else {
      byVectors(rows, columns, below, k - zeros, alpha, a, ap, b, bp, c, corner, ldc, tile);
    }
  }

  /**
   * One tile that sticks out of C, or of its upper triangle, vector by vector, so that little is
   * computed for nothing.
   */
  private static void byVectors(
      int rows,
      int columns,
      int below,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      double[] b,
      int bOffset,
      double[] c,
      int cOffset,
      int ldc,
      double[] tile) {
    for (int j = 0; j < columns; j += L) {
      int belowVector = below - j;
      if (belowVector >= L) {
        continue;
      }
      int width = Math.min(L, columns - j);
      int corner = cOffset + j;
      if (rows == MR && width == L && belowVector <= 1 - MR) {
        KERNEL.multiplyAddVector(k, alpha, a, aOffset, b, bOffset + j, c, corner, ldc);
      } else {
        load(rows, width, belowVector, c, corner, ldc, tile);
        KERNEL.multiplyAddVector(k, alpha, a, aOffset, b, bOffset + j, tile, 0, L);
        store(rows, width, belowVector, tile, c, corner, ldc);
      }
    }
  }

  private static void load(
      int rows, int columns, int below, double[] c, int corner, int ldc, double[] tile) {
    for (int r = 0; r < rows; r++) {
      for (int j = Math.max(0, below + r); j < columns; j++) {
        tile[r * L + j] = c[corner + r * ldc + j];
      }
    }
  }

  private static void store(
      int rows, int columns, int below, double[] tile, double[] c, int corner, int ldc) {
    for (int r = 0; r < rows; r++) {
      for (int j = Math.max(0, below + r); j < columns; j++) {
        c[corner + r * ldc + j] = tile[r * L + j];
      }
    }
  }
}
