package dev.hone.math.minimize;

import java.util.Arrays;

/** Functions of Moré, Garbow and Hillstrom, Testing Unconstrained Optimization Software (1981). */
final class TestFunctions {

  private TestFunctions() {}

  /** Minimum 0 at (1, …, 1). */
  static double rosenbrock(double[] x, double[] gradient) {
    double f = 0;
    Arrays.fill(gradient, 0);
    for (int i = 0; i + 1 < x.length; i++) {
      double a = x[i + 1] - x[i] * x[i];
      double b = 1 - x[i];
      f += 100 * a * a + b * b;
      gradient[i] += -400 * a * x[i] - 2 * b;
      gradient[i + 1] += 200 * a;
    }
    return f;
  }

  /** Minimum 0 at (3, ½). */
  static double beale(double[] x, double[] gradient) {
    double[] c = {1.5, 2.25, 2.625};
    Arrays.fill(gradient, 0);
    double f = 0;
    for (int i = 0; i < 3; i++) {
      double power = Math.pow(x[1], i);
      double residual = c[i] - x[0] * (1 - power * x[1]);
      f += residual * residual;
      gradient[0] -= 2 * residual * (1 - power * x[1]);
      gradient[1] += 2 * residual * x[0] * (i + 1) * power;
    }
    return f;
  }

  /** Minimum 0 at the origin, where the Hessian is singular. */
  static double powellSingular(double[] x, double[] gradient) {
    double a = x[0] + 10 * x[1];
    double b = x[2] - x[3];
    double c = x[1] - 2 * x[2];
    double d = x[0] - x[3];
    gradient[0] = 2 * a + 40 * d * d * d;
    gradient[1] = 20 * a + 4 * c * c * c;
    gradient[2] = 10 * b - 8 * c * c * c;
    gradient[3] = -10 * b - 40 * d * d * d;
    return a * a + 5 * b * b + c * c * c * c + 10 * d * d * d * d;
  }

  /** ½xᵀAx − bᵀx. */
  static DifferentiableFunction quadratic(double[][] a, double[] b) {
    return (x, gradient) -> {
      double f = 0;
      for (int i = 0; i < x.length; i++) {
        double ax = DenseHessian.dot(a[i], x);
        gradient[i] = ax - b[i];
        f += x[i] * (ax / 2 - b[i]);
      }
      return f;
    };
  }
}
