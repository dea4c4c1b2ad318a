package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.Panels.DIAGONAL;
import static dev.hone.math.internal.simd.Panels.KERNEL;
import static dev.hone.math.internal.simd.Panels.R;
import static dev.hone.math.internal.simd.Panels.W;

import dev.hone.math.internal.WorkPool;

/**
 * Cholesky factorisation A = UᵀU of an upper triangle: left-looking in panels, recursive where
 * panels would not fit a third-level cache.
 *
 * <p>Source: Golub and Van Loan, Matrix Computations (4th ed.), algorithm 4.2.1 by blocks; for the
 * recursion Gustavson, Recursion leads to automatic variable blocking (1997).
 */
final class SimdCholesky {
  /** Rows finished together, a multiple of {@link Panels#W}. */
  private static final int STRIP = 32;

  private SimdCholesky() {}

  /** Returns -1, or the index of the first pivot that is not positive and finite. */
  static int factor(int n, double[] a, int aOffset, int lda, Workspace w) {
    if (n <= Blocking.FACTOR) {
      return factorBlock(n, a, aOffset, lda, w);
    }
    int h = Blocking.half(n, W);
    int failed = factor(h, a, aOffset, lda, w);
    if (failed >= 0) {
      return failed;
    }
    int right = aOffset + h;
    int rest = right + h * lda;
    SimdTriangularSolve.solve(h, n - h, a, aOffset, lda, false, a, right, lda, w);
    SimdGemm.rankUpdate(n - h, h, -1, a, right, lda, a, rest, lda, w);
    failed = factor(n - h, a, rest, lda, w);
    return failed < 0 ? -1 : h + failed;
  }

  /**
   * Left-looking, {@link #STRIP} rows at a time: each panel right of a strip is brought near once,
   * for all of the strip's tiles. Its elements come from A, and return there, at that moment.
   */
  private static int factorBlock(int n, double[] a, int aOffset, int lda, Workspace w) {
    int padding = Panels.padding(n);
    int order = n + padding;
    double[] panels = w.panels(Panels.size(n));
    double[] triangles = w.triangles(2 * STRIP * R);
    int threads = SimdParallel.threads((double) n * n * n / 3);
    Panels.pad(n, panels);
    int from = padding / R * R;
    int to = endOfStrip(from, order);
    int failed = finishDiagonal(from, to, padding, panels, triangles, a, aOffset, lda, w);
    while (failed < 0 && to < order) {
      failed =
          finishRight(from, to, order, padding, panels, triangles, threads, a, aOffset, lda, w);
      from = to;
      to = endOfStrip(from, order);
    }
    return failed < 0 ? -1 : failed - padding;
  }

  private static int endOfStrip(int from, int order) {
    return Math.min(order, from / STRIP * STRIP + STRIP);
  }

  /** Strips take turns, as the next one's diagonal tiles are ready before a strip is done. */
  private static int triangles(int from) {
    return from / STRIP % 2 * STRIP * R;
  }

  /**
   * Finishes a strip right of its diagonal, and the diagonal of the next one: it waits for a few
   * panels only, and so no thread has to wait for it.
   */
  private static int finishRight(
      int from,
      int to,
      int order,
      int padding,
      double[] panels,
      double[] triangles,
      int jobThreads,
      double[] a,
      int aOffset,
      int lda,
      Workspace w) {
    int nextTo = endOfStrip(to, order);
    int others = nextTo / W;
    int count = order / W - others;
    int threads = SimdParallel.threads(jobThreads, 2.0 * count * W * STRIP * to);
    if (threads == 1) {
      int failed = finishNext(from, to, nextTo, padding, panels, triangles, a, aOffset, lda, w);
      for (int j = others; failed < 0 && j < others + count; j++) {
        finishPanel(from, to, j, padding, panels, triangles, a, aOffset, lda);
      }
      return failed;
    }
    int[] failed = new int[1];
    WorkPool.forEach(
        1 + count,
        threads,
        (task, worker) -> {
          if (task == 0) {
            failed[0] =
                finishNext(from, to, nextTo, padding, panels, triangles, a, aOffset, lda, w);
          } else {
            int j = others + task - 1;
            finishPanel(from, to, j, padding, panels, triangles, a, aOffset, lda);
          }
        });
    return failed[0];
  }

