package dev.hone.math.internal.simd;

/** The factorisation of one tile on the diagonal, unrolled into local variables. */
interface DiagonalKernel {

  /**
   * Factors the upper triangle of the tile in its place, A = UᵀU.
   *
   * @param a panels, see {@link Panels}
   * @param tile first element of the diagonal
   * @param triangle receives U as {@link PanelKernel#solve} wants it: negated above the diagonal
   *     and inverted on it
   * @return -1, or the index of the first pivot that is not positive and finite
   */
  int factor(double[] a, int tile, double[] triangle, int triangleOffset);
}
