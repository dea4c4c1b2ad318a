package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.Panels.KERNEL;
import static dev.hone.math.internal.simd.Panels.R;
import static dev.hone.math.internal.simd.Panels.W;
import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/**
 * A⁻¹ = VᵀV with V = U⁻ᵀ, in panels: no work is done on zeros of V, neither in the substitution
 * that makes it, n³/3 flops, nor in its product with itself, n³/3 more.
 */
final class SimdPanelInverse {
  private static final int L = SPECIES.length();

  private SimdPanelInverse() {}

  static void inverseFromCholesky(
      int n, double[] u, int uOffset, int ldu, double[] inverse, int offset, int ldi, Workspace w) {
    int padding = Panels.padding(n);
    int order = n + padding;
    double[] v = w.column(Panels.size(n));
    invertTransposed(n, order, u, uOffset, ldu, v, w);
    double[] tile = w.right(R * W);
    for (int j = 0; j < order / W; j++) {
      int k = order - j * W;
      int right = start(j, order);
      for (int i = Math.max(0, padding - R + 1) / R * R; i < (j + 1) * W; i += R) {
        int left = start(i / W, order) + (j - i / W) * W * W + i % W;
        Arrays.fill(tile, 0, R * W, 0);
        KERNEL.addProduct(k, 1, v, left, v, right, tile, 0);
        store(i - padding, j * W - padding, tile, inverse, offset, ldi);
      }
    }
  }

  /** First element of the panel of V that starts at column, and at row, {@code panel * W}. */
  private static int start(int panel, int order) {
    return Panels.start(order / W - 1 - panel);
  }

  /** Solves UᵀV = I, panel by panel of V, each from its diagonal downwards. */
  private static void invertTransposed(
      int n, int order, double[] u, int uOffset, int ldu, double[] v, Workspace w) {
    double[] panels = w.panels(Panels.size(n));
    double[] triangles = w.triangles(Panels.triangleSize(n));
    Panels.pack(n, u, uOffset, ldu, panels);
    for (int i = 0; i < order; i += R) {
      Panels.prepareTriangle(panels, Panels.start(i / W) + i * W + i % W, triangles, i * R);
    }
    for (int j = 0; j < order; j += W) {
      int panel = start(j / W, order);
      Arrays.fill(v, panel, panel + (order - j) * W, 0);
      for (int t = 0; t < W; t++) {
        v[panel + t * W + t] = 1;
      }
      for (int i = j; i < order; i += R) {
        int left = Panels.start(i / W) + j * W + i % W;
        KERNEL.solve(i - j, panels, left, v, panel, panel + (i - j) * W, triangles, i * R);
      }
    }
  }

  /** Copies a tile to its place; rows and columns before the first are padding. */
  private static void store(
      int row, int column, double[] tile, double[] inverse, int offset, int ldi) {
    for (int r = Math.max(0, -row); r < R; r++) {
      int from = r * W;
      int to = offset + (row + r) * ldi + column;
      if (column >= 0) {
        for (int t = 0; t < W; t += L) {
          DoubleVector.fromArray(SPECIES, tile, from + t).intoArray(inverse, to + t);
        }
      } else {
        for (int t = -column; t < W; t++) {
          inverse[to + t] = tile[from + t];
        }
      }
    }
  }
}
