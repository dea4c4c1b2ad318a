package dev.hone.math.internal.simd;

import static dev.hone.math.linalg.Shapes.checkVector;

import dev.hone.math.special.VectorMath;

/**
 * The special functions a vector at a time, in the very operations of their scalar twins. Kernels
 * repeat the exponential and the logarithm in place: a helper that returns a vector is not inlined
 * reliably, and one that is not costs ten times the work it does.
 */
final class SimdVectorMath implements VectorMath {

  @Override
  public String name() {
    return "simd-" + SimdWidth.BITS;
  }

  @Override
  public void exp(int n, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    SimdExponential.exp(n, x, xOffset, y, yOffset);
  }

  @Override
  public void log(int n, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    SimdLogarithm.log(n, x, xOffset, y, yOffset);
  }

  @Override
  public void sin(int n, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    SimdTrigonometry.sin(n, x, xOffset, y, yOffset);
  }

  @Override
  public void cos(int n, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    SimdTrigonometry.cos(n, x, xOffset, y, yOffset);
  }

  @Override
  public void erfcx(int n, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    SimdNormalTail.erfcx(n, x, xOffset, y, yOffset);
  }

  @Override
  public void logNdtr(int n, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    SimdNormalTail.logNdtr(n, x, xOffset, y, yOffset);
  }

  @Override
  public void logH(int n, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    SimdLogImprovement.logH(n, x, xOffset, y, yOffset);
  }

  @Override
  public void logHDerivative(int n, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    SimdLogImprovement.logHDerivative(n, x, xOffset, y, yOffset);
  }
}
