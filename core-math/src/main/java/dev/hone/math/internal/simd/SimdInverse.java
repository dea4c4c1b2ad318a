package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdGemm.KC;
import static dev.hone.math.internal.simd.SimdGemm.MC;
import static dev.hone.math.internal.simd.SimdGemm.MR;
import static dev.hone.math.internal.simd.SimdGemm.NC;
import static dev.hone.math.internal.simd.SimdGemm.NR;

import java.util.Arrays;

/**
 * A⁻¹ = VᵀV with V = U⁻ᵀ, in place: V grows in the lower triangle of the result, its product with
 * itself in the upper one. V is lower triangular, and neither step touches its zeros.
 *
 * <p>Source: Higham, Accuracy and Stability of Numerical Algorithms (2nd ed.), section 14.2.
 */
final class SimdInverse {
  /** Largest order inverted by solving for the identity: a few panels, where zeros cost little. */
  private static final int BLOCK = 32;

  /** Largest order inverted in panels, as large as that of a factorisation. */
  private static final int PANELS = SimdCholesky.BLOCK;

  private SimdInverse() {}

  static void inverseFromCholesky(
      int n, double[] u, int uOffset, int ldu, double[] inverse, int offset, int ldi, Workspace w) {
    if (n <= PANELS) {
      SimdPanelInverse.inverseFromCholesky(n, u, uOffset, ldu, inverse, offset, ldi, w);
      return;
    }
    for (int i = 0; i < n; i++) {
      Arrays.fill(inverse, offset + i * ldi + i, offset + i * ldi + n, 0);
    }
    invertTransposed(n, u, uOffset, ldu, inverse, offset, ldi, w);
    double[] diagonal = w.column(n);
    for (int i = 0; i < n; i++) {
      diagonal[i] = inverse[offset + i * ldi + i];
      inverse[offset + i * ldi + i] = 0;
    }
    addLowerProduct(n, diagonal, inverse, offset, ldi, w);
  }

  /** V ← U⁻ᵀ on the lower triangle of V, whose upper triangle holds zeros and keeps them. */
  private static void invertTransposed(
      int n, double[] u, int uOffset, int ldu, double[] v, int vOffset, int ldv, Workspace w) {
    if (n <= BLOCK) {
      for (int i = 0; i < n; i++) {
        Arrays.fill(v, vOffset + i * ldv, vOffset + i * ldv + i, 0);
        v[vOffset + i * ldv + i] = 1;
      }
      SimdTriangularSolve.solve(n, n, u, uOffset, ldu, false, v, vOffset, ldv, w);
      return;
    }
    int h = SimdGemm.roundUp(n / 2, BLOCK);
    int rest = n - h;
    int below = vOffset + h * ldv;
    invertTransposed(h, u, uOffset, ldu, v, vOffset, ldv, w);
    invertTransposed(rest, u, uOffset + h * (ldu + 1), ldu, v, below + h, ldv, w);
    for (int i = 0; i < rest; i++) {
      Arrays.fill(v, below + i * ldv, below + i * ldv + h, 0);
    }
    SimdGemm.multiplyAdd(
        rest, h, h, -1, u, uOffset + h, ldu, false, v, vOffset, ldv, true, v, below, ldv, w);
    SimdTriangularSolve.solve(rest, h, u, uOffset + h * (ldu + 1), ldu, false, v, below, ldv, w);
  }

  /**
   * Adds VᵀV to the upper triangle of the array that holds V below its diagonal. The diagonal of V
   * lies apart, because the product needs its place.
   */
  private static void addLowerProduct(
      int n, double[] diagonal, double[] v, int vOffset, int ldv, Workspace w) {
    for (int pc = 0; pc < n; pc += KC) {
      int kc = Math.min(KC, n - pc);
      for (int jc = 0; jc < pc + kc; jc += NC) {
        int nc = Math.min(NC, pc + kc - jc);
        double[] right = w.right(kc * SimdGemm.roundUp(nc, NR));
        packLower(jc, nc, NR, pc, kc, diagonal, v, vOffset, ldv, right);
        for (int ic = 0; ic < jc + nc; ic += MC) {
          int mc = Math.min(MC, jc + nc - ic);
          double[] left = w.left(GemmPacking.leftSize(mc, kc));
          packLower(ic, mc, MR, pc, kc, diagonal, v, vOffset, ldv, left);
          int corner = vOffset + ic * ldv + jc;
          GemmBlock.multiplyAdd(
              mc, nc, kc, 1, left, right, v, corner, ldv, ic - jc, jc - pc, w.tile);
        }
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
          packed[to + t] = t == p - j ? diagonal[p] : 0;
        }
        to += width;
      }
    }
  }
}
