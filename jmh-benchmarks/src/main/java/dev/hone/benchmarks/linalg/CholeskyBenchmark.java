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
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.hipparchus.linear.BlockRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The Cholesky factor of an n×n covariance matrix.
 *
 * <p>A factor replaces its matrix, so each call first restores the upper triangle, row by row, for
 * all implementations alike; EJML reads that triangle too, and writes its factor into the lower
 * one, which it does faster than into the upper one. OpenBLAS too is asked for what it does faster:
 * the lower triangle of a column-major matrix, which is our upper one. Hipparchus copies its whole
 * matrix by itself.
 */
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class CholeskyBenchmark extends Comparison {

  /** Who factors. */
  @Param({OURS, SCALAR, NATIVE, OPENBLAS, EJML, HIPPARCHUS})
  public String implementation = OURS;

  /** Order of the matrix. */
  @Param({"7", "32", "33", "100", "207", "500", "702", "1000", "2000"})
  public int n;

  /** Threads that the JVM was told to use, and that OpenBLAS is told to. */
  @Param("1")
  public int threads = 1;

  private double[] covariance;
  private Contestant contestant;

  /** Makes the covariance matrix of a first-order autoregressive process. */
  @Setup
  public void setUp() {
    checkThreads(threads);
    covariance = Matrices.autoregressive(n);
    contestant =
        switch (implementation) {
          case OPENBLAS -> openBlas();
          case EJML -> ejml();
          case HIPPARCHUS -> hipparchus();
          default -> hone();
        };
  }

  /** One restoration and one factorisation. */
  @Benchmark
  public void factor() {
    contestant.run();
  }

  /** The matrix that holds the factor: EJML's and Hipparchus's in its lower triangle. */
  double[] result() {
    return contestant.result();
  }

  private Contestant hone() {
    LinearAlgebra la = Engines.linearAlgebra(backend(implementation));
    double[] factor = new double[n * n];
    return Contestant.of(
        () -> {
          Matrices.copyUpper(n, covariance, factor);
          check(la.cholesky(n, factor, 0, n) < 0);
        },
        () -> factor);
  }

  private Contestant openBlas() {
    OpenBlas blas = new OpenBlas(n, threads);
    MemorySegment matrix = OffHeap.copyOf(covariance);
    MemorySegment factor = OffHeap.zeros((long) n * n);
    return Contestant.of(
        () -> {
          OffHeap.copyUpper(n, matrix, factor);
          blas.potrf(factor);
        },
        () -> factor.toArray(JAVA_DOUBLE));
  }

  private Contestant ejml() {
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(n, true);
    DMatrixRMaj factor = new DMatrixRMaj(n, n);
    return Contestant.of(
        () -> {
          Matrices.copyUpper(n, covariance, factor.data);
          check(cholesky.decompose(factor));
        },
        () -> factor.data);
  }

  private Contestant hipparchus() {
    BlockRealMatrix matrix = new BlockRealMatrix(Matrices.rows(n, covariance));
    CholeskyDecomposition[] cholesky = new CholeskyDecomposition[1];
    return Contestant.of(
        () -> cholesky[0] = new CholeskyDecomposition(matrix),
        () -> Hipparchus.rowMajor(cholesky[0].getL()));
  }

  private void check(boolean factored) {
    if (!factored) {
      throw new IllegalStateException(implementation + " found the matrix not positive definite");
    }
  }
}
