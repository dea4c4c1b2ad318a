package dev.hone.math.internal.calibration;

import dev.hone.math.linalg.SymmetricEigenSolver;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Small eigenproblems by the CPU's own solver, those from a threshold on by a native library. */
final class CalibratedEigenSolver implements SymmetricEigenSolver {
  private final Thresholds thresholds;
  private final SymmetricEigenSolver cpu;
  private final Supplier<SymmetricEigenSolver> loader;
  private @Nullable SymmetricEigenSolver library;

  /**
   * Chooses between two solvers.
   *
   * @param loader makes the library's solver; called at most once, when it is needed
   */
  CalibratedEigenSolver(
      Thresholds thresholds, SymmetricEigenSolver cpu, Supplier<SymmetricEigenSolver> loader) {
    this.thresholds = thresholds;
    this.cpu = cpu;
    this.loader = loader;
  }

  private SymmetricEigenSolver of(int n) {
    if (!thresholds.preferNative(Routine.SYEVD, (double) n * n * n)) {
      return cpu;
    }
    SymmetricEigenSolver solver = library;
    if (solver == null) {
      solver = loader.get();
      library = solver;
    }
    return solver;
  }

  @Override
  public void eigenvalues(int n, double[] a, int ld, double[] values) {
    of(n).eigenvalues(n, a, ld, values);
  }

  @Override
  public void decompose(
      int n, double[] a, int ld, double[] values, double[] vectors, int from, int to) {
    of(n).decompose(n, a, ld, values, vectors, from, to);
  }
}
