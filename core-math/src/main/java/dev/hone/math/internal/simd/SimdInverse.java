package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.GemmBlock.NO_DIAGONAL;
import static dev.hone.math.internal.simd.GemmTile.MR;
import static dev.hone.math.internal.simd.GemmTile.NR;
import static dev.hone.math.internal.simd.SimdGemm.KC;
import static dev.hone.math.internal.simd.SimdGemm.NC;

import java.util.Arrays;

/**
 * A⁻¹ = VᵀV with V = U⁻ᵀ, in place: V grows in the lower triangle of the array that holds U in its
 * upper one, and its product with itself takes the place of U. V is lower triangular, and no step
 * touches its zeros. The diagonal of V lies apart.
 *
 * <p>Source: Higham, Accuracy and Stability of Numerical Algorithms (2nd ed.), section 14.2.
 */
final class SimdInverse {
  /** Largest order inverted by solving for the identity: a few panels, where zeros cost little. */
  private static final int BLOCK = 32;

  private SimdInverse() {}

  static void inverseFromCholesky(
      int n, double[] u, int uOffset, int ldu, double[] inverse, int offset, int ldi, Workspace w) {
    if (n <= Blocking.INVERSE) {
      if (Blocking.SIX_ROWS) {
        SimdSliverInverse.inverseFromCholesky(n, u, uOffset, ldu, inverse, offset, ldi, w);
      } else {
        SimdPanelInverse.inverseFromCholesky(n, u, uOffset, ldu, inverse, offset, ldi, w);
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      System.arraycopy(u, uOffset + i * (ldu + 1), inverse, offset + i * (ldi + 1), n - i);
    }
    double[] diagonal = w.diagonal(n);
    invertTransposed(n, inverse, offset, ldi, diagonal, 0, w);
    for (int i = 0; i < n; i++) {
      Arrays.fill(inverse, offset + i * (ldi + 1), offset + i * ldi + n, 0);
    }
    addLowerProduct(n, diagonal, inverse, offset, ldi, w);
  }

  /**
   * Writes V = U⁻ᵀ below the diagonal of U.
   *
   * @param diagonal receives the diagonal of V from {@code first} on
   */
  private static void invertTransposed(
      int n, double[] u, int offset, int ld, double[] diagonal, int first, Workspace w) {
    if (n <= BLOCK) {
      invertBlock(n, u, offset, ld, diagonal, first, w);
      return;
    }
    int h = Blocking.roundUp(n / 2, BLOCK);
    int rest = n - h;
    int below = offset + h * ld;
    invertTransposed(h, u, offset, ld, diagonal, first, w);
    invertTransposed(rest, u, below + h, ld, diagonal, first + h, w);
    for (int i = 0; i < rest; i++) {
      Arrays.fill(u, below + i * ld, below + i * ld + h, 0);
    }
    multiplyByLower(rest, h, u, offset, ld, diagonal, first, w);
    SimdTriangularSolve.solve(rest, h, u, below + h, ld, false, u, below, ld, w);
  }

  private static void invertBlock(
      int n, double[] u, int offset, int ld, double[] diagonal, int first, Workspace w) {
    double[] v = w.right(n * n);
    Arrays.fill(v, 0, n * n, 0);
    for (int i = 0; i < n; i++) {
      v[i * n + i] = 1;
    }
    SimdTriangularSolve.solve(n, n, u, offset, ld, false, v, 0, n, w);
    for (int i = 0; i < n; i++) {
      System.arraycopy(v, i * n, u, offset + i * ld, i);
      diagonal[first + i] = v[i * n + i];
    }
  }

  /** Subtracts BᵀV from the m rows below V, of order n; B is what stands right of V in U. */
  private static void multiplyByLower(
      int m, int n, double[] u, int offset, int ld, double[] diagonal, int first, Workspace w) {
    int below = offset + n * ld;
    for (int pc = 0; pc < n; pc += KC) {
      int p = pc;
      int kc = Math.min(KC, n - p);
      for (int jc = 0; jc < p + kc; jc += NC) {
        int j = jc;
        int nc = Math.min(NC, p + kc - j);
        double[] right = w.right(kc * Blocking.roundUp(nc, NR));
        packLower(j, nc, NR, p, kc, diagonal, first, u, offset, ld, right);
        SimdGemm.forRowBlocks(
            m,
            2.0 * m * nc * kc,
            (i, mc, own) -> {
              double[] left = own.left(GemmPacking.leftSize(mc, kc));
              GemmPacking.packLeft(mc, kc, u, offset + p * ld + n + i, ld, left);
              int corner = below + i * ld + j;
              GemmBlock.multiplyAdd(
                  mc, nc, kc, -1, left, right, u, corner, ld, NO_DIAGONAL, j - p, own.tile);
            },
            w);
      }
    }
  }

  /** Adds VᵀV to the upper triangle of the array that holds V below its diagonal. */
  private static void addLowerProduct(
      int n, double[] diagonal, double[] v, int offset, int ld, Workspace w) {
    for (int pc = 0; pc < n; pc += KC) {
      int p = pc;
      int kc = Math.min(KC, n - p);
      for (int jc = 0; jc < p + kc; jc += NC) {
        int j = jc;
        int nc = Math.min(NC, p + kc - j);
        double[] right = w.right(kc * Blocking.roundUp(nc, NR));
        packLower(j, nc, NR, p, kc, diagonal, 0, v, offset, ld, right);
        SimdGemm.forRowBlocks(
            j + nc,
            2.0 * (j + nc) * nc * kc,
            (i, mc, own) -> {
              double[] left = own.left(GemmPacking.leftSize(mc, kc));
              packLower(i, mc, MR, p, kc, diagonal, 0, v, offset, ld, left);
              int corner = offset + i * ld + j;
              GemmBlock.multiplyAdd(
                  mc, nc, kc, 1, left, right, v, corner, ld, i - j, j - p, own.tile);
            },
            w);
      }
    }
  }

  /** Packs rows {@code pc…} and columns {@code first…} of V into slivers, with its zeros. */
  private static void packLower(
      int first,
      int columns,
      int width,
      int pc,
      int kc,
      double[] diagonal,
      int firstOfDiagonal,
      double[] v,
      int vOffset,
      int ldv,
      double[] packed) {
    int to = 0;
    for (int j = first; j < first + columns; j += width) {
      int present = Math.min(width, first + columns - j);
      for (int p = pc; p < pc + kc; p++) {
        int from = vOffset + p * ldv + j;
        int below = Math.min(present, Math.max(0, p - j));
        for (int t = 0; t < below; t++) {
          packed[to + t] = v[from + t];
        }
        for (int t = below; t < width; t++) {
          packed[to + t] = t == p - j ? diagonal[firstOfDiagonal + p] : 0;
        }
        to += width;
      }
    }
  }
}
