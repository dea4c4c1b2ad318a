package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.Blocking.SIX_ROWS;
import static dev.hone.math.internal.simd.Panels.KERNEL;
import static dev.hone.math.internal.simd.Panels.R;
import static dev.hone.math.internal.simd.Panels.W;
import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import dev.hone.math.internal.WorkPool;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/**
 * Triangular solves with the factor of a Cholesky decomposition.
 *
 * <p>There is one algorithm, forward substitution UᵀX = B. Back substitution UX = B is the same on
 * matrices read backwards: with J the reversal of rows, (JUJ)(JX) = JB, and JUJ is the transpose of
 * an upper triangle.
 */
final class SimdTriangularSolve {
  /** Up to so many right-hand sides are solved one by one, without panels. */
  static final int FEW = 2;

  private static final int L = SPECIES.length();

  private SimdTriangularSolve() {}

  /** Solves UᵀX = B, X replacing B. */
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
    if (m <= FEW) {
      double[] x = w.column(n);
      for (int j = 0; j < m; j++) {
        loadColumn(n, b, bOffset + j, ldb, x);
        forward(n, u, uOffset, ldu, x, 0);
        storeColumn(n, x, b, bOffset + j, ldb);
      }
    } else {
      solve(n, m, u, uOffset, ldu, false, b, bOffset, ldb, w);
    }
  }

  /** Solves UX = B, X replacing B. */
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
    if (m <= FEW) {
      double[] x = w.column(n);
      for (int j = 0; j < m; j++) {
        loadColumn(n, b, bOffset + j, ldb, x);
        backward(n, u, uOffset, ldu, x, 0);
        storeColumn(n, x, b, bOffset + j, ldb);
      }
    } else if (n > 0) {
      int lastPivot = uOffset + (n - 1) * (ldu + 1);
      solve(n, m, u, lastPivot, ldu, true, b, bOffset + (n - 1) * ldb, -ldb, w);
    }
  }

  /** Solves Uᵀx = b for one contiguous right-hand side, reading the rows of U in order. */
  static void forward(int n, double[] u, int uOffset, int ldu, double[] x, int xOffset) {
    for (int i = 0; i < n; i++) {
      int row = uOffset + i * ldu;
      int rest = i + 1;
      double solved = x[xOffset + i] / u[row + i];
      x[xOffset + i] = solved;
      SimdVectors.axpy(n - rest, -solved, u, row + rest, x, xOffset + rest);
    }
  }

  /** Solves Ux = b for one contiguous right-hand side, reading the rows of U in order. */
  static void backward(int n, double[] u, int uOffset, int ldu, double[] x, int xOffset) {
    for (int i = n - 1; i >= 0; i--) {
      int row = uOffset + i * ldu;
      int rest = i + 1;
      double known = SimdVectors.dot(n - rest, u, row + rest, x, xOffset + rest);
      x[xOffset + i] = (x[xOffset + i] - known) / u[row + i];
    }
  }

  /**
   * Solves UᵀX = B, X replacing B. The rows of B may be read backwards (a negative {@code ldb}).
   *
   * @param u element (i, j) is at {@code uOffset + i*ldu + j}, or, read backwards, at {@code
   *     uOffset - i - j*ldu}
   */
  static void solve(
      int n,
      int m,
      double[] u,
      int uOffset,
      int ldu,
      boolean backwards,
      double[] b,
      int bOffset,
      int ldb,
      Workspace w) {
    if (n <= Blocking.SOLVE) {
      solveBlock(n, m, u, uOffset, ldu, backwards, b, bOffset, ldb, w);
      return;
    }
    int h = Blocking.half(n, Blocking.SOLVE);
    int right = backwards ? uOffset - h * ldu : uOffset + h;
    int rest = backwards ? right - h : right + h * ldu;
    int below = bOffset + h * ldb;
    solve(h, m, u, uOffset, ldu, backwards, b, bOffset, ldb, w);
    SimdGemm.multiplyAdd(
        n - h, m, h, -1, u, right, ldu, backwards, b, bOffset, ldb, b, below, ldb, w);
    solve(n - h, m, u, rest, ldu, backwards, b, below, ldb, w);
  }

  private static void solveBlock(
      int n,
      int m,
      double[] u,
      int uOffset,
      int ldu,
      boolean backwards,
      double[] b,
      int bOffset,
      int ldb,
      Workspace w) {
    int order = n + padding(n);
    double[] panels = w.panels(SIX_ROWS ? Slivers.size(n) : Panels.size(n));
    double[] triangles = w.triangles(SIX_ROWS ? 0 : Panels.triangleSize(n));
    if (SIX_ROWS) {
      Slivers.pack(n, u, uOffset, ldu, backwards, panels);
    } else {
      pack(n, u, uOffset, ldu, backwards, panels, triangles);
    }
    int tasks = (m + W - 1) / W;
    int threads = Math.min(tasks, SimdParallel.threads((double) n * n * m));
    double[] x = w.column(threads * order * W);
    if (threads > 1) {
      WorkPool.forEach(
          tasks,
          threads,
          (task, worker) ->
              solvePanel(
                  n, m, task * W, panels, triangles, b, bOffset, ldb, x, worker * order * W));
    } else {
      for (int j = 0; j < m; j += W) {
        solvePanel(n, m, j, panels, triangles, b, bOffset, ldb, x, 0);
      }
    }
  }

  /** Rows and columns of the identity in front of a triangle of order n. */
  private static int padding(int n) {
    return SIX_ROWS ? Slivers.padding(n) : Panels.padding(n);
  }

  private static void pack(
      int n,
      double[] u,
      int uOffset,
      int ldu,
      boolean backwards,
      double[] panels,
      double[] triangles) {
    int padding = Panels.padding(n);
    if (backwards) {
      Panels.packBackwards(n, u, uOffset, ldu, panels);
    } else {
      Panels.pack(n, u, uOffset, ldu, panels);
    }
    for (int i = padding / R * R; i < n + padding; i += R) {
      int tile = Panels.start(i / W) + i * W + i % W;
      Panels.prepareTriangle(panels, tile, triangles, i * R);
    }
  }

  /** Solves for the right-hand sides from column j on, as many as a panel has. */
  private static void solvePanel(
      int n,
      int m,
      int j,
      double[] panels,
      double[] triangles,
      double[] b,
      int bOffset,
      int ldb,
      double[] x,
      int panel) {
    int padding = padding(n);
    int columns = Math.min(W, m - j);
    Arrays.fill(x, panel, panel + padding * W, 0);
    loadPanel(n, columns, b, bOffset + j, ldb, x, panel + padding * W);
    if (SIX_ROWS) {
      Slivers.solve(0, n, panels, x, panel);
    } else {
      solveTiles(n, panels, triangles, x, panel);
    }
    storePanel(n, columns, x, panel + padding * W, b, bOffset + j, ldb);
  }

  private static void solveTiles(
      int n, double[] panels, double[] triangles, double[] x, int panel) {
    int padding = Panels.padding(n);
    for (int i = padding / R * R; i < n + padding; i += R) {
      int k = Math.max(0, i - padding);
      int above = (i - k) * W;
      int left = Panels.start(i / W) + above + i % W;
      KERNEL.solve(k, panels, left, x, panel + above, panel + i * W, triangles, i * R);
    }
  }

  private static void loadPanel(
      int n, int columns, double[] b, int bOffset, int ldb, double[] x, int xOffset) {
    for (int i = 0; i < n; i++) {
      int from = bOffset + i * ldb;
      int to = xOffset + i * W;
      if (columns == W) {
        for (int t = 0; t < W; t += L) {
          DoubleVector.fromArray(SPECIES, b, from + t).intoArray(x, to + t);
        }
      } else {
        for (int t = 0; t < W; t++) {
          x[to + t] = t < columns ? b[from + t] : 0;
        }
      }
    }
  }

  private static void storePanel(
      int n, int columns, double[] x, int xOffset, double[] b, int bOffset, int ldb) {
    for (int i = 0; i < n; i++) {
      int from = xOffset + i * W;
      int to = bOffset + i * ldb;
      if (columns == W) {
        for (int t = 0; t < W; t += L) {
          DoubleVector.fromArray(SPECIES, x, from + t).intoArray(b, to + t);
        }
      } else {
        for (int t = 0; t < columns; t++) {
          b[to + t] = x[from + t];
        }
      }
    }
  }

  private static void loadColumn(int n, double[] b, int bOffset, int ldb, double[] x) {
    for (int i = 0; i < n; i++) {
      x[i] = b[bOffset + i * ldb];
    }
  }

  private static void storeColumn(int n, double[] x, double[] b, int bOffset, int ldb) {
    for (int i = 0; i < n; i++) {
      b[bOffset + i * ldb] = x[i];
    }
  }
}
