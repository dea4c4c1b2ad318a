package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.Blocking.roundUp;
import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * C ← C + alpha·A·B, where A is read in place along its rows and B is packed.
 *
 * <p>All three products of the eigensolver have a left operand whose rows are at hand, so only the
 * right one needs to be copied, and its rows may then come from anywhere: a permutation costs
 * nothing. Rows of A and C come in fours. Where the true number is no multiple of four, A has rows
 * of zeros behind it, or what is behind C is scratch.
 */
final class EigenRowProduct {
  private static final int L = SPECIES.length();

  /** Rows of a tile. */
  static final int ROWS = 4;

  /** Columns of a tile. */
  static final int COLUMNS = 2 * L;

  /** Rows of B per block: a sliver of B stays in the first-level cache. */
  private static final int KC = 256;

  /** Rows of A per block: with KC columns, 128 or 192 KiB of a second-level cache. */
  private static final int MC = Blocking.SIX_ROWS ? 96 : 64;

  /** Rows of a tile of {@link GemmKernel6x2}. */
  private static final int SIX = 6;

  /** Rows that make whole tiles. */
  static final int BLOCK = Blocking.SIX_ROWS ? 2 * SIX : ROWS;

  /** From so many columns of C on it pays to copy A for tiles of six rows. */
  private static final int COPIED = 96;

  /** Lower triangles are written up to the end of their diagonal blocks of so many rows. */
  static final int DIAGONAL = 8;

  private EigenRowProduct() {}

  /** Elements needed for a packed k×n matrix. */
  static int packedSize(int k, int n) {
    return k * roundUp(n, COLUMNS);
  }

  /**
   * Packs B, k×n.
   *
   * @param rows where the rows of B start in {@code b}
   */
  static void pack(int k, int n, double[] b, int[] rows, double[] packed, int packedOffset) {
    int to = packedOffset;
    for (int pc = 0; pc < k; pc += KC) {
      int end = Math.min(k, pc + KC);
      for (int j = 0; j < n; j += COLUMNS) {
        int width = Math.min(COLUMNS, n - j);
        for (int p = pc; p < end; p++) {
          int from = rows[p] + j;
          if (width == COLUMNS) {
            DoubleVector.fromArray(SPECIES, b, from).intoArray(packed, to);
            DoubleVector.fromArray(SPECIES, b, from + L).intoArray(packed, to + L);
          } else {
            for (int t = 0; t < COLUMNS; t++) {
              packed[to + t] = t < width ? b[from + t] : 0;
            }
          }
          to += COLUMNS;
        }
      }
    }
  }

  /**
   * Packs B, k×n, whose columns are stored as rows.
   *
   * @param columns where the columns of B start in {@code b}
   */
  static void packTransposed(
      int k, int n, double[] b, int[] columns, double[] packed, int packedOffset) {
    int to = packedOffset;
    for (int pc = 0; pc < k; pc += KC) {
      int length = Math.min(KC, k - pc);
      for (int j = 0; j < n; j += COLUMNS) {
        for (int t = 0; t < COLUMNS; t++) {
          if (j + t < n) {
            int from = columns[j + t] + pc;
            for (int p = 0; p < length; p++) {
              packed[to + p * COLUMNS + t] = b[from + p];
            }
          } else {
            for (int p = 0; p < length; p++) {
              packed[to + p * COLUMNS + t] = 0;
            }
          }
        }
        to += length * COLUMNS;
      }
    }
  }

