package dev.hone.benchmarks.eigen;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import dev.hone.benchmarks.Comparison;
import dev.hone.benchmarks.Contestant;
import dev.hone.benchmarks.baseline.OffHeap;
import dev.hone.benchmarks.baseline.OpenBlas;
import dev.hone.math.Engines;
import dev.hone.math.eigen.SymmetricEigen;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * All eigenvalues and eigenvectors of a random symmetric n×n matrix, whose spectrum has no
 * structure that would save work; OpenBLAS by dsyevd.
 *
 * <p>OpenBLAS and EJML decompose in place, so each of their calls first restores the upper
 * triangle; the others copy the matrix by themselves. Hipparchus makes the eigenvectors' matrix
 * when asked.
 */
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class SymmetricEigenBenchmark extends Comparison {

  /** Who decomposes. */
  @Param({OURS, SCALAR, OPENBLAS, EJML, HIPPARCHUS})
  public String implementation = OURS;

  /** Order of the matrix. */
  @Param({"7", "10", "32", "33", "100", "200", "207", "500", "702", "1000"})
  public int n;

  private double[] a;
  private Contestant contestant;

  /** Draws the matrix. */
  @Setup
  public void setUp() {
    a = randomSymmetric(n);
    contestant =
        switch (implementation) {
          case OPENBLAS -> openBlas();
          case EJML -> ejml();
          case HIPPARCHUS -> hipparchus();
          default -> hone();
        };
  }

  /** One decomposition. */
  @Benchmark
  public void decompose() {
    contestant.run();
  }

  /** The n eigenvalues in any order, then their eigenvectors as rows. */
  double[] result() {
    return contestant.result();
  }

  static double[] randomSymmetric(int n) {
    SplittableRandom random = new SplittableRandom(42);
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        a[i * n + j] = random.nextDouble(-1, 1);
        a[j * n + i] = a[i * n + j];
      }
    }
    return a;
  }

  private Contestant hone() {
    SymmetricEigen eigen = new SymmetricEigen(Engines.linearAlgebra(backend(implementation)));
    return Contestant.of(
        () -> eigen.decompose(n, a, 0, n),
        () -> {
          double[] result = new double[n + n * n];
          System.arraycopy(eigen.eigenvalues(), 0, result, 0, n);
          for (int i = 0; i < n; i++) {
            System.arraycopy(
                eigen.eigenvectors(), i * eigen.leadingDimension(), result, n + i * n, n);
          }
          return result;
        });
  }

  private Contestant openBlas() {
    OpenBlas.Eigen eigen = new OpenBlas(n, 1).new Eigen();
    MemorySegment matrix = OffHeap.copyOf(a);
    MemorySegment vectors = OffHeap.zeros((long) n * n);
    MemorySegment values = OffHeap.zeros(n);
    return Contestant.of(
        () -> {
          OffHeap.copyUpper(n, matrix, vectors);
          eigen.decompose(vectors, values);
        },
        () -> {
          double[] result = Arrays.copyOf(values.toArray(JAVA_DOUBLE), n + n * n);
          MemorySegment.copy(vectors, JAVA_DOUBLE, 0, result, n, n * n);
          return result;
        });
  }

  private Contestant ejml() {
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
    DMatrixRMaj matrix = new DMatrixRMaj(n, n);
    return Contestant.of(
        () -> {
          for (int i = 0; i < n; i++) {
            System.arraycopy(a, i * n + i, matrix.data, i * n + i, n - i);
          }
          if (!eigen.decompose(matrix)) {
            throw new IllegalStateException("EJML found no eigenvalues");
          }
        },
        () -> {
          double[] result = new double[n + n * n];
          for (int i = 0; i < n; i++) {
            result[i] = eigen.getEigenvalue(i).getReal();
            System.arraycopy(eigen.getEigenVector(i).data, 0, result, n + i * n, n);
          }
          return result;
        });
  }

  private Contestant hipparchus() {
    double[][] rows = new double[n][n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(a, i * n, rows[i], 0, n);
    }
    Array2DRowRealMatrix matrix = new Array2DRowRealMatrix(rows, false);
    EigenDecompositionSymmetric[] eigen = new EigenDecompositionSymmetric[1];
    return Contestant.of(
        () -> eigen[0] = new EigenDecompositionSymmetric(matrix),
        () -> {
          double[] result = new double[n + n * n];
          for (int i = 0; i < n; i++) {
            result[i] = eigen[0].getEigenvalue(i);
            System.arraycopy(eigen[0].getEigenvector(i).toArray(), 0, result, n + i * n, n);
          }
          return result;
        });
  }
}
