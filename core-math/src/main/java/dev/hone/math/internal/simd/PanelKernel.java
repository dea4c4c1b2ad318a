package dev.hone.math.internal.simd;

/**
 * The innermost step of the factorisation and of the triangular solve: a product and a small
 * substitution fused, so that a tile is loaded and stored once.
 *
 * <p>All operands lie in panels (see {@link Panels}): rows of {@link #columns} elements, without
 * gaps, so that strides are constants of the compiled code.
 */
interface PanelKernel {

  /** Rows of a tile; divides {@link #columns}. */
  int rows();

  /** Columns of a tile and of every panel, a multiple of the vector length. */
  int columns();

  /**
   * X ← T⁻ᵀ(X − AᵀB) on one tile X of {@code b}.
   *
   * @param k rows of A and of B
   * @param a first of k panel rows; {@link #rows} elements of each are read
   * @param b panel that holds B and X
   * @param bOffset first of the k rows of B
   * @param tile first of the {@link #rows} rows of X
   * @param triangle T: {@link #rows}² elements, row-major, negated above the diagonal and inverted
   *     on it, so that substitution needs neither negations nor divisions
   */
  void solve(
      int k,
      double[] a,
      int aOffset,
      double[] b,
      int bOffset,
      int tile,
      double[] triangle,
      int triangleOffset);

  /**
   * C ← C + alpha·AᵀB on one tile of {@code c}.
   *
   * @param k rows of A and of B
   * @param a first of k panel rows; {@link #rows} elements of each are read
   * @param b first of k panel rows
   * @param tile first of {@link #rows} panel rows
   */
  void addProduct(
      int k, double alpha, double[] a, int aOffset, double[] b, int bOffset, double[] c, int tile);
}