  /**
   * C ← C + alpha·A·B.
   *
   * @param a m×k
   * @param packed k×n, by {@link #pack} or {@link #packTransposed}
   * @param c m×n, written in whole tiles
   */
  static void multiplyAdd(
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] packed,
      int packedOffset,
      double[] c,
      int cOffset,
      int ldc) {
    int block = packedOffset;
    for (int pc = 0; pc < k; pc += KC) {
      int kc = Math.min(KC, k - pc);
      for (int ic = 0; ic < m; ic += MC) {
        int end = Math.min(m, ic + MC);
        int first = aOffset + ic * lda + pc;
        int corner = cOffset + ic * ldc;
        int done = Blocking.SIX_ROWS && n >= COPIED ? copiedRows(end - ic) : 0;
        multiplyCopied(done, n, kc, alpha, a, first, lda, packed, block, c, corner, ldc);
        for (int j = 0; j < n; ) {
          int slivers = sliversFrom(j, n);
          int sliver = block + j * kc;
          for (int i = done; i < end - ic; i += ROWS) {
            int row = first + i * lda;
            int tile = corner + i * ldc + j;
            EigenTiles.multiplyAdd(slivers, kc, alpha, a, row, lda, packed, sliver, c, tile, ldc);
          }
          j += slivers * COLUMNS;
        }
      }
      block += kc * roundUp(n, COLUMNS);
    }
  }

  /** How many slivers of B the tiles from column j on take, of n columns. */
  private static int sliversFrom(int j, int n) {
    return EigenTiles.WIDE && j + COLUMNS < n ? 2 : 1;
  }

  /** Of m rows, rounded up to tiles, those done by sixes; what is left is a number of tiles. */
  private static int copiedRows(int m) {
    return roundUp(m, ROWS) / BLOCK * BLOCK;
  }

  /** As {@link #multiplyAdd} for a multiple of six rows, which are copied into slivers first. */
  private static void multiplyCopied(
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] packed,
      int packedOffset,
      double[] c,
      int cOffset,
      int ldc) {
    if (m == 0) {
      return;
    }
    Workspace w = Workspace.borrow();
    try {
      double[] left = w.left(SIX * k);
      for (int i = 0; i < m; i += SIX) {
        copySliver(k, a, aOffset + i * lda, lda, left);
        for (int j = 0; j < n; j += COLUMNS) {
          int sliver = packedOffset + j * k;
          GemmTile.KERNEL.multiplyAdd(
              k, alpha, left, 0, packed, sliver, c, cOffset + i * ldc + j, ldc);
        }
      }
    } finally {
      w.giveBack();
    }
  }

  private static void copySliver(int k, double[] a, int aOffset, int lda, double[] sliver) {
    int row0 = aOffset;
    int row1 = row0 + lda;
    int row2 = row1 + lda;
    int row3 = row2 + lda;
    int row4 = row3 + lda;
    int row5 = row4 + lda;
    for (int p = 0; p < k; p++) {
      int to = p * SIX;
      sliver[to] = a[row0 + p];
      sliver[to + 1] = a[row1 + p];
      sliver[to + 2] = a[row2 + p];
      sliver[to + 3] = a[row3 + p];
      sliver[to + 4] = a[row4 + p];
      sliver[to + 5] = a[row5 + p];
    }
  }

  /**
   * C ← C + alpha·A·B on the lower triangle of a symmetric C, and at least up to the end of its
   * diagonal blocks of {@link #DIAGONAL} rows.
   *
   * @param n order of C
   * @param k at most {@value #KC}
   */
  static void multiplyAddLower(
      int n, int k, double alpha, double[] a, int lda, double[] packed, double[] c, int ldc) {
    if (Blocking.SIX_ROWS) {
      multiplyLowerCopied(n, k, alpha, a, lda, packed, c, ldc);
      return;
    }
    for (int ic = 0; ic < n; ic += MC) {
      int end = Math.min(n, ic + MC);
      for (int j = 0; j < end; ) {
        int slivers = sliversFrom(j, end);
        int start = Math.max(ic, j / DIAGONAL * DIAGONAL);
        for (int i = start; i < end; i += ROWS) {
          int tile = i * ldc + j;
          EigenTiles.multiplyAdd(slivers, k, alpha, a, i * lda, lda, packed, j * k, c, tile, ldc);
        }
        j += slivers * COLUMNS;
      }
    }
  }

  private static void multiplyLowerCopied(
      int n, int k, double alpha, double[] a, int lda, double[] packed, double[] c, int ldc) {
    int done = copiedRows(n);
    for (int i = 0; i < done; i += SIX) {
      int end = roundUp(i + SIX, DIAGONAL);
      multiplyCopied(SIX, end, k, alpha, a, i * lda, lda, packed, 0, c, i * ldc, ldc);
    }
    for (int i = done; i < n; i += ROWS) {
      for (int j = 0; j < roundUp(i + ROWS, DIAGONAL); j += COLUMNS) {
        EigenTiles.multiplyAdd(1, k, alpha, a, i * lda, lda, packed, j * k, c, i * ldc + j, ldc);
      }
    }
  }
}
