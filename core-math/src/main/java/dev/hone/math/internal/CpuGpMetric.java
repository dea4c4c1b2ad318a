package dev.hone.math.internal;

import dev.hone.math.gp.DimensionKind;
import dev.hone.math.gp.GpModel;
import dev.hone.math.gp.Kernel;
import dev.hone.math.special.SpecialFunctions;
import java.util.ArrayList;
import java.util.List;

/**
 * The scaled distance r² of one part of a model's kernel at one θ.
 *
 * <p>Points enter row-major and are laid out one coordinate per row, numeric dimensions first and
 * divided by their length-scales, categorical ones last and as they are: a numeric coordinate then
 * adds a plain squared difference to r², a categorical one its weight 1/ℓ² where codes differ.
 */
final class CpuGpMetric {
  private final CovarianceKernels kernels;
  private final int dimension;
  private final int numeric;

  /** Coordinates of a point. */
  private final int stride;

  /** The model's dimension behind each row. */
  private final int[] order;

  /** The index of each row's log length-scale in θ. */
  private final int[] lengthScale;

  private final double[] inverseLengthScales;

  CpuGpMetric(GpModel model, int partIndex, CovarianceKernels kernels) {
    this.kernels = kernels;
    this.stride = model.dimension();
    Kernel.Part part = model.kernel().parts().get(partIndex);
    List<Integer> rows = new ArrayList<>();
    addDimensions(part, model, DimensionKind.NUMERIC, rows);
    this.numeric = rows.size();
    addDimensions(part, model, DimensionKind.CATEGORICAL, rows);
    this.dimension = rows.size();
    int first = model.lengthScaleIndex(partIndex);
    this.order = new int[dimension];
    this.lengthScale = new int[dimension];
    for (int row = 0; row < dimension; row++) {
      order[row] = rows.get(row);
      lengthScale[row] = first + part.dimensions().indexOf(rows.get(row));
    }
    this.inverseLengthScales = new double[dimension];
  }

  private static void addDimensions(
      Kernel.Part part, GpModel model, DimensionKind kind, List<Integer> rows) {
    for (int k : part.dimensions()) {
      if (model.dimensions().get(k) == kind) {
        rows.add(k);
      }
    }
  }

  /** The number of rows, one for each dimension of the part. */
  int dimension() {
    return dimension;
  }

  /** Takes the length-scales from θ. */
  void set(double[] theta) {
    for (int row = 0; row < dimension; row++) {
      inverseLengthScales[row] = SpecialFunctions.exp(-theta[lengthScale[row]]);
    }
  }

  /** Lays out m points of the row-major {@code x} as columns of rows, from column {@code at}. */
  void layOut(int m, double[] x, int xOffset, double[] rows, int at, int leadingDimension) {
    for (int row = 0; row < dimension; row++) {
      double scale = row < numeric ? inverseLengthScales[row] : 1;
      int source = xOffset + order[row];
      int target = row * leadingDimension + at;
      for (int j = 0; j < m; j++) {
        rows[target + j] = x[source + j * stride] * scale;
      }
    }
  }

  /** r2[j] ← r² between point {@code i} of {@code p} and n points of {@code x}. */
  void squaredDistances(
      int i, double[] p, int ldp, int n, double[] x, int xOffset, int ldx, double[] r2, int at) {
    kernels.squaredDistances(numeric, p, i, ldp, n, x, xOffset, ldx, r2, at);
    for (int row = numeric; row < dimension; row++) {
      double weight = inverseLengthScales[row] * inverseLengthScales[row];
      kernels.addMismatches(weight, p[row * ldp + i], n, x, xOffset + row * ldx, r2, at);
    }
  }

  /** The same for point {@code i} and the next one, whose r² are {@code ldr} elements behind. */
  void squaredDistancesOfTwo(
      int i,
      double[] p,
      int ldp,
      int n,
      double[] x,
      int xOffset,
      int ldx,
      double[] r2,
      int at,
      int ldr) {
    kernels.squaredDistancesOfTwo(numeric, p, i, ldp, n, x, xOffset, ldx, r2, at, ldr);
    for (int row = numeric; row < dimension; row++) {
      double weight = inverseLengthScales[row] * inverseLengthScales[row];
      int codes = row * ldp + i;
      int others = xOffset + row * ldx;
      kernels.addMismatches(weight, p[codes], n, x, others, r2, at);
      kernels.addMismatches(weight, p[codes + 1], n, x, others, r2, at + ldr);
    }
  }

  /** Adds Σ w[j]·∂r²/∂(−2 log ℓ) between point {@code i} and n others to the partial sums. */
  void addLengthScaleSums(
      int i,
      int n,
      double[] rows,
      int from,
      int ld,
      double[] weights,
      int weightsOffset,
      double[] sums,
      int sumsOffset) {
    kernels.addWeightedSquares(
        numeric, rows, i, ld, n, rows, from, ld, weights, weightsOffset, sums, sumsOffset);
    for (int row = numeric; row < dimension; row++) {
      kernels.addWeightedMismatches(
          rows[row * ld + i],
          n,
          rows,
          row * ld + from,
          weights,
          weightsOffset,
          sums,
          sumsOffset + row * CovarianceKernels.BLOCK);
    }
  }

  /** Adds up the partial sums of {@link #addLengthScaleSums} into their places in θ. */
  void lengthScaleGradient(double[] sums, int sumsOffset, double[] gradient) {
    for (int row = 0; row < dimension; row++) {
      double total = 0;
      for (int lane = 0; lane < CovarianceKernels.BLOCK; lane++) {
        total += sums[sumsOffset + row * CovarianceKernels.BLOCK + lane];
      }
      double weight = inverseLengthScales[row] * inverseLengthScales[row];
      gradient[lengthScale[row]] = row < numeric ? total : total * weight;
    }
  }

  /** Adds w[j]·(xⱼ − pᵢ)/ℓ to n columns of {@code sums}; numeric dimensions only. */
  void addDifferences(
      int i,
      double[] p,
      int ldp,
      int n,
      double[] x,
      int from,
      int ldx,
      double[] w,
      int at,
      double[] sums) {
    kernels.addWeightedDifferences(numeric, p, i, ldp, n, x, from, ldx, w, at, sums);
  }

  /**
   * Adds the sums of {@link #addDifferences}, with weights that stand before G, to m row-major
   * gradients with respect to unscaled points: ∂k/∂x = −G·(x − p)/ℓ². Along categories it is 0.
   */
  void addInputGradient(int m, double[] sums, int ld, double[] gradient, int offset) {
    for (int row = 0; row < numeric; row++) {
      double scale = -inverseLengthScales[row];
      int at = offset + order[row];
      for (int j = 0; j < m; j++) {
        gradient[at + j * stride] += sums[row * ld + j] * scale;
      }
    }
  }
}
