package dev.hone.math.internal;

import dev.hone.math.gp.GpModel;
import dev.hone.math.special.SpecialFunctions;
import java.util.Arrays;
import java.util.List;

/**
 * The sum of products that a kernel is of its parts, at one θ, along rows.
 *
 * <p>The rows of a worker stand in one scratch array: the correlation k and the derivative factor G
 * of each part in turn, then one for products and one for weights.
 */
final class KernelTerms {
  private final int stride;
  private final int parts;
  private final int[][] terms;
  private final boolean weighted;
  private final int weightIndex;
  private final int outputScaleIndex;

  /** s²·cₜ. */
  private final double[] scales;

  KernelTerms(GpModel model, int stride) {
    this.stride = stride;
    this.parts = model.kernel().parts().size();
    List<List<Integer>> list = model.kernel().terms();
    this.terms = new int[list.size()][];
    for (int t = 0; t < terms.length; t++) {
      terms[t] = list.get(t).stream().mapToInt(Integer::intValue).toArray();
    }
    this.weighted = model.kernel().weighted();
    this.weightIndex = model.weightIndex();
    this.outputScaleIndex = model.outputScaleIndex();
    this.scales = new double[terms.length];
  }

  /** Takes s² and the weights from θ. */
  void set(double[] theta) {
    double outputScale = SpecialFunctions.exp(theta[outputScaleIndex]);
    for (int t = 0; t < terms.length; t++) {
      double weight = weighted ? SpecialFunctions.exp(theta[weightIndex + t]) : 1.0 / terms.length;
      scales[t] = outputScale * weight;
    }
  }

  int count() {
    return terms.length;
  }

  boolean weighted() {
    return weighted;
  }

  /** Index of the first log weight in θ. */
  int weightIndex() {
    return weightIndex;
  }

  /** The indices of the parts of a term; not to be written to. */
  int[] parts(int term) {
    return terms[term];
  }

  /** s²·cₜ. */
  double scale(int term) {
    return scales[term];
  }

  /** s²·Σ cₜ, the covariance at distance 0. */
  double variance() {
    double sum = 0;
    for (double scale : scales) {
      sum += scale;
    }
    return sum;
  }

  /** Rows of a worker. */
  int rows() {
    return 2 * parts + 2;
  }

  /** Where the correlations of a part stand; its G stands a row behind. */
  int correlationRow(int part) {
    return 2 * part * stride;
  }

  /** Where {@link #term} leaves its product. */
  int productRow() {
    return 2 * parts * stride;
  }

  /** A row for weights. */
  int weightRow() {
    return (2 * parts + 1) * stride;
  }

  /** out ← the covariance, n values. */
  void sum(int n, double[] rows, int at, double[] out, int outOffset) {
    Arrays.fill(out, outOffset, outOffset + n, 0);
    for (int t = 0; t < terms.length; t++) {
      term(t, n, rows, at);
      add(n, rows, at + productRow(), out, outOffset);
    }
  }

  /** Writes s²cₜ·Π kₗ, n values, to the {@link #productRow}. */
  void term(int term, int n, double[] rows, int at) {
    product(term, -1, n, rows, at);
  }

  /** out ← ∂k/∂kₗ times the part's G, n values: what its differences weigh. */
  void partWeights(int part, int n, double[] rows, int at, double[] out, int outOffset) {
    Arrays.fill(out, outOffset, outOffset + n, 0);
    for (int t = 0; t < terms.length; t++) {
      if (contains(terms[t], part)) {
        product(t, part, n, rows, at);
        add(n, rows, at + productRow(), out, outOffset);
      }
    }
    multiply(n, rows, at + correlationRow(part) + stride, out, outOffset);
  }

  private void product(int term, int without, int n, double[] rows, int at) {
    int product = at + productRow();
    Arrays.fill(rows, product, product + n, scales[term]);
    for (int part : terms[term]) {
      if (part != without) {
        multiply(n, rows, at + correlationRow(part), rows, product);
      }
    }
  }

  private static boolean contains(int[] term, int part) {
    for (int other : term) {
      if (other == part) {
        return true;
      }
    }
    return false;
  }

  private static void add(int n, double[] x, int xOffset, double[] y, int yOffset) {
    for (int j = 0; j < n; j++) {
      y[yOffset + j] += x[xOffset + j];
    }
  }

  private static void multiply(int n, double[] x, int xOffset, double[] y, int yOffset) {
    for (int j = 0; j < n; j++) {
      y[yOffset + j] *= x[xOffset + j];
    }
  }
}
