package dev.hone.benchmarks.linalg;

import dev.hone.benchmarks.Comparison;
import dev.hone.math.Engines;
import dev.hone.math.linalg.LinearAlgebra;
import java.util.function.BooleanSupplier;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The Cholesky factor of an n×n covariance matrix.
 *
 * <p>All implementations factor in place, so each call first copies the matrix into the array that
 * is factored: the same n² doubles, by the same {@link System#arraycopy}, for each of them. EJML
 * factors into the lower triangle, which it does faster than into the upper one.
 */
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class CholeskyBenchmark extends Comparison {

  /** Order of the matrix. */
  @Param({"7", "33", "100", "207", "500", "702", "1000"})
  public int n;

  private double[] covariance;
  private double[] factor;
  private BooleanSupplier factorization;

  /** Makes the covariance matrix of a first-order autoregressive process. */
  @Setup
  public void setUp() {
    covariance = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        covariance[i * n + j] = Math.exp(-0.1 * Math.abs(i - j));
      }
    }
    factor = new double[n * n];
    factorization = isEjml() ? ejml() : hone();
  }

  /** One copy and one factorisation; returns the array that holds the factor. */
  @Benchmark
  public double[] factor() {
    System.arraycopy(covariance, 0, factor, 0, factor.length);
    if (!factorization.getAsBoolean()) {
      throw new IllegalStateException(implementation + " found the matrix not positive definite");
    }
    return factor;
  }

  private BooleanSupplier hone() {
    LinearAlgebra la = Engines.linearAlgebra(backend());
    return () -> la.cholesky(n, factor, 0, n) < 0;
  }

  private BooleanSupplier ejml() {
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(n, true);
    DMatrixRMaj matrix = DMatrixRMaj.wrap(n, n, factor);
    return () -> cholesky.decompose(matrix);
  }
}
