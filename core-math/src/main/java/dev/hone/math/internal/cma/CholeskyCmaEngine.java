package dev.hone.math.internal.cma;

import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.linalg.LinearAlgebra;
import java.util.Arrays;

/**
 * A full covariance with the upper Cholesky factor, C = UᵀU: a tenth of the cost of the
 * eigendecomposition.
 *
 * <p>Uᵀ is not C^½, but C^½ times a rotation that changes as slowly as C does: lengths are the
 * same, and the step path adds up vectors of coordinates that turn little in its lifetime. Source:
 * Krause, Arbonès and Igel, CMA-ES with Optimal Covariance Update and Storage Complexity (2016).
 */
final class CholeskyCmaEngine extends FullCmaEngine {
  /** Columns of U that one product takes at once: what lies below its triangle is not read. */
  private static final int COLUMNS = 96;

  CholeskyCmaEngine(
      String name, StrategyParameters parameters, KernelSet kernels, LinearAlgebra linearAlgebra) {
    super(name, parameters, kernels, linearAlgebra);
  }

  @Override
  boolean factorize(double[] matrix, double[] target) {
    for (int i = 0; i < n; i++) {
      System.arraycopy(matrix, i * ld + i, target, i * ld + i, n - i);
    }
    return la.cholesky(n, target, 0, ld) < 0;
  }

  @Override
  void multiply() {
    Arrays.fill(steps, 0);
    for (int j = 0; j < n; j += COLUMNS) {
      int columns = Math.min(COLUMNS, n - j);
      la.gemmTn(lambda, columns, j + columns, 1, white, 0, lambda, factor, j, ld, steps, j, n);
    }
  }

  @Override
  void solve(double[] x) {
    la.solveUpperTransposed(n, 1, factor, 0, ld, x, 0, 1);
  }

  @Override
  void whiten(int parents, int[] order) {
    averageWhite(parents, order, whiteStep);
  }

  /** A lower bound: variances are at most, squared pivots at least, those of C's axes. */
  @Override
  public double conditionNumber() {
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, standardDeviation(i));
      smallest = Math.min(smallest, factor[i * ld + i]);
    }
    double ratio = largest / smallest;
    return ratio * ratio;
  }
}
