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
import org.ejml.dense.row.CommonOps_DDRM;
import org.hipparchus.linear.BlockRealMatrix;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * C ← C + AᵀB for square n×n matrices: the product every blocked routine is made of.
 *
 * <p>C grows with every call, linearly and far from overflow, so no implementation has to clear or
 * copy it. Hipparchus returns its products and sums in new matrices.
 */
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class GemmBenchmark extends Comparison {

  /** Who multiplies. */
  @Param({OURS, SCALAR, NATIVE, OPENBLAS, EJML, HIPPARCHUS})
  public String implementation = OURS;

  /** Rows and columns of each matrix. */
  @Param({"7", "33", "100", "128", "207", "256", "500", "512", "702", "1000", "1024", "2048"})
  public int n;

  private Contestant contestant;

  /** Draws A and B. */
  @Setup
  public void setUp() {
    double[] a = Matrices.random(n, n, 42);
    double[] b = Matrices.random(n, n, 43);
    contestant =
        switch (implementation) {
          case OPENBLAS -> openBlas(a, b);
          case EJML -> ejml(a, b);
          case HIPPARCHUS -> hipparchus(a, b);
          default -> hone(a, b);
        };
  }

  /** One product. */
  @Benchmark
  public void multiply() {
    contestant.run();
  }

  double[] c() {
    return contestant.result();
  }

  private Contestant hone(double[] a, double[] b) {
    LinearAlgebra la = Engines.linearAlgebra(backend(implementation));
    double[] c = new double[n * n];
    return Contestant.of(() -> la.gemmTn(n, n, n, 1, a, 0, n, b, 0, n, c, 0, n), () -> c);
  }

  private Contestant openBlas(double[] a, double[] b) {
    OpenBlas blas = new OpenBlas(n, 1);
    MemorySegment left = OffHeap.copyOf(a);
    MemorySegment right = OffHeap.copyOf(b);
    MemorySegment sum = OffHeap.zeros((long) n * n);
    return Contestant.of(() -> blas.gemmTn(left, right, sum), () -> sum.toArray(JAVA_DOUBLE));
  }

  private Contestant ejml(double[] a, double[] b) {
    DMatrixRMaj left = DMatrixRMaj.wrap(n, n, a);
    DMatrixRMaj right = DMatrixRMaj.wrap(n, n, b);
    DMatrixRMaj sum = new DMatrixRMaj(n, n);
    return Contestant.of(() -> CommonOps_DDRM.multAddTransA(left, right, sum), () -> sum.data);
  }

  private Contestant hipparchus(double[] a, double[] b) {
    BlockRealMatrix left = new BlockRealMatrix(Matrices.rows(n, a));
    BlockRealMatrix right = new BlockRealMatrix(Matrices.rows(n, b));
    BlockRealMatrix[] sum = {new BlockRealMatrix(n, n)};
    return Contestant.of(
        () -> sum[0] = sum[0].add(left.transposeMultiply(right)),
        () -> Hipparchus.rowMajor(sum[0]));
  }
}
