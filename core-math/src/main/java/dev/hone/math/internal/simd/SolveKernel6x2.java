package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.DoubleVector;

/**
 * The innermost step of a triangular solve in {@link Slivers}: a product and a small substitution
 * fused, on six rows by two vectors; see {@link GemmKernel6x2} for the tile and its fences.
 */
final class SolveKernel6x2 {
  private static final int L = SPECIES.length();

  /** Elements of a row of X. */
  private static final int WIDTH = 2 * L;

  private SolveKernel6x2() {}

  /**
   * X ← T⁻ᵀ(X − UᵀY) on the six rows that follow the k rows Y of a panel.
   *
   * @param u sliver: k rows of six elements of U, then the six rows of T, negated above the
   *     diagonal and inverted on it, so that substitution needs neither negations nor divisions
   * @param x panel: k rows of two vectors that are solved, then those to solve
   */
  static void solve(int k, double[] u, int uOffset, double[] x, int xOffset) {
    DoubleVector c00 = DoubleVector.zero(SPECIES);
    DoubleVector c01 = DoubleVector.zero(SPECIES);
    DoubleVector c10 = DoubleVector.zero(SPECIES);
    DoubleVector c11 = DoubleVector.zero(SPECIES);
    DoubleVector c20 = DoubleVector.zero(SPECIES);
    DoubleVector c21 = DoubleVector.zero(SPECIES);
    DoubleVector c30 = DoubleVector.zero(SPECIES);
    DoubleVector c31 = DoubleVector.zero(SPECIES);
    DoubleVector c40 = DoubleVector.zero(SPECIES);
    DoubleVector c41 = DoubleVector.zero(SPECIES);
    DoubleVector c50 = DoubleVector.zero(SPECIES);
    DoubleVector c51 = DoubleVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int i = uOffset + p * 6;
      int j = xOffset + p * WIDTH;
      DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, j);
      DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, j + L);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, u[i]);
      c00 = a0.fma(x0, c00);
      c01 = a0.fma(x1, c01);
      VarHandle.loadLoadFence();
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, u[i + 1]);
      c10 = a1.fma(x0, c10);
      c11 = a1.fma(x1, c11);
      VarHandle.loadLoadFence();
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, u[i + 2]);
      c20 = a2.fma(x0, c20);
      c21 = a2.fma(x1, c21);
      VarHandle.loadLoadFence();
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, u[i + 3]);
      c30 = a3.fma(x0, c30);
      c31 = a3.fma(x1, c31);
      VarHandle.loadLoadFence();
      DoubleVector a4 = DoubleVector.broadcast(SPECIES, u[i + 4]);
      c40 = a4.fma(x0, c40);
      c41 = a4.fma(x1, c41);
      VarHandle.loadLoadFence();
      DoubleVector a5 = DoubleVector.broadcast(SPECIES, u[i + 5]);
      c50 = a5.fma(x0, c50);
      c51 = a5.fma(x1, c51);
      VarHandle.loadLoadFence();
    }
    int t = uOffset + 6 * k;
    int row = xOffset + WIDTH * k;
    c00 = DoubleVector.fromArray(SPECIES, x, row).sub(c00);
    c01 = DoubleVector.fromArray(SPECIES, x, row + L).sub(c01);
    DoubleVector u00 = DoubleVector.broadcast(SPECIES, u[t]);
    c00 = c00.mul(u00);
    c01 = c01.mul(u00);
    c00.intoArray(x, row);
    c01.intoArray(x, row + L);
    row += WIDTH;
    c10 = DoubleVector.fromArray(SPECIES, x, row).sub(c10);
    c11 = DoubleVector.fromArray(SPECIES, x, row + L).sub(c11);
    DoubleVector u01 = DoubleVector.broadcast(SPECIES, u[t + 1]);
    c10 = u01.fma(c00, c10);
    c11 = u01.fma(c01, c11);
    DoubleVector u11 = DoubleVector.broadcast(SPECIES, u[t + 7]);
    c10 = c10.mul(u11);
    c11 = c11.mul(u11);
    c10.intoArray(x, row);
    c11.intoArray(x, row + L);
    row += WIDTH;
    c20 = DoubleVector.fromArray(SPECIES, x, row).sub(c20);
    c21 = DoubleVector.fromArray(SPECIES, x, row + L).sub(c21);
    DoubleVector u02 = DoubleVector.broadcast(SPECIES, u[t + 2]);
    c20 = u02.fma(c00, c20);
    c21 = u02.fma(c01, c21);
    DoubleVector u12 = DoubleVector.broadcast(SPECIES, u[t + 8]);
    c20 = u12.fma(c10, c20);
    c21 = u12.fma(c11, c21);
    DoubleVector u22 = DoubleVector.broadcast(SPECIES, u[t + 14]);
    c20 = c20.mul(u22);
    c21 = c21.mul(u22);
    c20.intoArray(x, row);
    c21.intoArray(x, row + L);
    row += WIDTH;
    c30 = DoubleVector.fromArray(SPECIES, x, row).sub(c30);
    c31 = DoubleVector.fromArray(SPECIES, x, row + L).sub(c31);
    DoubleVector u03 = DoubleVector.broadcast(SPECIES, u[t + 3]);
    c30 = u03.fma(c00, c30);
    c31 = u03.fma(c01, c31);
    DoubleVector u13 = DoubleVector.broadcast(SPECIES, u[t + 9]);
    c30 = u13.fma(c10, c30);
    c31 = u13.fma(c11, c31);
    DoubleVector u23 = DoubleVector.broadcast(SPECIES, u[t + 15]);
    c30 = u23.fma(c20, c30);
    c31 = u23.fma(c21, c31);
    DoubleVector u33 = DoubleVector.broadcast(SPECIES, u[t + 21]);
    c30 = c30.mul(u33);
    c31 = c31.mul(u33);
    c30.intoArray(x, row);
    c31.intoArray(x, row + L);
    row += WIDTH;
    c40 = DoubleVector.fromArray(SPECIES, x, row).sub(c40);
    c41 = DoubleVector.fromArray(SPECIES, x, row + L).sub(c41);
    DoubleVector u04 = DoubleVector.broadcast(SPECIES, u[t + 4]);
    c40 = u04.fma(c00, c40);
    c41 = u04.fma(c01, c41);
    DoubleVector u14 = DoubleVector.broadcast(SPECIES, u[t + 10]);
    c40 = u14.fma(c10, c40);
    c41 = u14.fma(c11, c41);
    DoubleVector u24 = DoubleVector.broadcast(SPECIES, u[t + 16]);
    c40 = u24.fma(c20, c40);
    c41 = u24.fma(c21, c41);
    DoubleVector u34 = DoubleVector.broadcast(SPECIES, u[t + 22]);
    c40 = u34.fma(c30, c40);
    c41 = u34.fma(c31, c41);
    DoubleVector u44 = DoubleVector.broadcast(SPECIES, u[t + 28]);
    c40 = c40.mul(u44);
    c41 = c41.mul(u44);
    c40.intoArray(x, row);
    c41.intoArray(x, row + L);
    row += WIDTH;
    c50 = DoubleVector.fromArray(SPECIES, x, row).sub(c50);
    c51 = DoubleVector.fromArray(SPECIES, x, row + L).sub(c51);
    DoubleVector u05 = DoubleVector.broadcast(SPECIES, u[t + 5]);
    c50 = u05.fma(c00, c50);
    c51 = u05.fma(c01, c51);
    DoubleVector u15 = DoubleVector.broadcast(SPECIES, u[t + 11]);
    c50 = u15.fma(c10, c50);
    c51 = u15.fma(c11, c51);
    DoubleVector u25 = DoubleVector.broadcast(SPECIES, u[t + 17]);
    c50 = u25.fma(c20, c50);
    c51 = u25.fma(c21, c51);
    DoubleVector u35 = DoubleVector.broadcast(SPECIES, u[t + 23]);
    c50 = u35.fma(c30, c50);
    c51 = u35.fma(c31, c51);
    DoubleVector u45 = DoubleVector.broadcast(SPECIES, u[t + 29]);
    c50 = u45.fma(c40, c50);
    c51 = u45.fma(c41, c51);
    DoubleVector u55 = DoubleVector.broadcast(SPECIES, u[t + 35]);
    c50 = c50.mul(u55);
    c51 = c51.mul(u55);
    c50.intoArray(x, row);
    c51.intoArray(x, row + L);
  }
}
