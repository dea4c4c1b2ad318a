package dev.hone.math.internal.simd;

/**
 * The innermost product: one tile of C held in registers while it walks down packed slivers.
 *
 * <p>Source: Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication (2008).
 */
interface GemmKernel {

  /** Rows of a tile. */
  int rows();

  /** Columns of a tile, a multiple of the vector length. */
  int columns();

  /**
   * C ← C + alpha·AᵀB on one whole tile.
   *
   * @param a packed sliver, k rows of {@link #rows} elements
   * @param b packed sliver, k rows of {@link #columns} elements
   * @param c tile of {@link #rows}×{@link #columns}
   */
  void multiplyAdd(
      int k,
      double alpha,
      double[] a,
      int aOffset,
      double[] b,
      int bOffset,
      double[] c,
      int cOffset,
      int ldc);

  /**
   * As {@link #multiplyAdd}, on the first vector of columns of a tile only: for the edge of a
   * matrix, and for tiles that its diagonal crosses.
   *
   * @param b packed sliver as wide as for a whole tile; may start at any of its vectors
   * @param c tile of {@link #rows} rows and one vector of columns
   */
  void multiplyAddVector(
      int k,
      double alpha,
      double[] a,
      int aOffset,
      double[] b,
      int bOffset,
      double[] c,
      int cOffset,
      int ldc);
}
