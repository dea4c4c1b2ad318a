package dev.hone.math.internal.scalar;

import dev.hone.math.special.SpecialFunctions;
import dev.hone.math.special.VectorMath;

/** One call of {@link SpecialFunctions} per element. */
final class ScalarVectorMath implements VectorMath {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public void exp(int n, double[] x, int xOffset, double[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = SpecialFunctions.exp(x[xOffset + i]);
    }
  }

  @Override
  public void log(int n, double[] x, int xOffset, double[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = SpecialFunctions.log(x[xOffset + i]);
    }
  }
}
