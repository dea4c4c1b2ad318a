package dev.hone.benchmarks.gp;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import dev.hone.benchmarks.Comparison;
import dev.hone.benchmarks.Contestant;
import dev.hone.benchmarks.baseline.CompiledC;
import dev.hone.benchmarks.baseline.OffHeap;
import dev.hone.math.Backend;
import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.internal.CovarianceKernels;
import dev.hone.math.internal.KernelSet;
import dev.hone.math.internal.KernelSets;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The upper triangle of a Matérn-5/2 covariance, with the derivative that every gradient needs
 * beside it, against C.
 *
 * <p>Drives the kernels as the engine does, of which the triangle is a hidden part.
 */
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class MaternTriangleBenchmark extends Comparison {

  /** Who fills. */
  @Param({OURS, SCALAR, GCC})
  public String implementation = OURS;

  /** Number of points. */
  @Param({"7", "33", "100", "207", "500", "702", "1000"})
  public int n;

  /** Dimension. */
  @Param("20")
  public int d;

  private double outputScale;
  private double noise;
  private int ld;
  private double[] points;
  private Contestant contestant;

  /** Draws the points and divides them by their length-scales. */
  @Setup
  public void setUp() {
    GpProblem problem = new GpProblem(n, d);
    outputScale = Math.exp(problem.theta[d]);
    noise = Math.exp(problem.theta[d + 1]);
    ld = CovarianceKernels.padded(n);
    points = new double[d * ld];
    for (int k = 0; k < d; k++) {
      for (int i = 0; i < n; i++) {
        points[k * ld + i] = problem.x[i * d + k] / Math.exp(problem.theta[k]);
      }
    }
    contestant = implementation.equals(GCC) ? gcc() : hone();
  }

  /** One triangle. */
  @Benchmark
  public void fill() {
    contestant.run();
  }

  /** K above G, each with a leading dimension of n rounded up to a multiple of 8. */
  double[] result() {
    return contestant.result();
  }

  private Contestant hone() {
    KernelSet set =
        backend(implementation) == Backend.SIMD ? KernelSets.simd() : KernelSets.scalar();
    double[] k = new double[n * ld];
    double[] g = new double[n * ld];
    return Contestant.of(() -> fill(set, k, g), () -> concatenate(k, g));
  }

  private void fill(KernelSet set, double[] k, double[] g) {
    CovarianceKernels kernels = set.covariance();
    for (int i = 0; i < n; i++) {
      int from = i & -CovarianceKernels.BLOCK;
      int at = i * ld + from;
      int length = ld - from;
      kernels.squaredDistances(d, points, i, ld, length, points, from, ld, k, at);
      kernels.exponents(CovarianceFunction.MATERN_52, length, k, at, g, at);
      set.vectorMath().exp(length, g, at, g, at);
      kernels.covariances(CovarianceFunction.MATERN_52, outputScale, length, k, at, g, at);
      k[i * ld + i] = outputScale + noise;
    }
  }

  private Contestant gcc() {
    MemorySegment x = OffHeap.copyOf(points);
    MemorySegment k = OffHeap.zeros((long) n * ld);
    MemorySegment g = OffHeap.zeros((long) n * ld);
    return Contestant.of(
        () -> CompiledC.matern52Triangle(n, d, x, ld, outputScale, noise, k, g, ld),
        () -> concatenate(k.toArray(JAVA_DOUBLE), g.toArray(JAVA_DOUBLE)));
  }

  private static double[] concatenate(double[] left, double[] right) {
    double[] both = new double[left.length + right.length];
    System.arraycopy(left, 0, both, 0, left.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }
}
