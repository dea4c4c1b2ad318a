package dev.hone.math.internal;

import dev.hone.math.gp.GpPathDraws;
import dev.hone.math.linalg.LinearAlgebra;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A few functions of a model's prior, on the same random features with weights of their own. */
final class PriorPaths {

  /** Paths that share features. */
  static final int COUNT = GpPathDraws.GROUP;

  private final int dimension;
  private final FourierBasis basis;

  /** For each frequency the weight of its cosine and sine in every path. */
  private final double[] cosineWeights;

  private final double[] sineWeights;

  PriorPaths(GpPathDraws.Group drawn) {
    this.dimension = drawn.features().dimension();
    this.basis = new FourierBasis(drawn.features());
    this.cosineWeights = drawn.cosineWeights();
    this.sineWeights = drawn.sineWeights();
  }

  /** Arrays that evaluations share; for one thread. */
  static final class Scratch {
    private double[] cosines = {};
    private double[] sines = {};
    private double[] slopes = {};

    private void grow(int frequencies, int ld, boolean gradients) {
      cosines = CpuGpBuffers.grown(cosines, frequencies, ld);
      sines = CpuGpBuffers.grown(sines, frequencies, ld);
      if (gradients) {
        slopes = CpuGpBuffers.grown(slopes, frequencies, ld);
      }
    }
  }

  /**
   * Adds the values of the first paths at m points, and their gradients if wanted.
   *
   * @param paths how many, at most {@value #COUNT}
   * @param x m×d, row-major
   * @param columns the points again, a row for each dimension
   * @param ld leading dimension of {@code columns}
   * @param values paths×m with a leading dimension {@code ldv} from {@code at}
   * @param gradients m×d for each path, which begin {@code ldv}·d apart from {@code at}·d
   */
  void add(
      KernelSet kernels,
      LinearAlgebra la,
      Scratch scratch,
      int paths,
      int m,
      double[] x,
      double[] columns,
      int ld,
      double[] values,
      int at,
      int ldv,
      double @Nullable [] gradients) {
    int count = basis.count();
    scratch.grow(count, ld, gradients != null);
    double[] cosines = scratch.cosines;
    double[] sines = scratch.sines;
    basis.features(kernels, la, m, x, columns, ld, cosines, sines);
    la.gemmTn(paths, m, count, 1, cosineWeights, 0, COUNT, cosines, 0, ld, values, at, ldv);
    la.gemmTn(paths, m, count, 1, sineWeights, 0, COUNT, sines, 0, ld, values, at, ldv);
    if (gradients == null) {
      return;
    }
    double[] slopes = scratch.slopes;
    for (int p = 0; p < paths; p++) {
      for (int l = 0; l < count; l++) {
        int row = l * ld;
        Arrays.fill(slopes, row, row + m, 0);
        la.axpy(m, -cosineWeights[l * COUNT + p], sines, row, slopes, row);
        la.axpy(m, sineWeights[l * COUNT + p], cosines, row, slopes, row);
      }
      int first = (at + p * ldv) * dimension;
      double[] omega = basis.frequencyRows();
      la.gemmTn(
          m, dimension, count, 1, slopes, 0, ld, omega, 0, dimension, gradients, first, dimension);
    }
  }
}
