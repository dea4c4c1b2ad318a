package dev.hone.math.gp;

/**
 * The oracle of the engines: Rasmussen and Williams (2006), eqs. 2.23, 2.24 and 2.30, with loops
 * over pairs and an explicit inverse by Gauss-Jordan elimination.
 */
final class TextbookGp {
  private final GpProblem problem;
  private final double[] theta;
  private final double[][] inverse;
  private double logDeterminant;

  TextbookGp(GpProblem problem, double[] theta) {
    this(problem, theta, new double[problem.n()]);
  }

  /** With the noise variance of each observation known, beside that of θ. */
  TextbookGp(GpProblem problem, double[] theta, double[] noise) {
    this.problem = problem;
    this.theta = theta;
    int n = problem.n();
    double[][] k = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        k[i][j] = covariance(problem.x(), i, problem.x(), j);
      }
      k[i][i] += Math.exp(theta[problem.model().noiseIndex()]) + noise[i];
    }
    this.inverse = invert(k);
  }

  double logMarginalLikelihood() {
    int n = problem.n();
    double fit = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        fit += problem.y()[i] * inverse[i][j] * problem.y()[j];
      }
    }
    return -0.5 * (fit + logDeterminant + n * Math.log(2 * Math.PI));
  }

  double mean(double[] x, int index) {
    double mean = 0;
    for (int i = 0; i < problem.n(); i++) {
      for (int j = 0; j < problem.n(); j++) {
        mean += covariance(problem.x(), i, x, index) * inverse[i][j] * problem.y()[j];
      }
    }
    return mean;
  }

  double variance(double[] x, int index) {
    return covariance(x, index, index);
  }

  /** The posterior covariance of two of some points. */
  double covariance(double[] x, int first, int second) {
    double covariance = covariance(x, first, x, second);
    for (int i = 0; i < problem.n(); i++) {
      for (int j = 0; j < problem.n(); j++) {
        covariance -=
            covariance(problem.x(), i, x, first)
                * inverse[i][j]
                * covariance(problem.x(), j, x, second);
      }
    }
    return covariance;
  }

  private double covariance(double[] a, int i, double[] b, int j) {
    GpModel model = problem.model();
    Kernel kernel = model.kernel();
    double sum = 0;
    for (int t = 0; t < kernel.terms().size(); t++) {
      double product =
          kernel.weighted()
              ? Math.exp(theta[model.weightIndex() + t])
              : 1.0 / kernel.terms().size();
      for (int part : kernel.terms().get(t)) {
        product *= correlation(part, a, i, b, j);
      }
      sum += product;
    }
    return Math.exp(theta[model.outputScaleIndex()]) * sum;
  }

  private double correlation(int index, double[] a, int i, double[] b, int j) {
    GpModel model = problem.model();
    int d = model.dimension();
    Kernel.Part part = model.kernel().parts().get(index);
    double r2 = 0;
    for (int p = 0; p < part.dimensions().size(); p++) {
      int k = part.dimensions().get(p);
      double difference = warped(k, a[i * d + k]) - warped(k, b[j * d + k]);
      if (model.dimensions().get(k) == DimensionKind.CATEGORICAL) {
        difference = difference == 0 ? 0 : 1;
      }
      r2 += Math.pow(difference / Math.exp(theta[model.lengthScaleIndex(index) + p]), 2);
    }
    double r = Math.sqrt(r2);
    return switch (part.function()) {
      case MATERN_52 -> (1 + Math.sqrt(5) * r + 5 * r2 / 3) * Math.exp(-Math.sqrt(5) * r);
      case MATERN_32 -> (1 + Math.sqrt(3) * r) * Math.exp(-Math.sqrt(3) * r);
      case MATERN_12 -> Math.exp(-r);
      case RBF -> Math.exp(-r2 / 2);
    };
  }

  private double warped(int k, double x) {
    int index = problem.model().warped().indexOf(k);
    if (index < 0) {
      return x;
    }
    double a = Math.exp(theta[problem.model().warpIndex() + 2 * index]);
    double b = Math.exp(theta[problem.model().warpIndex() + 2 * index + 1]);
    double t = 1e-7 + (1 - 2e-7) * Math.clamp(x, 0, 1);
    return 1 - Math.pow(1 - Math.pow(t, a), b);
  }

  /** Without pivoting, as a positive definite matrix needs none. */
  private double[][] invert(double[][] a) {
    int n = a.length;
    double[][] b = new double[n][n];
    for (int i = 0; i < n; i++) {
      b[i][i] = 1;
    }
    for (int p = 0; p < n; p++) {
      double pivot = a[p][p];
      logDeterminant += Math.log(pivot);
      for (int j = 0; j < n; j++) {
        a[p][j] /= pivot;
        b[p][j] /= pivot;
      }
      for (int i = 0; i < n; i++) {
        double factor = a[i][p];
        if (i != p && factor != 0) {
          for (int j = 0; j < n; j++) {
            a[i][j] -= factor * a[p][j];
            b[i][j] -= factor * b[p][j];
          }
        }
      }
    }
    return b;
  }
}
