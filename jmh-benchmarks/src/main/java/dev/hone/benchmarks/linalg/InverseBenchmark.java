package dev.hone.benchmarks.linalg;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import dev.hone.benchmarks.Comparison;
import dev.hone.benchmarks.Contestant;
import dev.hone.benchmarks.baseline.OffHeap;
import dev.hone.benchmarks.baseline.OpenBlas;
import dev.hone.math.Engines;
import dev.hone.math.linalg.LinearAlgebra;
import java.lang.foreign.MemorySegment;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.hipparchus.linear.BlockRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The inverse of an n×n covariance matrix by way of its Cholesky factor: potrf and potri, the dense
 * part of a likelihood with its gradient.
 *
 * <p>Each call first restores the upper triangle, as in {@link CholeskyBenchmark}. OpenBLAS and
 * Hone leave the upper triangle of the inverse, the others all of it.
 */
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class InverseBenchmark extends Comparison {

  /** Who inverts. */
  @Param({OURS, SCALAR, NATIVE, OPENBLAS, EJML, HIPPARCHUS})
  public String implementation = OURS;

  /** Order of the matrix. */
  @Param({"7", "33", "100", "207", "500", "702", "1000", "2000"})
  public int n;

  private double[] covariance;
  private Contestant contestant;

  /** Makes the covariance matrix of a first-order autoregressive process. */
  @Setup
  public void setUp() {
    covariance = Matrices.autoregressive(n);
    contestant =
        switch (implementation) {
          case OPENBLAS -> openBlas();
          case EJML -> ejml();
          case HIPPARCHUS -> hipparchus();
          default -> hone();
        };
  }

  /** One restoration, one factorisation and one inverse. */
  @Benchmark
  public void factorAndInvert() {
    contestant.run();
  }

  double[] inverse() {
    return contestant.result();
  }

  private Contestant hone() {
    LinearAlgebra la = Engines.linearAlgebra(backend(implementation));
    double[] factor = new double[n * n];
    double[] inverse = new double[n * n];
    return Contestant.of(
        () -> {
          Matrices.copyUpper(n, covariance, factor);
          check(la.cholesky(n, factor, 0, n) < 0);
          la.inverseFromCholesky(n, factor, 0, n, inverse, 0, n);
        },
        () -> inverse);
  }

  private Contestant openBlas() {
    OpenBlas blas = new OpenBlas(n, 1);
    MemorySegment matrix = OffHeap.copyOf(covariance);
    MemorySegment inverse = OffHeap.zeros((long) n * n);
    return Contestant.of(
        () -> {
          OffHeap.copyUpper(n, matrix, inverse);
          blas.potrf(inverse);
          blas.potri(inverse);
        },
        () -> inverse.toArray(JAVA_DOUBLE));
  }

  private Contestant ejml() {
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(n);
    DMatrixRMaj factor = new DMatrixRMaj(n, n);
    DMatrixRMaj inverse = new DMatrixRMaj(n, n);
    return Contestant.of(
        () -> {
          Matrices.copyUpper(n, covariance, factor.data);
          check(solver.setA(factor));
          solver.invert(inverse);
        },
        () -> inverse.data);
  }

  private Contestant hipparchus() {
    BlockRealMatrix matrix = new BlockRealMatrix(Matrices.rows(n, covariance));
    RealMatrix[] inverse = new RealMatrix[1];
    return Contestant.of(
        () -> inverse[0] = new CholeskyDecomposition(matrix).getSolver().getInverse(),
        () -> Hipparchus.rowMajor(inverse[0]));
  }

  private void check(boolean factored) {
    if (!factored) {
      throw new IllegalStateException(implementation + " found the matrix not positive definite");
    }
  }
}
