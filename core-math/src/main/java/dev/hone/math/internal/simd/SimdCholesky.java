package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.Panels.KERNEL;
import static dev.hone.math.internal.simd.Panels.R;
import static dev.hone.math.internal.simd.Panels.W;

/**
 * Cholesky factorisation A = UᵀU of an upper triangle: left-looking in panels for what fits the
 * second-level cache, recursive above.
 *
 * <p>Source: Golub and Van Loan, Matrix Computations (4th ed.), algorithm 4.2.1 by blocks; for the
 * recursion Gustavson, Recursion leads to automatic variable blocking (1997).
 */
final class SimdCholesky {
  /** Largest order factored in panels. */
  static final int BLOCK = 256;

  /** A triangle that {@link PanelKernel#solve} leaves a product's result alone with. */
  private static final double[] IDENTITY = identity();

  private SimdCholesky() {}

  /** Returns -1, or the index of the first pivot that is not positive and finite. */
  static int factor(int n, double[] a, int aOffset, int lda, Workspace w) {
    if (n <= BLOCK) {
      return factorBlock(n, a, aOffset, lda, w);
    }
    int h = SimdGemm.roundUp(n / 2, W);
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

  private static int factorBlock(int n, double[] a, int aOffset, int lda, Workspace w) {
    int padding = Panels.padding(n);
    int order = n + padding;
    double[] panels = w.panels(Panels.size(n));
    double[] triangles = w.triangles(R * R);
    Panels.pack(n, a, aOffset, lda, panels);
    for (int i = padding / R * R; i < order; i += R) {
      int k = Math.max(0, i - padding);
      int above = (i - k) * W;
      int panel = Panels.start(i / W);
      int left = panel + above + i % W;
      int diagonal = panel + i * W;
      KERNEL.solve(k, panels, left, panels, panel + above, diagonal, IDENTITY, 0);
      int failed = factorTile(panels, diagonal, i % W);
      if (failed >= 0) {
        return i - padding + failed;
      }
      Panels.prepareTriangle(panels, diagonal + i % W, triangles, 0);
      for (int j = i / W + 1; j < order / W; j++) {
        int right = Panels.start(j);
        KERNEL.solve(k, panels, left, panels, right + above, right + i * W, triangles, 0);
      }
    }
    Panels.unpack(n, panels, a, aOffset, lda);
    return -1;
  }

  /** Factors R rows from their diagonal, at {@code column}, to the end of the panel. */
  private static int factorTile(double[] panels, int tile, int column) {
    for (int r = 0; r < R; r++) {
      int row = tile + r * W;
      double pivot = panels[row + column + r];
      if (!(pivot > 0) || pivot == Double.POSITIVE_INFINITY) {
        return r;
      }
      double root = Math.sqrt(pivot);
      double inverse = 1 / root;
      panels[row + column + r] = root;
      for (int j = column + r + 1; j < W; j++) {
        panels[row + j] *= inverse;
      }
      for (int s = r + 1; s < R; s++) {
        double scale = -panels[row + column + s];
        for (int j = column + s; j < W; j++) {
          panels[tile + s * W + j] = Math.fma(scale, panels[row + j], panels[tile + s * W + j]);
        }
      }
    }
    return -1;
  }

  private static double[] identity() {
    double[] triangle = new double[R * R];
    for (int r = 0; r < R; r++) {
      triangle[r * R + r] = 1;
    }
    return triangle;
  }
}
