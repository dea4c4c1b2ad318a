package dev.hone.math.internal.scalar;

import static dev.hone.math.linalg.Shapes.checkVector;

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
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = SpecialFunctions.exp(x[xOffset + i]);
    }
  }

  @Override
  public void log(int n, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = SpecialFunctions.log(x[xOffset + i]);
    }
  }

  @Override
  public void sin(int n, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = SpecialFunctions.sin(x[xOffset + i]);
    }
  }

  @Override
  public void cos(int n, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = SpecialFunctions.cos(x[xOffset + i]);
    }
  }

  @Override
  public void erfcx(int n, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = SpecialFunctions.erfcx(x[xOffset + i]);
    }
  }

  @Override
  public void logNdtr(int n, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = SpecialFunctions.logNdtr(x[xOffset + i]);
    }
  }

  @Override
  public void logH(int n, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = SpecialFunctions.logH(x[xOffset + i]);
    }
  }

  @Override
  public void logHDerivative(int n, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = SpecialFunctions.logHDerivative(x[xOffset + i]);
    }
  }
}
