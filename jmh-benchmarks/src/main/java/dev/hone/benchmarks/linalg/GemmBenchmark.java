package dev.hone.benchmarks.linalg;

import dev.hone.benchmarks.Comparison;
import dev.hone.math.Engines;
import dev.hone.math.linalg.LinearAlgebra;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * C ← C + AᵀB for square n×n matrices: the product every blocked routine is made of.
 *
 * <p>C grows with every call, linearly and far from overflow, so no implementation has to clear or
 * copy it.
 */
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class GemmBenchmark extends Comparison {

  /** Rows and columns of each matrix. */
  @Param({"7", "33", "100", "207", "500", "702", "1000"})
  public int n;

  private double[] c;
  private Runnable product;

  /** Draws A and B. */
  @Setup
  public void setUp() {
    SplittableRandom random = new SplittableRandom(42);
    double[] a = random.doubles((long) n * n, -1, 1).toArray();
    double[] b = random.doubles((long) n * n, -1, 1).toArray();
    c = new double[n * n];
    product = isEjml() ? ejml(a, b) : hone(a, b);
  }

  /** One product; returns C. */
  @Benchmark
  public double[] multiply() {
    product.run();
    return c;
  }

  private Runnable hone(double[] a, double[] b) {
    LinearAlgebra la = Engines.linearAlgebra(backend());
    return () -> la.gemmTn(n, n, n, 1, a, 0, n, b, 0, n, c, 0, n);
  }

  private Runnable ejml(double[] a, double[] b) {
    DMatrixRMaj left = DMatrixRMaj.wrap(n, n, a);
    DMatrixRMaj right = DMatrixRMaj.wrap(n, n, b);
    DMatrixRMaj sum = DMatrixRMaj.wrap(n, n, c);
    return () -> CommonOps_DDRM.multAddTransA(left, right, sum);
  }
}
