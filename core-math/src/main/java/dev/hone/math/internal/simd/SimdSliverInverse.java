package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.Panels.W;
import static dev.hone.math.internal.simd.SimdGemm.KC;
import static dev.hone.math.internal.simd.Slivers.R;

import dev.hone.math.internal.WorkPool;
import java.util.Arrays;

/**
 * A⁻¹ = VᵀV with V = U⁻ᵀ, in tiles of six rows: {@link SimdPanelInverse} for {@link GemmKernel6x2}.
 *
 * <p>V is lower triangular, and no work is done on its zeros. It is stored twice: in panels of two
 * vectors, as the solve leaves it and as the right operand of the product is read, and in slivers
 * of six columns, as the left one is. Both are cut from the same rows, in front of which an
 * identity stands that makes their number a multiple of six.
 */
final class SimdSliverInverse {
  /** Panels taken together: with {@link SimdGemm#KC} rows, 192 KiB of a second-level cache. */
  private static final int GROUP = 12;

  private SimdSliverInverse() {}

  static void inverseFromCholesky(
      int n, double[] u, int uOffset, int ldu, double[] inverse, int offset, int ldi, Workspace w) {
    int order = n + Slivers.padding(n);
    int panels = (order + W - 1) / W;
    double[] triangle = w.panels(Slivers.size(n));
    double[] right = w.column(start(panels, order));
    Slivers.pack(n, u, uOffset, ldu, false, triangle);
    int threads = SimdParallel.threads(2.0 * n * n * n / 3);
    forEach(panels, threads, j -> solvePanel(j, n, order, triangle, right));
    // The triangle is needed no longer, and the slivers of V take its place.
    forEach(order / R, threads, t -> copySliver(t, order, right, triangle));
    for (int i = 0; i < n; i++) {
      Arrays.fill(inverse, offset + i * ldi + i, offset + i * ldi + n, 0);
    }
    forEach(
        (panels + GROUP - 1) / GROUP,
        threads,
        g -> multiplyGroup(g * GROUP, panels, n, order, triangle, right, inverse, offset, ldi));
  }

  /** A part of the work that no other part waits for. */
  private interface Part {
    void run(int part);
  }

  private static void forEach(int count, int threads, Part part) {
    if (threads > 1) {
      WorkPool.forEach(count, Math.min(count, threads), (task, worker) -> part.run(task));
    } else {
      for (int i = 0; i < count; i++) {
        part.run(i);
      }
    }
  }

  /** The row with which the storage of a panel begins, at most a few rows above its diagonal. */
  private static int firstRow(int panel) {
    return panel * W / R * R;
  }

  /** Where a panel begins, if each has room for a tile more than its rows from the diagonal on. */
  private static int start(int panel, int order) {
    return panel * (2 * (order + R) - W * (panel - 1)) / 2 * W;
  }

  /** Where a sliver of the left operand begins, with its diagonal block. */
  private static int leftStart(int sliver, int order) {
    return sliver * (2 * order - R * (sliver - 1)) / 2 * R;
  }

  /** Solves UᵀV = I for the columns of one panel. */
  private static void solvePanel(int j, int n, int order, double[] triangle, double[] v) {
    int first = firstRow(j);
    int panel = start(j, order);
    Arrays.fill(v, panel, panel + (order - first) * W, 0);
    for (int t = 0; t < Math.min(W, order - j * W); t++) {
      v[panel + (j * W + t - first) * W + t] = 1;
    }
    Slivers.solve(first, n, triangle, v, panel);
  }

  /** Copies six columns of V from panels. */
  private static void copySliver(int sliver, int order, double[] v, double[] left) {
    for (int t = 0; t < R; t++) {
      int column = sliver * R + t;
      int panel = column / W;
      int from = start(panel, order) - firstRow(panel) * W + column % W;
      int to = leftStart(sliver, order) - sliver * R * R + t;
      for (int p = sliver * R; p < order; p++) {
        left[to + p * R] = v[from + p * W];
      }
    }
  }

  /** Adds the columns of VᵀV that some panels hold, down to the diagonal. */
  private static void multiplyGroup(
      int firstPanel,
      int panels,
      int n,
      int order,
      double[] left,
      double[] right,
      double[] inverse,
      int offset,
      int ldi) {
    int end = Math.min(panels, firstPanel + GROUP);
    int slivers = Math.min(order, end * W + R - 1) / R;
    Workspace own = Workspace.borrow();
    try {
      for (int p = firstRow(firstPanel) / KC * KC; p < order; p += KC) {
        for (int t = 0; t < slivers; t++) {
          for (int j = Math.max(firstPanel, t * R / W); j < end; j++) {
            addTile(t, j, p, n, order, left, right, inverse, offset, ldi, own.tile);
          }
        }
      }
    } finally {
      own.giveBack();
    }
  }

  /** Adds to one tile what the rows of V from p on, up to the end of their block, contribute. */
  private static void addTile(
      int t,
      int j,
      int p,
      int n,
      int order,
      double[] left,
      double[] right,
      double[] inverse,
      int offset,
      int ldi,
      double[] tile) {
    int from = Math.max(p, Math.max(firstRow(j), t * R));
    int k = Math.min(order, p + KC) - from;
    if (k <= 0) {
      return;
    }
    int padding = order - n;
    int a = leftStart(t, order) + (from - t * R) * R;
    int b = start(j, order) + (from - firstRow(j)) * W;
    int row = t * R - padding;
    int column = j * W - padding;
    int corner = offset + row * ldi + column;
    if (row >= 0 && row + R - 1 <= column && column + W <= n) {
      GemmTile.KERNEL.multiplyAdd(k, 1, left, a, right, b, inverse, corner, ldi);
    } else {
      copy(row, column, n, inverse, corner, ldi, tile, true);
      GemmTile.KERNEL.multiplyAdd(k, 1, left, a, right, b, tile, 0, W);
      copy(row, column, n, inverse, corner, ldi, tile, false);
    }
  }

  /** Copies what a tile shares with the upper triangle, into the tile or out of it. */
  private static void copy(
      int row, int column, int n, double[] c, int corner, int ldc, double[] tile, boolean load) {
    for (int r = Math.max(0, -row); r < R; r++) {
      int first = Math.max(0, Math.max(row + r, 0) - column);
      for (int t = first; t < Math.min(W, n - column); t++) {
        int element = corner + r * ldc + t;
        if (load) {
          tile[r * W + t] = c[element];
        } else {
          c[element] = tile[r * W + t];
        }
      }
    }
  }
}
