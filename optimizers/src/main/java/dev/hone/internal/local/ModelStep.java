package dev.hone.internal.local;

import dev.hone.math.minimize.Lbfgsb;
import dev.hone.math.minimize.Minimum;

/**
 * Where a quadratic model is lowest in a box around 0: its Newton point if that lies inside, else
 * the lowest of the minima that L-BFGS-B finds from the middle and, since the model may have
 * several, from two corners.
 */
final class ModelStep {
  private static final Lbfgsb MINIMIZER =
      Lbfgsb.defaults()
          .withMaxIterations(200)
          .withMaxEvaluations(400)
          .withProjectedGradientTolerance(1e-12)
          .withRelativeReduction(1e-15);

  private ModelStep() {}

  /**
   * The lowest point.
   *
   * @param lower d numbers, 0 or less
   * @param upper d numbers, 0 or more
   */
  static double[] lowest(LeastNormQuadratic model, double[] lower, double[] upper) {
    int d = lower.length;
    double[] newton = newton(model);
    if (newton.length > 0 && isInside(newton, lower, upper)) {
      return newton;
    }
    double[] slope = new double[d];
    double scale = 0;
    for (double g : model.gradient()) {
      scale = Math.max(scale, Math.abs(g));
    }
    for (double h : model.hessian()) {
      scale = Math.max(scale, Math.abs(h));
    }
    if (!(scale > 0)) {
      return slope;
    }
    double unit = 1 / scale;
    double[][] starts = new double[newton.length > 0 ? 1 : 3][d];
    for (int k = 0; k < d && starts.length > 1; k++) {
      boolean falls = model.gradient()[k] > 0;
      starts[1][k] = falls ? lower[k] : upper[k];
      starts[2][k] = falls ? upper[k] : lower[k];
    }
    double[] best = slope;
    double lowest = 0;
    for (double[] start : starts) {
      Minimum minimum =
          MINIMIZER.minimize(
              (t, gradient) -> {
                double value = model.value(t, gradient);
                VectorSums.scale(unit, gradient);
                return unit * value;
              },
              start,
              lower,
              upper);
      if (minimum.value() < lowest) {
        lowest = minimum.value();
        best = minimum.point().clone();
      }
    }
    return best;
  }

  private static boolean isInside(double[] t, double[] lower, double[] upper) {
    for (int k = 0; k < t.length; k++) {
      if (!(t[k] >= lower[k] && t[k] <= upper[k])) {
        return false;
      }
    }
    return true;
  }

  /** −H⁻¹g if H is positive definite, else nothing. */
  private static double[] newton(LeastNormQuadratic model) {
    int d = model.gradient().length;
    double[] factor = model.hessian().clone();
    double largest = 0;
    for (int i = 0; i < d; i++) {
      largest = Math.max(largest, factor[i * d + i]);
    }
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = factor[i * d + j];
        for (int k = 0; k < j; k++) {
          sum = Math.fma(-factor[i * d + k], factor[j * d + k], sum);
        }
        if (i > j) {
          factor[i * d + j] = sum / factor[j * d + j];
        } else if (sum > 1e-12 * largest) {
          factor[i * d + i] = Math.sqrt(sum);
        } else {
          return new double[0];
        }
      }
    }
    double[] t = model.gradient().clone();
    for (int i = 0; i < d; i++) {
      for (int k = 0; k < i; k++) {
        t[i] = Math.fma(-factor[i * d + k], t[k], t[i]);
      }
      t[i] /= factor[i * d + i];
    }
    for (int i = d - 1; i >= 0; i--) {
      for (int k = i + 1; k < d; k++) {
        t[i] = Math.fma(-factor[k * d + i], t[k], t[i]);
      }
      t[i] /= factor[i * d + i];
    }
    for (int i = 0; i < d; i++) {
      t[i] = -t[i];
    }
    return t;
  }
}
