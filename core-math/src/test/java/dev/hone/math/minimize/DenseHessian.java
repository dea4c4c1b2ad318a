package dev.hone.math.minimize;

/** The matrix that a {@link LimitedMemoryHessian} stands for, written out: the tests' oracle. */
final class DenseHessian {
  private final int n;
  private final double[][] b;

  private DenseHessian(int n, double theta) {
    this.n = n;
    b = new double[n][n];
    for (int i = 0; i < n; i++) {
      b[i][i] = theta;
    }
  }

  /** θI, updated by each pair in turn: B ← B − Bs(Bs)ᵀ/sᵀBs + yyᵀ/sᵀy. */
  static DenseHessian ofPairs(double theta, double[][] steps, double[][] changes) {
    DenseHessian dense = new DenseHessian(steps[0].length, theta);
    for (int k = 0; k < steps.length; k++) {
      double[] bs = dense.times(steps[k]);
      double sbs = dot(steps[k], bs);
      double sy = dot(steps[k], changes[k]);
      for (int i = 0; i < dense.n; i++) {
        for (int j = 0; j < dense.n; j++) {
          dense.b[i][j] += changes[k][i] * changes[k][j] / sy - bs[i] * bs[j] / sbs;
        }
      }
    }
    return dense;
  }

  double[] times(double[] v) {
    double[] product = new double[n];
    for (int i = 0; i < n; i++) {
      product[i] = dot(b[i], v);
    }
    return product;
  }

  static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
