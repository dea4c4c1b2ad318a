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
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * C ← C + AᵀA on the upper triangle, for square n×n matrices.
 *
 * <p>C grows with every call, linearly and far from overflow. EJML has the product alone, C ← AᵀA,
 * and fills both triangles.
 */
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class SyrkBenchmark extends Comparison {

  /** Who multiplies. */
  @Param({OURS, SCALAR, NATIVE, OPENBLAS, EJML})
  public String implementation = OURS;

  /** Rows and columns of each matrix. */
  @Param({"7", "33", "100", "207", "500", "702", "1000"})
  public int n;

  private Contestant contestant;

  /** Draws A. */
  @Setup
  public void setUp() {
    double[] a = Matrices.random(n, n, 42);
    contestant =
        switch (implementation) {
          case OPENBLAS -> openBlas(a);
          case EJML -> ejml(a);
          default -> hone(a);
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

  private Contestant hone(double[] a) {
    LinearAlgebra la = Engines.linearAlgebra(backend(implementation));
    double[] c = new double[n * n];
    return Contestant.of(() -> la.syrkTn(n, n, 1, a, 0, n, c, 0, n), () -> c);
  }

  private Contestant openBlas(double[] a) {
    OpenBlas blas = new OpenBlas(n, 1);
    MemorySegment factor = OffHeap.copyOf(a);
    MemorySegment sum = OffHeap.zeros((long) n * n);
    return Contestant.of(() -> blas.syrkTn(factor, sum), () -> sum.toArray(JAVA_DOUBLE));
  }

  private Contestant ejml(double[] a) {
    DMatrixRMaj factor = DMatrixRMaj.wrap(n, n, a);
    DMatrixRMaj product = new DMatrixRMaj(n, n);
    return Contestant.of(() -> CommonOps_DDRM.multInner(factor, product), () -> product.data);
  }
}
