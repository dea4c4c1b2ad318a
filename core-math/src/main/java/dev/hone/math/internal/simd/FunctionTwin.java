package dev.hone.math.internal.simd;

import dev.hone.math.internal.KernelSets;
import dev.hone.math.special.VectorMath;

/**
 * One of the special functions, on arguments from all of its branches.
 *
 * <p>Also from those hardly ever taken: the JIT leaves out what it has not seen, and the first such
 * argument would send the whole kernel back to the interpreter, in the middle of someone's
 * suggestion.
 */
final class FunctionTwin implements KernelTwin {
  private static final int N = 40 * SimdWidth.LENGTH + 1;

  /** Where the vector of seldom arguments is. */
  private static final int SELDOM = 39 * SimdWidth.LENGTH;

  private final VectorMath vectors = TieredVectorMath.vectors();
  private final VectorMath plain = KernelSets.scalar().vectorMath();
  private final Function function;
  private final double[] x = new double[N];
  private final double[] y = new double[N];

  /** A method of {@link VectorMath}. */
  interface Function {
    void apply(VectorMath math, int n, double[] x, int xOffset, double[] y, int yOffset);
  }

  /**
   * Takes arguments in ascending order, so that but few vectors lie across a branch, as in real
   * data.
   *
   * @param seldom arguments that a vector is left to the plain function for; one vector has them
   */
  FunctionTwin(Function function, double from, double to, double... seldom) {
    this.function = function;
    for (int i = 0; i < N; i++) {
      x[i] = from + (to - from) * i / (N - 1);
    }
    for (int lane = 0; lane < SimdWidth.LENGTH; lane++) {
      x[SELDOM + lane] = seldom[lane % seldom.length];
    }
  }

  @Override
  public void vectors() {
    function.apply(vectors, N, x, 0, y, 0);
  }

  @Override
  public void plain() {
    function.apply(plain, N, x, 0, y, 0);
  }
}
