package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/** The loops over the matrix of {@link TridiagonalReduction}. */
final class TridiagonalKernels {
  private static final int L = SPECIES.length();

  /** Rows of a symmetric product taken together, and the least width of its diagonal blocks. */
  private static final int ROWS = 4;

  /** Diagonal blocks hold whole vectors. */
  private static final int DIAGONAL = Math.max(ROWS, L);

  private TridiagonalKernels() {}

  /**
   * A ← A + v·wᵀ + w·vᵀ on the leading n×n square, and y ← A·u.
   *
   * @param v where v starts in {@code a}
   * @param u where u starts in {@code a}
   * @param w zero from element n to the next multiple of two vectors, like v and u
   * @param y n elements and some behind them that mean nothing
   */
  static void updateAndMultiply(int n, double[] a, int ld, int v, int u, double[] w, double[] y) {
    int j = 0;
    for (; j <= n - 3 * L; j += 4 * L) {
      updateFour(n, a, ld, v, u, w, y, j);
    }
    for (; j < n; j += 2 * L) {
      updateTwo(n, a, ld, v, u, w, y, j);
    }
  }

  private static void updateFour(
      int n, double[] a, int ld, int v, int u, double[] w, double[] y, int j) {
    DoubleVector v0 = DoubleVector.fromArray(SPECIES, a, v + j);
    DoubleVector v1 = DoubleVector.fromArray(SPECIES, a, v + j + L);
    DoubleVector v2 = DoubleVector.fromArray(SPECIES, a, v + j + 2 * L);
    DoubleVector v3 = DoubleVector.fromArray(SPECIES, a, v + j + 3 * L);
    DoubleVector w0 = DoubleVector.fromArray(SPECIES, w, j);
    DoubleVector w1 = DoubleVector.fromArray(SPECIES, w, j + L);
    DoubleVector w2 = DoubleVector.fromArray(SPECIES, w, j + 2 * L);
    DoubleVector w3 = DoubleVector.fromArray(SPECIES, w, j + 3 * L);
    DoubleVector y0 = DoubleVector.zero(SPECIES);
    DoubleVector y1 = DoubleVector.zero(SPECIES);
    DoubleVector y2 = DoubleVector.zero(SPECIES);
    DoubleVector y3 = DoubleVector.zero(SPECIES);
    int row = j;
    for (int i = 0; i < n; i++) {
      DoubleVector vi = DoubleVector.broadcast(SPECIES, a[v + i]);
      DoubleVector wi = DoubleVector.broadcast(SPECIES, w[i]);
      DoubleVector ui = DoubleVector.broadcast(SPECIES, a[u + i]);
      DoubleVector a0 = vi.fma(w0, wi.fma(v0, DoubleVector.fromArray(SPECIES, a, row)));
      a0.intoArray(a, row);
      y0 = ui.fma(a0, y0);
      DoubleVector a1 = vi.fma(w1, wi.fma(v1, DoubleVector.fromArray(SPECIES, a, row + L)));
      a1.intoArray(a, row + L);
      y1 = ui.fma(a1, y1);
      DoubleVector a2 = vi.fma(w2, wi.fma(v2, DoubleVector.fromArray(SPECIES, a, row + 2 * L)));
      a2.intoArray(a, row + 2 * L);
      y2 = ui.fma(a2, y2);
      DoubleVector a3 = vi.fma(w3, wi.fma(v3, DoubleVector.fromArray(SPECIES, a, row + 3 * L)));
      a3.intoArray(a, row + 3 * L);
      y3 = ui.fma(a3, y3);
      row += ld;
    }
    y0.intoArray(y, j);
    y1.intoArray(y, j + L);
    y2.intoArray(y, j + 2 * L);
    y3.intoArray(y, j + 3 * L);
  }

  private static void updateTwo(
      int n, double[] a, int ld, int v, int u, double[] w, double[] y, int j) {
    DoubleVector v0 = DoubleVector.fromArray(SPECIES, a, v + j);
    DoubleVector v1 = DoubleVector.fromArray(SPECIES, a, v + j + L);
    DoubleVector w0 = DoubleVector.fromArray(SPECIES, w, j);
    DoubleVector w1 = DoubleVector.fromArray(SPECIES, w, j + L);
    DoubleVector y0 = DoubleVector.zero(SPECIES);
    DoubleVector y1 = DoubleVector.zero(SPECIES);
    int row = j;
    for (int i = 0; i < n; i++) {
      DoubleVector vi = DoubleVector.broadcast(SPECIES, a[v + i]);
      DoubleVector wi = DoubleVector.broadcast(SPECIES, w[i]);
      DoubleVector ui = DoubleVector.broadcast(SPECIES, a[u + i]);
      DoubleVector a0 = vi.fma(w0, wi.fma(v0, DoubleVector.fromArray(SPECIES, a, row)));
      a0.intoArray(a, row);
      y0 = ui.fma(a0, y0);
      DoubleVector a1 = vi.fma(w1, wi.fma(v1, DoubleVector.fromArray(SPECIES, a, row + L)));
      a1.intoArray(a, row + L);
      y1 = ui.fma(a1, y1);
      row += ld;
    }
    y0.intoArray(y, j);
    y1.intoArray(y, j + L);
  }

