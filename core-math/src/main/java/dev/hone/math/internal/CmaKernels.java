package dev.hone.math.internal;

/**
 * The passes of a CMA-ES over its samples: everything but its dense linear algebra.
 *
 * <p>Every implementation returns the same bits: each element has one fixed chain of operations. No
 * allocation; safe to use from many threads. Arguments are not checked beyond the bounds of their
 * arrays.
 */
public interface CmaKernels {

  /** out[j] ← mean[j] + sigma·y[j]. */
  void translate(
      int n, double[] mean, double sigma, double[] y, int yOffset, double[] out, int outOffset);

  /** y[j] ← (point[j] − mean[j])/sigma. */
  void steps(
      int n, double[] mean, double sigma, double[] point, int offset, double[] y, int yOffset);

  /** out[j] ← factor·x[j]; out may be x. */
  void scale(int n, double factor, double[] x, int xOffset, double[] out, int outOffset);

  /** out[j] ← keep·out[j] + weight·x[j]. */
  void mix(int n, double keep, double[] out, int offset, double weight, double[] x, int xOffset);

  /** out[j] ← x[j]·y[j]; out may be either. */
  void multiply(
      int n, double[] x, int xOffset, double[] y, int yOffset, double[] out, int outOffset);

  /**
   * out[j] ← decay·out[j] + Σ w[i]·rows[order[i]][j] over m rows, added in their order.
   *
   * @param ld elements between the starts of two rows
   */
  void addWeightedRows(
      int n, int m, double[] w, int[] order, double[] rows, int ld, double decay, double[] out);

  /** out[j] ← decay·out[j] + Σ w[i]·rows[order[i]][j]² over m rows, added in their order. */
  void addWeightedSquares(
      int n, int m, double[] w, int[] order, double[] rows, int ld, double decay, double[] out);

  /** out[j] ← Σ rows[i][j]² over m rows from the first on, added in their order. */
  void columnSquares(int n, int m, double[] rows, int ld, double[] out);
}
