package dev.hone.math.gp;

import java.util.function.DoubleUnaryOperator;

/** Derivatives by differences, for tests. */
final class Differences {

  private Differences() {}

  /** Two central differences, extrapolated: an error of order step⁴. */
  static double derivative(double x, double step, DoubleUnaryOperator f) {
    double wide = (f.applyAsDouble(x + step) - f.applyAsDouble(x - step)) / (2 * step);
    double half = step / 2;
    double narrow = (f.applyAsDouble(x + half) - f.applyAsDouble(x - half)) / step;
    return (4 * narrow - wide) / 3;
  }
}
