package dev.hone.math.internal;

/**
 * The passes of a mixture of product kernels over its components.
 *
 * <p>A pass runs along {@code n} components, where {@code n} is a multiple of {@value #BLOCK}, for
 * {@value #TOGETHER} points at a time: what is loaded of a component serves them all. Row c of the
 * exponents, for point c, starts at {@code c*n}.
 *
 * <p>Every implementation returns the same bits: each element has one fixed chain of operations,
 * and sums over components are kept as {@value #BLOCK} partial sums, component j in number j mod
 * {@value #BLOCK}. No allocation; safe to use from many threads. Arguments are not checked beyond
 * the bounds of their arrays.
 */
public interface MixtureKernels {

  /** Rows are padded to a multiple of this; the widest vector in use holds as many doubles. */
  int BLOCK = 8;

  /** Points of a pass. */
  int TOGETHER = 8;

  /** No exponent is below this, so that every exponential is a normal double. */
  double FLOOR = -700;

  /**
   * e[c][j] ← max(e[c][j] − ½ Σₖ (x[c][k]·scale[k][j] + shift[k][j])², FLOOR) over d coordinates.
   *
   * @param points up to {@value #TOGETHER}; the rows of the others may be changed or not
   * @param x coordinate k of point c is at {@code c*d + k}, from {@code xOffset} on
   * @param scale in blocks of {@value #BLOCK} components: from {@code offset} on, coordinate k of
   *     component j is at {@code (j / 8*d + k)*8 + j % 8}, which a pass reads from first to last
   * @param shift as {@code scale}
   */
  void subtractSquares(
      int points,
      int d,
      double[] x,
      int xOffset,
      int n,
      double[] scale,
      double[] shift,
      int offset,
      double[] e);

  /**
   * e[c][j] ← max(base[c][j] − own[c] − Σₖ x[c][k]·shift[k][j], FLOOR) over d coordinates: what
   * {@link #subtractSquares} comes to where the scales of all components are the same.
   *
   * @param points as there
   * @param x coordinate k of point c, times the scale, is at {@code c*d + k}, from {@code xOffset}
   *     on
   * @param own one number for each point, at {@code ownOffset}
   * @param shift as there
   * @param base rows start at {@code baseOffset + c*baseStride}; 0 for one row for all points. May
   *     be {@code e} itself, if the rows are the same
   */
  void subtractProducts(
      int points,
      int d,
      double[] x,
      int xOffset,
      double[] own,
      int ownOffset,
      int n,
      double[] shift,
      int offset,
      double[] base,
      int baseOffset,
      int baseStride,
      double[] e);

  /** e[j] ← e[j] − penalty where codes[j] ≠ code, for one point. */
  void subtractMismatches(
      double penalty, double code, int n, double[] codes, int offset, double[] e, int eOffset);

  /**
   * sums[c][j mod 8] ← sums[c][j mod 8] + w[j]·e[c][j].
   *
   * @param points how many
   * @param sums {@value #BLOCK} partial sums for each point, from {@code sumsOffset} on
   */
  void addWeighted(
      int points, int n, double[] w, int wOffset, double[] e, double[] sums, int sumsOffset);
}
