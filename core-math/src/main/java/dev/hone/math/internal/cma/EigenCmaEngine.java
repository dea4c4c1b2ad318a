package dev.hone.math.internal.cma;

import dev.hone.math.cma.StrategyParameters;
import dev.hone.math.eigen.SymmetricEigen;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.linalg.LinearAlgebra;
import java.util.Arrays;

/** A full covariance with its eigendecomposition: F = Λ^½V, with the eigenvectors as rows of V. */
final class EigenCmaEngine extends FullCmaEngine {
  /** An eigenvalue below this share of the largest is all rounding error. */
  private static final double SMALLEST_SHARE = 0x1p-50;

  private final SymmetricEigen eigen;
  private final double[] coordinates;
  private final int[] everyRow;

  EigenCmaEngine(
      String name, StrategyParameters parameters, KernelSet kernels, LinearAlgebra linearAlgebra) {
    super(name, parameters, kernels, linearAlgebra);
    eigen = new SymmetricEigen(linearAlgebra);
    coordinates = new double[n];
    everyRow = new int[n];
    Arrays.setAll(everyRow, i -> i);
  }

  @Override
  boolean factorize(double[] matrix, double[] target) {
    eigen.decompose(n, matrix, 0, ld);
    double[] values = eigen.eigenvalues();
    if (!(values[0] > SMALLEST_SHARE * values[n - 1])) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      int vector = i * eigen.leadingDimension();
      ops.scale(n, Math.sqrt(values[i]), eigen.eigenvectors(), vector, target, i * ld);
    }
    return true;
  }

  @Override
  void multiply() {
    Arrays.fill(steps, 0);
    la.gemmTn(lambda, n, n, 1, white, 0, lambda, factor, 0, ld, steps, 0, n);
  }

  /** F⁻ᵀ = Λ⁻¹F. */
  @Override
  void solve(double[] x) {
    for (int i = 0; i < n; i++) {
      int row = i * ld;
      double value = la.dot(n, factor, row, factor, row);
      coordinates[i] = la.dot(n, factor, row, x, 0) / value;
    }
    System.arraycopy(coordinates, 0, x, 0, n);
  }

  /** C^−½y = VᵀΛ^−½·(mean of z): back from the coordinates of the axes. */
  @Override
  void whiten(int parents, int[] order) {
    averageWhite(parents, order, coordinates);
    for (int i = 0; i < n; i++) {
      coordinates[i] /= Math.sqrt(la.dot(n, factor, i * ld, factor, i * ld));
    }
    Arrays.fill(whiteStep, 0);
    ops.addWeightedRows(n, n, coordinates, everyRow, factor, ld, 0, whiteStep);
  }

  @Override
  public double conditionNumber() {
    double largest = la.dot(n, factor, (n - 1) * ld, factor, (n - 1) * ld);
    return largest / la.dot(n, factor, 0, factor, 0);
  }
}
