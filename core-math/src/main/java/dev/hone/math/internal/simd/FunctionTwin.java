package dev.hone.math.internal.simd;

import dev.hone.math.internal.KernelSets;
import dev.hone.math.special.VectorMath;

/** One of the special functions, on arguments from all of its branches. */
final class FunctionTwin implements KernelTwin {
  private static final int N = 40 * SimdWidth.LENGTH + 1;

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
   */
  FunctionTwin(Function function, double from, double to) {
    this.function = function;
    for (int i = 0; i < N; i++) {
      x[i] = from + (to - from) * i / (N - 1);
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
