package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.GemmBlock.NO_DIAGONAL;
import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * Matrix products by blocks that fit the caches.
 *
 * <p>Source: Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication (2008). Both
 * operands are packed into slivers as wide as the kernel's tile, padded with zeros, so that the
 * kernel reads memory in order and knows no edges.
 */
final class SimdGemm {
  static final GemmKernel KERNEL =
      SPECIES.length() == 8 ? new GemmKernel6x4() : new GemmKernel4x2();

  /** Rows of the kernel's tile. */
  static final int MR = KERNEL.rows();

  /** Columns of the kernel's tile. */
  static final int NR = KERNEL.columns();

  /** Rows of a packed block: long, so that a tile of C is loaded and stored seldom. */
  static final int KC = 512;

  /** Rows packed at a time: few enough pages for the nearest translation buffer. */
  private static final int PACKED_ROWS = 8;

  /** Rows of C per block: a packed A (MC·KC, 384 KiB) leaves room in a second-level cache. */
  static final int MC = 96;

  /** Columns of C per block: a packed B (KC·NC, 8 MiB) fits a third-level cache. */
  static final int NC = 2048;

  private static final int L = SPECIES.length();

  private SimdGemm() {}

  /**
   * C ← C + alpha·AᵀB. The rows of B and C may be read backwards (negative leading dimensions).
   *
   * @param a k×m; element (p, i) is at {@code aOffset + p*lda + i}, or, read backwards, at {@code
   *     aOffset - p - i*lda}
   * @param lower whether B is lower triangular, with zeros stored above its diagonal
   */
  static void multiplyAdd(
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      boolean backwards,
      double[] b,
      int bOffset,
      int ldb,
      boolean lower,
      double[] c,
      int cOffset,
      int ldc,
      Workspace w) {
    for (int jc = 0; jc < n; jc += NC) {
      int nc = Math.min(NC, n - jc);
      for (int pc = 0; pc < k; pc += KC) {
        int kc = Math.min(KC, k - pc);
        double[] right = w.right(kc * roundUp(nc, NR));
        packRight(nc, kc, b, bOffset + pc * ldb + jc, ldb, right);
        for (int ic = 0; ic < m; ic += MC) {
          int mc = Math.min(MC, m - ic);
          double[] left = w.left(leftSize(mc, kc));
          if (backwards) {
            packLeftBackwards(mc, kc, a, aOffset - pc - ic * lda, lda, left);
          } else {
            packLeft(mc, kc, a, aOffset + pc * lda + ic, lda, left);
          }
          int corner = cOffset + ic * ldc + jc;
          int rightDiagonal = lower ? jc - pc : NO_DIAGONAL;
          GemmBlock.multiplyAdd(
              mc, nc, kc, alpha, left, right, c, corner, ldc, NO_DIAGONAL, rightDiagonal, w.tile);
        }
      }
    }
  }

  /** C ← C + alpha·AᵀA on the upper triangle. */
  static void rankUpdate(
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] c,
      int cOffset,
      int ldc,
      Workspace w) {
    for (int jc = 0; jc < n; jc += NC) {
      int nc = Math.min(NC, n - jc);
      for (int pc = 0; pc < k; pc += KC) {
        int kc = Math.min(KC, k - pc);
        double[] right = w.right(kc * roundUp(nc, NR));
        packRight(nc, kc, a, aOffset + pc * lda + jc, lda, right);
        for (int ic = 0; ic < jc + nc; ic += MC) {
          int mc = Math.min(MC, jc + nc - ic);
          double[] left = w.left(leftSize(mc, kc));
          packLeft(mc, kc, a, aOffset + pc * lda + ic, lda, left);
          int corner = cOffset + ic * ldc + jc;
          GemmBlock.multiplyAdd(
              mc, nc, kc, alpha, left, right, c, corner, ldc, ic - jc, NO_DIAGONAL, w.tile);
        }
      }
    }
  }

  /** Smallest multiple of {@code step} that is at least {@code n}. */
  static int roundUp(int n, int step) {
    return (n + step - 1) / step * step;
  }

  /** Elements of a packed left operand, and room for a vector stored across its end. */
  static int leftSize(int m, int k) {
    return k * roundUp(m, MR) + L;
  }

  private static void packRight(int n, int k, double[] b, int bOffset, int ldb, double[] packed) {
    int whole = n / NR * NR;
    for (int p0 = 0; p0 < k; p0 += PACKED_ROWS) {
      int p1 = Math.min(k, p0 + PACKED_ROWS);
      for (int j = 0; j < whole; j += NR) {
        for (int p = p0; p < p1; p++) {
          int from = bOffset + p * ldb + j;
          int to = j * k + p * NR;
          for (int t = 0; t < NR; t += L) {
            DoubleVector.fromArray(SPECIES, b, from + t).intoArray(packed, to + t);
          }
        }
      }
    }
    if (whole < n) {
      packEdge(n - whole, NR, k, b, bOffset + whole, ldb, packed, whole * k);
    }
  }

  /**
   * Copies whole vectors even where a sliver is no multiple of one: what is stored past the end of
   * a row is stored again by the next. The last row is copied apart, because what lies behind it in
   * the next sliver has been stored before.
   */
  private static void packLeft(int m, int k, double[] a, int aOffset, int lda, double[] packed) {
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