  /** y ← y + Σ coefficients[t]·(row t of the panel) over whole vectors. */
  static void addRows(
      int n, int rows, double[] coefficients, double[] panel, int ld, double[] y, int yOffset) {
    int j = 0;
    for (; j <= n - 4 * L; j += 4 * L) {
      int q = yOffset + j;
      DoubleVector y0 = DoubleVector.fromArray(SPECIES, y, q);
      DoubleVector y1 = DoubleVector.fromArray(SPECIES, y, q + L);
      DoubleVector y2 = DoubleVector.fromArray(SPECIES, y, q + 2 * L);
      DoubleVector y3 = DoubleVector.fromArray(SPECIES, y, q + 3 * L);
      int p = j;
      for (int t = 0; t < rows; t++) {
        DoubleVector c = DoubleVector.broadcast(SPECIES, coefficients[t]);
        y0 = c.fma(DoubleVector.fromArray(SPECIES, panel, p), y0);
        y1 = c.fma(DoubleVector.fromArray(SPECIES, panel, p + L), y1);
        y2 = c.fma(DoubleVector.fromArray(SPECIES, panel, p + 2 * L), y2);
        y3 = c.fma(DoubleVector.fromArray(SPECIES, panel, p + 3 * L), y3);
        p += ld;
      }
      y0.intoArray(y, q);
      y1.intoArray(y, q + L);
      y2.intoArray(y, q + 2 * L);
      y3.intoArray(y, q + 3 * L);
    }
    for (; j < n; j += L) {
      DoubleVector y0 = DoubleVector.fromArray(SPECIES, y, yOffset + j);
      int p = j;
      for (int t = 0; t < rows; t++) {
        DoubleVector c = DoubleVector.broadcast(SPECIES, coefficients[t]);
        y0 = c.fma(DoubleVector.fromArray(SPECIES, panel, p), y0);
        p += ld;
      }
      y0.intoArray(y, yOffset + j);
    }
  }

  /**
   * y ← A·x, where only the lower triangle of A up to the end of its diagonal blocks is read.
   *
   * @param x where x starts in {@code a}; zeros follow its n elements
   * @param y n elements and some behind them that mean nothing
   */
  static void multiplySymmetric(int n, double[] a, int ld, int x, double[] y) {
    int padded = Blocking.roundUp(n, DIAGONAL);
    Arrays.fill(y, 0, padded, 0);
    for (int i = 0; i < padded; i += ROWS) {
      multiplyRows(i, i / DIAGONAL * DIAGONAL, a, ld, x, y);
    }
  }

  /** Four rows: left of the diagonal block for themselves and for their mirror image. */
  private static void multiplyRows(int i, int diagonal, double[] a, int ld, int x, double[] y) {
    int row0 = i * ld;
    int row1 = row0 + ld;
    int row2 = row1 + ld;
    int row3 = row2 + ld;
    DoubleVector x0 = DoubleVector.broadcast(SPECIES, a[x + i]);
    DoubleVector x1 = DoubleVector.broadcast(SPECIES, a[x + i + 1]);
    DoubleVector x2 = DoubleVector.broadcast(SPECIES, a[x + i + 2]);
    DoubleVector x3 = DoubleVector.broadcast(SPECIES, a[x + i + 3]);
    DoubleVector s0 = DoubleVector.zero(SPECIES);
    DoubleVector s1 = DoubleVector.zero(SPECIES);
    DoubleVector s2 = DoubleVector.zero(SPECIES);
    DoubleVector s3 = DoubleVector.zero(SPECIES);
    for (int j = 0; j < diagonal; j += L) {
      DoubleVector xj = DoubleVector.fromArray(SPECIES, a, x + j);
      DoubleVector a0 = DoubleVector.fromArray(SPECIES, a, row0 + j);
      DoubleVector a1 = DoubleVector.fromArray(SPECIES, a, row1 + j);
      DoubleVector a2 = DoubleVector.fromArray(SPECIES, a, row2 + j);
      DoubleVector a3 = DoubleVector.fromArray(SPECIES, a, row3 + j);
      s0 = a0.fma(xj, s0);
      s1 = a1.fma(xj, s1);
      s2 = a2.fma(xj, s2);
      s3 = a3.fma(xj, s3);
      DoubleVector even = a0.fma(x0, DoubleVector.fromArray(SPECIES, y, j));
      DoubleVector odd = a1.mul(x1);
      even = a2.fma(x2, even);
      odd = a3.fma(x3, odd);
      even.add(odd).intoArray(y, j);
    }
    // The diagonal block is stored whole: its rows are its columns, and need no sum of lanes.
    for (int j = diagonal; j < diagonal + DIAGONAL; j += L) {
      DoubleVector t = DoubleVector.fromArray(SPECIES, y, j);
      t = DoubleVector.fromArray(SPECIES, a, row0 + j).fma(x0, t);
      t = DoubleVector.fromArray(SPECIES, a, row1 + j).fma(x1, t);
      t = DoubleVector.fromArray(SPECIES, a, row2 + j).fma(x2, t);
      t = DoubleVector.fromArray(SPECIES, a, row3 + j).fma(x3, t);
      t.intoArray(y, j);
    }
    y[i] += SimdVectors.sumOfLanes(s0);
    y[i + 1] += SimdVectors.sumOfLanes(s1);
    y[i + 2] += SimdVectors.sumOfLanes(s2);
    y[i + 3] += SimdVectors.sumOfLanes(s3);
  }
}
