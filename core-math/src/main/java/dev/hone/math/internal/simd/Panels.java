package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import dev.hone.math.internal.WorkPool;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/**
 * An upper triangle cut into panels: groups of {@link #W} columns, each stored row by row without
 * gaps down to the end of its diagonal block.
 *
 * <p>In this form the strides of the inner loops are constants, rows never share a cache set
 * because of an unlucky leading dimension, and there are no edges: the order is padded to a
 * multiple of W with an identity <em>in front</em>. Down there the padding would cost work in every
 * row above it; in front the loops, which start at the first true row, pass it by.
 */
final class Panels {
  static final PanelKernel KERNEL =
      SPECIES.length() == 8 ? new PanelKernel8x2() : new PanelKernel4x2();

  static final DiagonalKernel DIAGONAL =
      SPECIES.length() == 8 ? new DiagonalKernel8() : new DiagonalKernel4();

  /** Rows of a tile. */
  static final int R = KERNEL.rows();

  /** Columns of a panel. */
  static final int W = KERNEL.columns();

  private static final int L = SPECIES.length();

  private Panels() {}

  /** Rows and columns of the identity in front of a triangle of order n. */
  static int padding(int n) {
    return Blocking.roundUp(n, W) - n;
  }

  /** First element of the panel that starts at the padded column {@code panel * W}. */
  static int start(int panel) {
    return panel * (panel + 1) / 2 * W * W;
  }

  /** Elements needed for a triangle of order n. */
  static int size(int n) {
    return start((n + padding(n)) / W);
  }

  /** Elements needed for the diagonal tiles of a triangle of order n. */
  static int triangleSize(int n) {
    return (n + padding(n)) * R;
  }

  /**
   * Copies an upper triangle into panels. What stands below its diagonal may come along, and is
   * never used.
   */
  static void pack(int n, double[] u, int uOffset, int ldu, double[] panels) {
    int padding = padding(n);
    int threads = SimdParallel.threadsToCopy(n * (n + 1L) / 2);
    if (threads > 1) {
      WorkPool.forEach(
          (n + padding) / W,
          threads,
          (panel, worker) -> packPanel(panel, padding, u, uOffset, ldu, panels));
    } else {
      for (int panel = 0; panel < (n + padding) / W; panel++) {
        packPanel(panel, padding, u, uOffset, ldu, panels);
      }
    }
    pad(n, panels);
  }

  private static void packPanel(
      int panel, int padding, double[] u, int uOffset, int ldu, double[] panels) {
    packRows(panel, padding, (panel + 1) * W, padding, u, uOffset, ldu, panels);
  }

  /**
   * Copies some rows of one panel, which may end with its diagonal block; those of the padding stay
   * as they are.
   */
  static void packRows(
      int panel,
      int first,
      int end,
      int padding,
      double[] u,
      int uOffset,
      int ldu,
      double[] panels) {
    if (panel == 0) {
      packFirst(padding, u, uOffset, ldu, panels);
      return;
    }
    int start = Math.max(first, padding);
    int to = start(panel) + start * W;
    int from = uOffset + (start - padding) * ldu + panel * W - padding;
    for (int i = start; i < end; i++) {
      for (int t = 0; t < W; t += L) {
        DoubleVector.fromArray(SPECIES, u, from + t).intoArray(panels, to + t);
      }
      from += ldu;
      to += W;
    }
  }

  /** The first panel: part of it may lie before the triangle. */
  private static void packFirst(int padding, double[] u, int uOffset, int ldu, double[] panels) {
    for (int i = padding; i < W; i++) {
      int from = uOffset + (i - padding) * ldu - padding;
      for (int t = i; t < W; t++) {
        panels[i * W + t] = u[from + t];
      }
    }
  }

  /**
   * Copies an upper triangle into panels, read backwards: element (i, j) is at {@code uOffset - i -
   * j*ldu}.
   */
  static void packBackwards(int n, double[] u, int uOffset, int ldu, double[] panels) {
    int padding = padding(n);
    for (int j = padding; j < n + padding; j++) {
      int from = uOffset - (j - padding) * ldu + padding;
      int first = j / W * W;
      int to = start(j / W) + j - first;
      for (int i = padding; i <= j; i++) {
        panels[to + i * W] = u[from - i];
      }
      for (int i = j + 1; i < first + W; i++) {
        panels[to + i * W] = 0;
      }
    }
    pad(n, panels);
  }

  /** Writes the identity, and the zeros right of it. */
  static void pad(int n, double[] panels) {
    int padding = padding(n);
    for (int first = 0; first < n + padding; first += W) {
      Arrays.fill(panels, start(first / W), start(first / W) + padding * W, 0);
    }
    for (int i = 0; i < padding; i++) {
      panels[i * W + i] = 1;
      for (int p = padding; p < W; p++) {
        panels[p * W + i] = 0;
      }
    }
  }

  /** Copies some rows of one panel back into an upper triangle, and nothing below that. */
  static void unpackRows(
      int panel,
      int first,
      int end,
      int padding,
      double[] panels,
      double[] u,
      int uOffset,
      int ldu) {
    int start = Math.max(first, padding);
    int from = start(panel) + start * W;
    int to = uOffset + (start - padding) * ldu + panel * W - padding;
    for (int i = start; i < end; i++) {
      int t = Math.max(0, i - panel * W);
      for (; t % L != 0; t++) {
        u[to + t] = panels[from + t];
      }
      for (; t < W; t += L) {
        DoubleVector.fromArray(SPECIES, panels, from + t).intoArray(u, to + t);
      }
      from += W;
      to += ldu;
    }
  }

  /** Prepares one diagonal tile for {@link PanelKernel#solve}. */
  static void prepareTriangle(double[] panels, int tile, double[] triangles, int triangle) {
    for (int r = 0; r < R; r++) {
      int row = tile + r * W;
      triangles[triangle + r * R + r] = 1 / panels[row + r];
      for (int s = r + 1; s < R; s++) {
        triangles[triangle + r * R + s] = -panels[row + s];
      }
    }
  }
}
