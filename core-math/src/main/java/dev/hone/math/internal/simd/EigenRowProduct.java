package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdGemm.roundUp;
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

  /** Rows of A per block: with KC columns, 128 KiB of a second-level cache at most. */
  private static final int MC = Blocking.SIX_ROWS ? 60 : 64;

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
        for (int j = 0; j < n; j += COLUMNS) {
          int sliver = block + j * kc;
          int first = aOffset + pc;
          tiles(ic, end, kc, alpha, a, first, lda, packed, sliver, c, cOffset + j, ldc);
        }
      }
      block += kc * roundUp(n, COLUMNS);
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
    for (int ic = 0; ic < n; ic += MC) {
      int end = Math.min(n, ic + MC);
      for (int j = 0; j < end; j += COLUMNS) {
        int start = Math.max(ic, j / DIAGONAL * DIAGONAL);
        tiles(start, end, k, alpha, a, 0, lda, packed, j * k, c, j, ldc);
      }
    }
  }

  /** Rows {@code first} to before {@code last} of C, in tiles as high as fit. */
  private static void tiles(
      int first,
      int last,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] b,
      int bOffset,
      double[] c,
      int cOffset,
      int ldc) {
    int i = first;
    int end = first + roundUp(last - first, ROWS);
    if (Blocking.SIX_ROWS) {
      for (; end - i >= 6 && end - i != 2 * ROWS; i += 6) {
        int row = aOffset + i * lda;
        int corner = cOffset + i * ldc;
        EigenRowTile6x2.multiplyAdd(k, alpha, a, row, lda, b, bOffset, c, corner, ldc);
      }
    }
    for (; i < end; i += ROWS) {
      tile(k, alpha, a, aOffset + i * lda, lda, b, bOffset, c, cOffset + i * ldc, ldc);
    }
  }

  /**
   * One tile in eight accumulators: as many as hide the latency of two FMA pipes, and few enough to
   * stay, with their operands, within sixteen registers.
   */
  private static void tile(
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] b,
      int bOffset,
      double[] c,
      int cOffset,
      int ldc) {
    DoubleVector c00 = DoubleVector.zero(SPECIES);
    DoubleVector c01 = DoubleVector.zero(SPECIES);
    DoubleVector c10 = DoubleVector.zero(SPECIES);
    DoubleVector c11 = DoubleVector.zero(SPECIES);
    DoubleVector c20 = DoubleVector.zero(SPECIES);
    DoubleVector c21 = DoubleVector.zero(SPECIES);
    DoubleVector c30 = DoubleVector.zero(SPECIES);
    DoubleVector c31 = DoubleVector.zero(SPECIES);
    int row0 = aOffset;
    int row1 = row0 + lda;
    int row2 = row1 + lda;
    int row3 = row2 + lda;
    for (int p = 0; p < k; p++) {
      int q = bOffset + p * COLUMNS;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, q);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[row0 + p]);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[row1 + p]);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[row2 + p]);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[row3 + p]);
      c00 = a0.fma(b0, c00);
      c10 = a1.fma(b0, c10);
      c20 = a2.fma(b0, c20);
      c30 = a3.fma(b0, c30);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, q + L);
      c01 = a0.fma(b1, c01);
      c11 = a1.fma(b1, c11);
      c21 = a2.fma(b1, c21);
      c31 = a3.fma(b1, c31);
    }
    DoubleVector scale = DoubleVector.broadcast(SPECIES, alpha);
    int row = cOffset;
    scale.fma(c00, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c01, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    row += ldc;
    scale.fma(c10, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c11, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    row += ldc;
    scale.fma(c20, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c21, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
    row += ldc;
    scale.fma(c30, DoubleVector.fromArray(SPECIES, c, row)).intoArray(c, row);
    scale.fma(c31, DoubleVector.fromArray(SPECIES, c, row + L)).intoArray(c, row + L);
  }
}
