package dev.hone.math.internal;

import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.GpModel;
import dev.hone.math.special.VectorMath;
import java.util.Arrays;

/** One part of a composed kernel at one θ, with the points laid out in its own metric. */
final class KernelPart {
  final CpuGpMetric metric;
  private final CovarianceKernels kernels;
  private final VectorMath math;
  private final CovarianceFunction function;
  double[] training = {};
  int ldTraining;
  double[] candidates = {};
  private int ldCandidates;

  /** Sums of weighted differences along candidates. */
  double[] sums = {};

  /** The training points and such sums again, a block of columns after the other. */
  private double[][] tiles = {};

  private double[][] tileSums = {};

  KernelPart(GpModel model, int index, KernelSet kernelSet) {
    this.kernels = kernelSet.covariance();
    this.math = kernelSet.vectorMath();
    this.function = model.kernel().parts().get(index).function();
    this.metric = new CpuGpMetric(model, index, kernels);
  }

  /** Takes θ and n row-major points, with room for as many as a row holds. */
  void set(double[] theta, int n, double[] x, int leadingDimension) {
    metric.set(theta);
    ldTraining = leadingDimension;
    training = CpuGpBuffers.grown(training, metric.dimension(), leadingDimension);
    metric.layOut(n, x, 0, training, 0, leadingDimension);
  }

  /** Takes m candidates. */
  void setCandidates(int m, double[] x, int xOffset) {
    ldCandidates = CovarianceKernels.padded(m);
    candidates = CpuGpBuffers.grown(candidates, metric.dimension(), ldCandidates);
    metric.layOut(m, x, xOffset, candidates, 0, ldCandidates);
  }

  /** Correlations k of training point i with n training points from one on, and their G. */
  void withTraining(int i, int n, int from, double[] rows, int k, int g) {
    metric.squaredDistances(i, training, ldTraining, n, training, from, ldTraining, rows, k);
    finish(n, rows, k, g);
  }

  /** Correlations k of training point i with n candidates from one on, and their G. */
  void withCandidates(int i, int n, int from, double[] rows, int k, int g) {
    metric.squaredDistances(i, training, ldTraining, n, candidates, from, ldCandidates, rows, k);
    finish(n, rows, k, g);
  }

  private void finish(int n, double[] rows, int k, int g) {
    kernels.exponents(function, n, rows, k, rows, g);
    math.exp(n, rows, g, rows, g);
    kernels.covariances(function, 1, n, rows, k, rows, g);
  }

  /** Lays the training points out in tiles of their columns, and clears their sums. */
  void prepareTiles(int count, int width) {
    int d = metric.dimension();
    if (tiles.length < count) {
      tiles = Arrays.copyOf(tiles, count);
      tileSums = Arrays.copyOf(tileSums, count);
    }
    for (int tile = 0; tile < count; tile++) {
      double[] columns = tiles[tile] == null ? new double[d * width] : tiles[tile];
      for (int row = 0; row < d; row++) {
        int source = row * ldTraining + tile * width;
        int length = Math.min(width, ldTraining - tile * width);
        System.arraycopy(training, source, columns, row * width, length);
      }
      tiles[tile] = columns;
      double[] cleared = tileSums[tile] == null ? columns.clone() : tileSums[tile];
      Arrays.fill(cleared, 0);
      tileSums[tile] = cleared;
    }
  }

  /** Adds the weighted differences of training point i to those in a tile. */
  void addTrainingDifferences(int i, int tile, int width, int n, double[] weights, int at) {
    metric.addDifferences(
        i, training, ldTraining, n, tiles[tile], 0, width, weights, at, tileSums[tile]);
  }

  /** Adds the gradients of a tile's points to row-major ones. */
  void addTrainingGradient(int tile, int width, int n, double[] gradient, int offset) {
    metric.addInputGradient(n, tileSums[tile], width, gradient, offset);
  }
}
