package dev.hone.math.internal.scalar;

import static dev.hone.math.linalg.Shapes.checkMatrix;
import static dev.hone.math.linalg.Shapes.checkVector;

import dev.hone.math.linalg.LinearAlgebra;
import java.util.Arrays;

/**
 * The textbook loops: short enough to be seen to be right, and the oracle of every faster twin.
 *
 * <p>Source: Golub and Van Loan, Matrix Computations (4th ed.), algorithms 3.1.1, 3.1.3 and 4.2.1.
 */
final class ScalarLinearAlgebra implements LinearAlgebra {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public double dot(int n, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum = Math.fma(x[xOffset + i], y[yOffset + i], sum);
    }
    return sum;
  }

  @Override
  public void axpy(int n, double alpha, double[] x, int xOffset, double[] y, int yOffset) {
    checkVector("x", n, x, xOffset);
    checkVector("y", n, y, yOffset);
    addScaled(n, alpha, x, xOffset, y, yOffset);
  }

  @Override
  public void gemmTn(
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] b,
      int bOffset,
      int ldb,
      double[] c,
      int cOffset,
      int ldc) {
    checkMatrix("a", k, m, a, aOffset, lda);
    checkMatrix("b", k, n, b, bOffset, ldb);
    checkMatrix("c", m, n, c, cOffset, ldc);
    for (int p = 0; p < k; p++) {
      for (int i = 0; i < m; i++) {
        double scale = alpha * a[aOffset + p * lda + i];
        addScaled(n, scale, b, bOffset + p * ldb, c, cOffset + i * ldc);
      }
    }
  }

  @Override
  public void syrkTn(
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] c,
      int cOffset,
      int ldc) {
    checkMatrix("a", k, n, a, aOffset, lda);
    checkMatrix("c", n, n, c, cOffset, ldc);
    for (int p = 0; p < k; p++) {
      int row = aOffset + p * lda;
      for (int i = 0; i < n; i++) {
        addScaled(n - i, alpha * a[row + i], a, row + i, c, cOffset + i * ldc + i);
      }
    }
  }

  @Override
  public int cholesky(int n, double[] a, int aOffset, int lda) {
    checkMatrix("a", n, n, a, aOffset, lda);
    for (int i = 0; i < n; i++) {
      int row = aOffset + i * lda;
      double pivot = a[row + i];
      if (!(pivot > 0) || pivot == Double.POSITIVE_INFINITY) {
        return i;
      }
      double root = Math.sqrt(pivot);
      a[row + i] = root;
      for (int j = i + 1; j < n; j++) {
        a[row + j] /= root;
      }
      for (int r = i + 1; r < n; r++) {
        addScaled(n - r, -a[row + r], a, row + r, a, aOffset + r * lda + r);
      }
    }
    return -1;
  }

  @Override
  public void solveUpperTransposed(
      int n, int m, double[] u, int uOffset, int ldu, double[] b, int bOffset, int ldb) {
    checkMatrix("u", n, n, u, uOffset, ldu);
    checkMatrix("b", n, m, b, bOffset, ldb);
    for (int i = 0; i < n; i++) {
      divide(m, u[uOffset + i * ldu + i], b, bOffset + i * ldb);
      for (int r = i + 1; r < n; r++) {
        addScaled(m, -u[uOffset + i * ldu + r], b, bOffset + i * ldb, b, bOffset + r * ldb);
      }
    }
  }

  @Override
  public void solveUpper(
      int n, int m, double[] u, int uOffset, int ldu, double[] b, int bOffset, int ldb) {
    checkMatrix("u", n, n, u, uOffset, ldu);
    checkMatrix("b", n, m, b, bOffset, ldb);
    for (int i = n - 1; i >= 0; i--) {
      for (int r = i + 1; r < n; r++) {
        addScaled(m, -u[uOffset + i * ldu + r], b, bOffset + r * ldb, b, bOffset + i * ldb);
      }
      divide(m, u[uOffset + i * ldu + i], b, bOffset + i * ldb);
    }
  }

  @Override
  public void inverseFromCholesky(
      int n, double[] u, int uOffset, int ldu, double[] inverse, int inverseOffset, int ldi) {
    checkMatrix("u", n, n, u, uOffset, ldu);
    checkMatrix("inverse", n, n, inverse, inverseOffset, ldi);
    // A⁻¹ = VᵀV with V = U⁻ᵀ, which is lower triangular: row p of V ends at column p.
    double[] v = new double[n * n];
    for (int i = 0; i < n; i++) {
      v[i * n + i] = 1;
    }
    solveUpperTransposed(n, n, u, uOffset, ldu, v, 0, n);
    for (int i = 0; i < n; i++) {
      int row = inverseOffset + i * ldi;
      Arrays.fill(inverse, row + i, row + n, 0);
    }
    for (int p = 0; p < n; p++) {
      for (int i = 0; i <= p; i++) {
        addScaled(p + 1 - i, v[p * n + i], v, p * n + i, inverse, inverseOffset + i * ldi + i);
      }
    }
  }

  private static void addScaled(
      int n, double alpha, double[] x, int xOffset, double[] y, int yOffset) {
    for (int j = 0; j < n; j++) {
      y[yOffset + j] = Math.fma(alpha, x[xOffset + j], y[yOffset + j]);
    }
  }

  private static void divide(int n, double divisor, double[] x, int xOffset) {
    for (int j = 0; j < n; j++) {
      x[xOffset + j] /= divisor;
    }
  }
}
