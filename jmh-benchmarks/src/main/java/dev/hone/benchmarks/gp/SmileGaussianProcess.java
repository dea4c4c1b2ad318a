package dev.hone.benchmarks.gp;

import dev.hone.benchmarks.baseline.SmileLibrary;
import java.util.Arrays;
import smile.math.kernel.MaternKernel;
import smile.regression.GaussianProcessRegression;

/**
 * The baseline: Smile's Gaussian process at given hyperparameters, Matérn-5/2 with one length-scale
 * and unit output scale.
 *
 * <p>A fit without iterations makes the covariance, its factor, the weights and the likelihood.
 */
final class SmileGaussianProcess {
  private static final double MATERN_52 = 2.5;

  private final double[][] x;
  private final double[] y;
  private final MaternKernel kernel;
  private final GaussianProcessRegression.Options options;

  SmileGaussianProcess(GpProblem problem) {
    if (!SmileLibrary.isAvailable()) {
      throw new IllegalStateException("Smile finds no OpenBLAS here");
    }
    x = new double[problem.n][];
    for (int i = 0; i < problem.n; i++) {
      x[i] = Arrays.copyOfRange(problem.x, i * problem.d, (i + 1) * problem.d);
    }
    y = problem.y;
    kernel = new MaternKernel(Math.exp(problem.theta[0]), MATERN_52);
    options = new GaussianProcessRegression.Options(Math.exp(problem.theta[problem.d + 1]), false);
  }

  double logMarginalLikelihood() {
    return GaussianProcessRegression.fit(x, y, kernel, options).L;
  }
}
