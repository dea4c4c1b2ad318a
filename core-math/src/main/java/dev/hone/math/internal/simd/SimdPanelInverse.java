package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.Panels.KERNEL;
import static dev.hone.math.internal.simd.Panels.R;
import static dev.hone.math.internal.simd.Panels.W;
import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import dev.hone.math.internal.WorkPool;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/**
 * A⁻¹ = VᵀV with V = U⁻ᵀ, in panels: no work is done on zeros of V, neither in the substitution
 * that makes it, n³/3 flops, nor in its product with itself, n³/3 more.
 */
final class SimdPanelInverse {
  private static final int L = SPECIES.length();

  /**
   * Panels of V done together, so that what else is needed comes from memory, or from a cache that
   * cores share, half as often; at order 1,000 they and a panel of that take 384 KiB.
   */
  private static final int TOGETHER = 2;

  private SimdPanelInverse() {}

  static void inverseFromCholesky(
      int n, double[] u, int uOffset, int ldu, double[] inverse, int offset, int ldi, Workspace w) {
    int padding = Panels.padding(n);
    int order = n + padding;
    int panels = order / W;
    int tasks = (panels + TOGETHER - 1) / TOGETHER;
    int threads = Math.min(tasks, SimdParallel.threads(2.0 * n * n * n / 3));
    double[] v = w.column(Panels.size(n));
    invertTransposed(n, threads, u, uOffset, ldu, v, w);
    double[] tiles = w.right(threads * R * W);
    if (threads > 1) {
      // The last panels have the most tiles: they come first.
      WorkPool.forEach(
          tasks,
          threads,
          (task, worker) -> {
            int j = (tasks - 1 - task) * TOGETHER;
            multiplyPanels(j, n, v, tiles, worker * R * W, inverse, offset, ldi);
          });
    } else {
      for (int j = 0; j < panels; j += TOGETHER) {
        multiplyPanels(j, n, v, tiles, 0, inverse, offset, ldi);
      }
    }
  }

  /** Writes the columns of VᵀV that panels from {@code first} on hold, down to the diagonal. */
  private static void multiplyPanels(
      int first,
      int n,
      double[] v,
      double[] tiles,
      int tile,
      double[] inverse,
      int offset,
      int ldi) {
    int padding = Panels.padding(n);
    int order = n + padding;
    int end = Math.min(order / W, first + TOGETHER);
    for (int i = padding / R * R; i < end * W; i += R) {
      for (int j = Math.max(first, i / W); j < end; j++) {
        int left = start(i / W, order) + (j - i / W) * W * W + i % W;
        Arrays.fill(tiles, tile, tile + R * W, 0);
        KERNEL.addProduct(order - j * W, 1, v, left, v, start(j, order), tiles, tile);
        store(i - padding, j * W - padding, tiles, tile, inverse, offset, ldi);
      }
    }
  }

  /** First element of the panel of V that starts at column, and at row, {@code panel * W}. */
  private static int start(int panel, int order) {
    return Panels.start(order / W - 1 - panel);
  }

  /** Solves UᵀV = I, panel by panel of V, each from its diagonal downwards. */
  private static void invertTransposed(
      int n, int threads, double[] u, int uOffset, int ldu, double[] v, Workspace w) {
    int order = n + Panels.padding(n);
    double[] panels = w.panels(Panels.size(n));
    double[] triangles = w.triangles(Panels.triangleSize(n));
    Panels.pack(n, u, uOffset, ldu, panels);
    for (int i = 0; i < order; i += R) {
      Panels.prepareTriangle(panels, Panels.start(i / W) + i * W + i % W, triangles, i * R);
    }
    if (threads > 1) {
      WorkPool.forEach(
          (order / W + TOGETHER - 1) / TOGETHER,
          threads,
          (task, worker) -> solvePanels(task * TOGETHER, order, panels, triangles, v));
    } else {
      for (int j = 0; j < order / W; j += TOGETHER) {
        solvePanels(j, order, panels, triangles, v);
      }
    }
  }

  private static void solvePanels(
      int first, int order, double[] panels, double[] triangles, double[] v) {
    int end = Math.min(order / W, first + TOGETHER);
    for (int j = first; j < end; j++) {
      int panel = start(j, order);
      Arrays.fill(v, panel, panel + (order - j * W) * W, 0);
      for (int t = 0; t < W; t++) {
        v[panel + t * W + t] = 1;
      }
    }
    for (int i = first * W; i < order; i += R) {
      for (int j = first; j < end && j * W <= i; j++) {
        int k = i - j * W;
        int left = Panels.start(i / W) + j * W * W + i % W;
        int panel = start(j, order);
        KERNEL.solve(k, panels, left, v, panel, panel + k * W, triangles, i * R);
      }
    }
  }

  /** Copies a tile to its place; rows and columns before the first are padding. */
  private static void store(
      int row, int column, double[] tiles, int tile, double[] inverse, int offset, int ldi) {
    for (int r = Math.max(0, -row); r < R; r++) {
      int from = tile + r * W;
      int to = offset + (row + r) * ldi + column;
      if (column >= 0) {
        for (int t = 0; t < W; t += L) {
          DoubleVector.fromArray(SPECIES, tiles, from + t).intoArray(inverse, to + t);
        }
      } else {
        for (int t = -column; t < W; t++) {
          inverse[to + t] = tiles[from + t];
        }
      }
    }
  }
}
