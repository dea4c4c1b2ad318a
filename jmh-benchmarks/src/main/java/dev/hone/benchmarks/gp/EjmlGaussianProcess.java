package dev.hone.benchmarks.gp;

import dev.hone.math.acquisition.LogExpectedImprovement;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.jspecify.annotations.Nullable;

/**
 * The baseline: the same Gaussian process as {@link dev.hone.math.gp.GpEngine} with a Matérn-5/2
 * covariance, written in plain loops and the operations that EJML offers.
 *
 * <p>K = LLᵀ is whitened by L⁻¹, which EJML inverts once per factor: multiplying by L⁻¹ does twice
 * the arithmetic of solving with L, and in EJML takes half the time. All matrices are reused from
 * call to call.
 */
final class EjmlGaussianProcess {
  private static final double SQRT_5 = Math.sqrt(5);

  private final int n;
  private final int d;
  private final double[] x;
  private final DMatrixRMaj y;
  private final double[] inverseSquaredScales;
  private double outputScale;

  private final CholeskyDecomposition_F64<DMatrixRMaj> cholesky;
  private final DMatrixRMaj kernel;
  private final DMatrixRMaj slope;
  private final DMatrixRMaj covariance;
  private final DMatrixRMaj factor;
  private final DMatrixRMaj whitening;
  private final DMatrixRMaj precision;
  private final DMatrixRMaj whitened;
  private final DMatrixRMaj alpha;

  EjmlGaussianProcess(GpProblem problem) {
    n = problem.n;
    d = problem.d;
    x = problem.x;
    y = DMatrixRMaj.wrap(n, 1, problem.y);
    inverseSquaredScales = new double[d];
    cholesky = DecompositionFactory_DDRM.chol(n, true);
    kernel = new DMatrixRMaj(n, n);
    slope = new DMatrixRMaj(n, n);
    covariance = new DMatrixRMaj(n, n);
    factor = new DMatrixRMaj(n, n);
    whitening = new DMatrixRMaj(n, n);
    precision = new DMatrixRMaj(n, n);
    whitened = new DMatrixRMaj(n, 1);
    alpha = new DMatrixRMaj(n, 1);
  }

  /** As {@link dev.hone.math.gp.GpEngine#logMarginalLikelihood}. */
  double logMarginalLikelihood(double[] theta, double @Nullable [] gradient) {
    condition(theta);
    if (gradient != null) {
      CommonOps_DDRM.multInner(whitening, precision);
      differentiate(Math.exp(theta[d + 1]), gradient);
    }
    double logDeterminant = 0;
    for (int i = 0; i < n; i++) {
      logDeterminant += 2 * Math.log(factor.get(i, i));
    }
    double misfit = Math.pow(NormOps_DDRM.normF(whitened), 2);
    return -0.5 * (misfit + logDeterminant + n * Math.log(2 * Math.PI));
  }

  /** As {@link dev.hone.math.gp.GpEngine#condition}, without a second chance. */
  void condition(double[] theta) {
    for (int k = 0; k < d; k++) {
      inverseSquaredScales[k] = Math.exp(-2 * theta[k]);
    }
    outputScale = Math.exp(theta[d]);
    fillKernel();
    covariance.setTo(kernel);
    double noise = Math.exp(theta[d + 1]);
    for (int i = 0; i < n; i++) {
      covariance.add(i, i, noise);
    }
    if (!cholesky.decompose(covariance)) {
      throw new IllegalStateException("the covariance is not positive definite");
    }
    cholesky.getT(factor);
    TriangularSolver_DDRM.invertLower(factor.data, whitening.data, n);
    CommonOps_DDRM.mult(whitening, y, whitened);
    CommonOps_DDRM.multTransA(whitening, whitened, alpha);
  }

  /** As {@link dev.hone.math.gp.GpEngine#logExpectedImprovement} without a gradient. */
  void logExpectedImprovement(int m, double[] candidates, double best, double[] value) {
    double[] mean = new double[m];
    posterior(m, candidates, mean, value);
    double floor = LogExpectedImprovement.VARIANCE_FLOOR * outputScale;
    for (int j = 0; j < m; j++) {
      value[j] = LogExpectedImprovement.value(mean[j], Math.max(value[j], floor), best);
    }
  }

  /** As {@link dev.hone.math.gp.GpEngine#posterior}. */
  void posterior(int m, double[] candidates, double[] mean, double[] variance) {
    DMatrixRMaj cross = new DMatrixRMaj(n, m);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        double a = SQRT_5 * Math.sqrt(squaredDistance(x, i, candidates, j));
        cross.set(i, j, outputScale * (1 + a + a * a / 3) * Math.exp(-a));
      }
    }
    CommonOps_DDRM.multTransA(cross, alpha, DMatrixRMaj.wrap(m, 1, mean));
    DMatrixRMaj explained = new DMatrixRMaj(n, m);
    CommonOps_DDRM.mult(whitening, cross, explained);
    CommonOps_DDRM.elementPower(explained, 2, explained);
    DMatrixRMaj sums = CommonOps_DDRM.sumCols(explained, null);
    for (int j = 0; j < m; j++) {
      variance[j] = Math.max(outputScale - sums.get(j), 0);
    }
  }

  /** Also keeps −∂k/∂(r²/2)·s², from which the gradients of all length-scales follow. */
  private void fillKernel() {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double a = SQRT_5 * Math.sqrt(squaredDistance(x, i, x, j));
        double decay = outputScale * Math.exp(-a);
        double value = (1 + a + a * a / 3) * decay;
        kernel.set(i, j, value);
        kernel.set(j, i, value);
        slope.set(i, j, 5.0 / 3 * (1 + a) * decay);
      }
    }
  }

  /** ½ tr((ααᵀ − K⁻¹) ∂K/∂θ) over the lower triangle; Rasmussen and Williams (2006), eq. 5.9. */
  private void differentiate(double noise, double[] gradient) {
    Arrays.fill(gradient, 0);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double weight = alpha.get(i) * alpha.get(j) - precision.get(i, j);
        gradient[d] += weight * kernel.get(i, j);
        double weightedSlope = weight * slope.get(i, j);
        for (int k = 0; k < d; k++) {
          double difference = x[i * d + k] - x[j * d + k];
          gradient[k] += weightedSlope * difference * difference * inverseSquaredScales[k];
        }
      }
      double weight = 0.5 * (alpha.get(i) * alpha.get(i) - precision.get(i, i));
      gradient[d] += weight * kernel.get(i, i);
      gradient[d + 1] += weight * noise;
    }
  }

  private double squaredDistance(double[] left, int i, double[] right, int j) {
    double sum = 0;
    for (int k = 0; k < d; k++) {
      double difference = left[i * d + k] - right[j * d + k];
      sum += difference * difference * inverseSquaredScales[k];
    }
    return sum;
  }
}
