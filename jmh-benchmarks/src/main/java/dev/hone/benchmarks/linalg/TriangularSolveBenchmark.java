package dev.hone.benchmarks.linalg;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import dev.hone.benchmarks.Comparison;
import dev.hone.benchmarks.Contestant;
import dev.hone.benchmarks.baseline.OffHeap;
import dev.hone.benchmarks.baseline.OpenBlas;
import dev.hone.math.Engines;
import dev.hone.math.linalg.LinearAlgebra;
import java.lang.foreign.MemorySegment;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * B ← U⁻ᵀB for {@value #RIGHT_HAND_SIDES} right-hand sides: the whitening of a batch of candidates.
 *
 * <p>U is so close to the identity that B keeps its size however often it is replaced: nothing has
 * to be restored, and no implementation can tell, since none looks at the values. EJML solves with
 * the lower triangle L = Uᵀ.
 */
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else
public class TriangularSolveBenchmark extends Comparison {
  static final int RIGHT_HAND_SIDES = 1024;

  /** How far U is from the identity: 10⁶ solves of order 1000 change B by a few percent. */
  static final double COUPLING = 1e-9;

  /** Who solves. */
  @Param({OURS, SCALAR, NATIVE, OPENBLAS, EJML})
  public String implementation = OURS;

  /** Order of U. */
  @Param({"7", "33", "100", "207", "500", "702", "1000"})
  public int n;

  private double[] u;
  private double[] b;
  private Contestant contestant;

  /** Draws U and B. */
  @Setup
  public void setUp() {
    u = Matrices.random(n, n, 42);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        u[i * n + j] = i == j ? 1 : i < j ? COUPLING * u[i * n + j] : 0;
      }
    }
    b = Matrices.random(n, RIGHT_HAND_SIDES, 43);
    contestant =
        switch (implementation) {
          case OPENBLAS -> openBlas();
          case EJML -> ejml();
          default -> hone();
        };
  }

  /** One solve for all right-hand sides. */
  @Benchmark
  public void solve() {
    contestant.run();
  }

  double[] x() {
    return contestant.result();
  }

  private Contestant hone() {
    LinearAlgebra la = Engines.linearAlgebra(backend(implementation));
    return Contestant.of(
        () -> la.solveUpperTransposed(n, RIGHT_HAND_SIDES, u, 0, n, b, 0, RIGHT_HAND_SIDES),
        () -> b);
  }

  private Contestant openBlas() {
    OpenBlas blas = new OpenBlas(n, 1);
    MemorySegment triangle = OffHeap.copyOf(u);
    MemorySegment sides = OffHeap.copyOf(b);
    return Contestant.of(
        () -> blas.solveUpperTransposed(RIGHT_HAND_SIDES, triangle, sides),
        () -> sides.toArray(JAVA_DOUBLE));
  }

  private Contestant ejml() {
    double[] lower = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        lower[i * n + j] = u[j * n + i];
      }
    }
    return Contestant.of(
        () -> TriangularSolver_DDRM.solveL(lower, b, n, RIGHT_HAND_SIDES), () -> b);
  }
}
