package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.Blocking.roundUp;
import static dev.hone.math.internal.simd.GemmTile.MR;
import static dev.hone.math.internal.simd.GemmTile.NR;
import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * Copies blocks of the operands of a product into slivers as wide as the kernel's tile, row after
 * row, the last one padded with zeros.
 */
final class GemmPacking {
  /** Rows packed at a time: few enough pages for the nearest translation buffer. */
  private static final int PACKED_ROWS = 8;

  private static final int L = SPECIES.length();

  private GemmPacking() {}

  /** Elements of a packed left operand, and room for a vector stored across its end. */
  static int leftSize(int m, int k) {
    return k * roundUp(m, MR) + L;
  }

  /** Packs k×n into slivers of {@link GemmTile#NR} columns. */
  static void packRight(
      int n, int k, double[] b, int bOffset, int ldb, double[] packed, int offset) {
    int whole = n / NR * NR;
    for (int p0 = 0; p0 < k; p0 += PACKED_ROWS) {
      int p1 = Math.min(k, p0 + PACKED_ROWS);
      for (int j = 0; j < whole; j += NR) {
        for (int p = p0; p < p1; p++) {
          int from = bOffset + p * ldb + j;
          int to = offset + j * k + p * NR;
          for (int t = 0; t < NR; t += L) {
            DoubleVector.fromArray(SPECIES, b, from + t).intoArray(packed, to + t);
          }
        }
      }
    }
    if (whole < n) {
      packEdge(n - whole, NR, k, b, bOffset + whole, ldb, packed, offset + whole * k);
    }
  }

  /**
   * Packs k×m into slivers of {@link GemmTile#MR} columns.
   *
   * <p>Copies whole vectors even where a sliver is no multiple of one: what is stored past the end
   * of a row is stored again by the next. The last row is copied apart, because what lies behind it
   * in the next sliver has been stored before.
   */
  static void packLeft(int m, int k, double[] a, int aOffset, int lda, double[] packed) {
    int whole = Math.max(0, m - roundUp(MR, L) + MR) / MR * MR;
    int last = k - 1;
    for (int p0 = 0; p0 < last; p0 += PACKED_ROWS) {
      int p1 = Math.min(last, p0 + PACKED_ROWS);
      for (int i = 0; i < whole; i += MR) {
        for (int p = p0; p < p1; p++) {
          int from = aOffset + p * lda + i;
          int to = i * k + p * MR;
          for (int t = 0; t < MR; t += L) {
            DoubleVector.fromArray(SPECIES, a, from + t).intoArray(packed, to + t);
          }
        }
      }
    }
    for (int i = 0; i < whole; i += MR) {
      packEdge(MR, MR, 1, a, aOffset + last * lda + i, lda, packed, i * k + last * MR);
    }
    for (int i = whole; i < m; i += MR) {
      packEdge(Math.min(MR, m - i), MR, k, a, aOffset + i, lda, packed, i * k);
    }
  }

  private static void packEdge(
      int columns,
      int width,
      int k,
      double[] x,
      int xOffset,
      int ldx,
      double[] packed,
      int packedOffset) {
    for (int p = 0; p < k; p++) {
      int from = xOffset + p * ldx;
      int to = packedOffset + p * width;
      for (int t = 0; t < width; t++) {
        packed[to + t] = t < columns ? x[from + t] : 0;
      }
    }
  }

  static void packLeftBackwards(int m, int k, double[] a, int aOffset, int lda, double[] packed) {
    for (int i = 0; i < m; i += MR) {
      for (int t = 0; t < MR; t++) {
        int to = i * k + t;
        if (i + t < m) {
          int from = aOffset - (i + t) * lda;
          for (int p = 0; p < k; p++) {
            packed[to + p * MR] = a[from - p];
          }
        } else {
          for (int p = 0; p < k; p++) {
            packed[to + p * MR] = 0;
          }
        }
      }
    }
  }
}
