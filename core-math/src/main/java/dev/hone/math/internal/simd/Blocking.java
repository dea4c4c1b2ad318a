package dev.hone.math.internal.simd;

/**
 * The sizes at which factors are split, for the vector routines and for their plain twins, which
 * have the same bits because they split at the same places. Known without a vector class, see
 * {@link SimdWidth}.
 */
final class Blocking {
  /**
   * Whether tiles have six rows (see {@link GemmKernel6x2}), and most of the work is left to
   * products, which have them.
   */
  static final boolean SIX_ROWS = SimdWidth.LENGTH == 4 && SimdWidth.ORDERED_LOADS;

  /** Rows of a tile of a triangular solve. */
  static final int SOLVE_ROWS = SIX_ROWS ? 6 : SimdWidth.LENGTH == 8 ? 8 : 4;

  /**
   * Largest order solved in one piece: with six rows, so that a panel of right-hand sides stays in
   * a first-level cache and the triangle in a second-level one; otherwise panels take 4 MiB then,
   * and share a third-level cache.
   */
  static final int SOLVE = SIX_ROWS ? 256 : 1024;

  /**
   * Largest order factored in panels, of which {@link PanelKernel4x2} is slower than the tiles of
   * six rows that do the rest; otherwise they take 16 MiB.
   */
  static final int FACTOR = SIX_ROWS ? 256 : 2048;

  /** Largest order inverted in panels: they take 16 MiB then. */
  static final int INVERSE = 2048;

  /**
   * Rows of a product summed at a time: many, so that a tile of C is loaded and stored seldom. With
   * six rows tiles follow one another along rows of C, which a machine fetches ahead, and a sliver
   * of each operand fits a first-level cache.
   */
  static final int PRODUCT = SIX_ROWS ? 256 : 512;

  /** Largest order solved or factored by plain loops. */
  static final int PLAIN = 1024;

  private Blocking() {}

  /** Where a larger order n is split in two: in the middle, at a multiple of {@code step}. */
  static int half(int n, int step) {
    return roundUp(n / 2, step);
  }

  /** Smallest multiple of {@code step} that is at least {@code n}. */
  static int roundUp(int n, int step) {
    return (n + step - 1) / step * step;
  }
}
