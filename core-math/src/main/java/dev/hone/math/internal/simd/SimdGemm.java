package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.Blocking.roundUp;
import static dev.hone.math.internal.simd.GemmBlock.NO_DIAGONAL;
import static dev.hone.math.internal.simd.GemmTile.MR;
import static dev.hone.math.internal.simd.GemmTile.NR;

import dev.hone.math.internal.WorkPool;

/**
 * Matrix products by blocks that fit the caches.
 *
 * <p>Source: Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication (2008). Both
 * operands are packed into slivers as wide as the kernel's tile, padded with zeros, so that the
 * kernel reads memory in order and knows no edges.
 */
final class SimdGemm {
  /** Rows of a packed block. */
  static final int KC = Blocking.PRODUCT;

  /**
   * Rows of C per block: a packed A (MC·KC, 192 or 384 KiB) leaves room in a second-level cache.
   */
  static final int MC = 96;

  /**
   * Columns of C per block: a packed B (KC·NC, 2 or 8 MiB) fits a third-level cache, and, where
   * each sliver of A passes over all of it, this with room.
   */
  static final int NC = Blocking.SIX_ROWS ? 1024 : 2048;

  /** Columns of B that one task packs: whole slivers. */
  private static final int PACKED_COLUMNS = 4 * NR;

  private SimdGemm() {}

  /**
   * C ← C + alpha·AᵀB. The rows of B and C may be read backwards (negative leading dimensions).
   *
   * @param a k×m; element (p, i) is at {@code aOffset + p*lda + i}, or, read backwards, at {@code
   *     aOffset - p - i*lda}
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
        int first = backwards ? aOffset - pc : aOffset + pc * lda;
        int corner = cOffset + jc;
        multiplyRows(
            m, nc, kc, alpha, a, first, lda, backwards, right, c, corner, ldc, NO_DIAGONAL, w);
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
        int first = aOffset + pc * lda;
        double[] right = w.right(kc * roundUp(nc, NR));
        packRight(nc, kc, a, first + jc, lda, right);
        int corner = cOffset + jc;
        multiplyRows(jc + nc, nc, kc, alpha, a, first, lda, false, right, c, corner, ldc, -jc, w);
      }
    }
  }

  /** Packs a right operand, on several threads where that pays. */
  private static void packRight(int n, int k, double[] b, int bOffset, int ldb, double[] right) {
    int threads = SimdParallel.threadsToCopy((long) n * k);
    if (threads == 1) {
      GemmPacking.packRight(n, k, b, bOffset, ldb, right, 0);
      return;
    }
    WorkPool.forEach(
        (n + PACKED_COLUMNS - 1) / PACKED_COLUMNS,
        threads,
        (task, worker) -> {
          int j = task * PACKED_COLUMNS;
          int columns = Math.min(PACKED_COLUMNS, n - j);
          GemmPacking.packRight(columns, k, b, bOffset + j, ldb, right, j * k);
        });
  }

  /**
   * C ← C + alpha·AᵀB with a packed B, by blocks of C's rows, on several threads where that pays.
   *
   * @param diagonal row minus column of the corner of C, as for {@link GemmBlock#multiplyAdd}
   */
  private static void multiplyRows(
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      boolean backwards,
      double[] right,
      double[] c,
      int cOffset,
      int ldc,
      int diagonal,
      Workspace w) {
    int threads = SimdParallel.threads(2.0 * m * n * k);
    int mc = Math.min(MC, roundUp((m + threads - 1) / threads, MR));
    if (threads == 1 || m <= mc) {
      for (int i = 0; i < m; i += MC) {
        multiplyBlock(
            i, m, MC, n, k, alpha, a, aOffset, lda, backwards, right, c, cOffset, ldc, diagonal, w);
      }
      return;
    }
    int last = (m - 1) / mc;
    WorkPool.forEach(
        last + 1,
        threads,
        (task, worker) -> {
          Workspace own = Workspace.borrow();
          try {
            multiplyBlock(
                task * mc, m, mc, n, k, alpha, a, aOffset, lda, backwards, right, c, cOffset, ldc,
                diagonal, own);
          } finally {
            own.giveBack();
          }
        });
  }

  /** What is done with {@code mc} rows of C from row i on, in a workspace of its own. */
  interface RowBlock {
    void compute(int i, int mc, Workspace own);
  }

  /** Does all rows of C by blocks, on several threads where that pays. */
  static void forRowBlocks(int m, double flops, RowBlock block, Workspace w) {
    int threads = SimdParallel.threads(flops);
    int rows = Math.min(MC, roundUp((m + threads - 1) / threads, MR));
    if (threads == 1 || m <= rows) {
      for (int i = 0; i < m; i += MC) {
        block.compute(i, Math.min(MC, m - i), w);
      }
      return;
    }
    WorkPool.forEach(
        (m + rows - 1) / rows,
        threads,
        (task, worker) -> {
          Workspace own = Workspace.borrow();
          try {
            block.compute(task * rows, Math.min(rows, m - task * rows), own);
          } finally {
            own.giveBack();
          }
        });
  }

  /** Packs up to {@code rows} columns of A from i on, and does those rows of C. */
  private static void multiplyBlock(
      int i,
      int m,
      int rows,
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      boolean backwards,
      double[] right,
      double[] c,
      int cOffset,
      int ldc,
      int diagonal,
      Workspace w) {
    int mc = Math.min(rows, m - i);
    double[] left = w.left(GemmPacking.leftSize(mc, k));
    if (backwards) {
      GemmPacking.packLeftBackwards(mc, k, a, aOffset - i * lda, lda, left);
    } else {
      GemmPacking.packLeft(mc, k, a, aOffset + i, lda, left);
    }
    int below = diagonal == NO_DIAGONAL ? NO_DIAGONAL : diagonal + i;
    int corner = cOffset + i * ldc;
    GemmBlock.multiplyAdd(mc, n, k, alpha, left, right, c, corner, ldc, below, NO_DIAGONAL, w.tile);
  }
}