  /** Finishes a strip above the next one's diagonal, and then that diagonal. */
  private static int finishNext(
      int from,
      int to,
      int nextTo,
      int padding,
      double[] panels,
      double[] triangles,
      double[] a,
      int aOffset,
      int lda,
      Workspace w) {
    for (int j = to / W; j < nextTo / W; j++) {
      finishPanel(from, to, j, padding, panels, triangles, a, aOffset, lda);
    }
    return finishDiagonal(to, nextTo, padding, panels, triangles, a, aOffset, lda, w);
  }

  /** Finishes the tiles of a strip in one panel right of its diagonal. */
  private static void finishPanel(
      int from,
      int to,
      int j,
      int padding,
      double[] panels,
      double[] triangles,
      double[] a,
      int aOffset,
      int lda) {
    Panels.packRows(j, from, to, padding, a, aOffset, lda, panels);
    for (int i = from; i < to; i += R) {
      solveTile(i, j, padding, panels, triangles, triangles(from) + (i - from) * R);
    }
    Panels.unpackRows(j, from, to, padding, panels, a, aOffset, lda);
  }

  /** Finishes rows and columns {@code from} to {@code to}. */
  private static int finishDiagonal(
      int from,
      int to,
      int padding,
      double[] panels,
      double[] triangles,
      double[] a,
      int aOffset,
      int lda,
      Workspace w) {
    for (int j = from / W; j < to / W; j++) {
      Panels.packRows(j, from, Math.min(to, (j + 1) * W), padding, a, aOffset, lda, panels);
    }
    int failed = factorDiagonal(from, to, padding, panels, triangles, w);
    for (int j = from / W; j < to / W; j++) {
      Panels.unpackRows(j, from, Math.min(to, (j + 1) * W), padding, panels, a, aOffset, lda);
    }
    return failed;
  }

  /** Factors rows and columns {@code from} to {@code to}, and keeps their diagonal tiles. */
  private static int factorDiagonal(
      int from, int to, int padding, double[] panels, double[] triangles, Workspace w) {
    for (int i = from; i < to; i += R) {
      int triangle = triangles(from) + (i - from) * R;
      int k = Math.max(0, i - padding);
      int above = Panels.start(i / W) + (i - k) * W;
      int tile = Panels.start(i / W) + i * W;
      if (k > 0) {
        KERNEL.addProduct(k, -1, panels, above + i % W, panels, above, panels, tile);
      }
      int failed = DIAGONAL.factor(panels, tile + i % W, triangles, triangle);
      if (failed >= 0) {
        return i + failed;
      }
      if (i % W + R < W) {
        solveRest(panels, tile, i % W, triangles, triangle, w.column(R * R));
      }
      for (int j = i / W + 1; j < to / W; j++) {
        solveTile(i, j, padding, panels, triangles, triangle);
      }
    }
    return -1;
  }

  /** Finishes the tile of R rows from i in panel j. */
  private static void solveTile(
      int i, int j, int padding, double[] panels, double[] triangles, int triangle) {
    int k = Math.max(0, i - padding);
    int above = (i - k) * W;
    int left = Panels.start(i / W) + above + i % W;
    int right = Panels.start(j);
    KERNEL.solve(k, panels, left, panels, right + above, right + i * W, triangles, triangle);
  }

  /** Solves for what stands right of the diagonal tile in its panel, and leaves that tile alone. */
  private static void solveRest(
      double[] panels, int tile, int column, double[] triangles, int triangle, double[] saved) {
    for (int r = 0; r < R; r++) {
      System.arraycopy(panels, tile + r * W + column, saved, r * R, R);
    }
    KERNEL.solve(0, panels, 0, panels, 0, tile, triangles, triangle);
    for (int r = 0; r < R; r++) {
      System.arraycopy(saved, r * R, panels, tile + r * W + column, R);
    }
  }
}
