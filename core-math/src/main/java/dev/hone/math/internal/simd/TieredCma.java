package dev.hone.math.internal.simd;

import dev.hone.math.internal.CmaKernels;
import dev.hone.math.internal.KernelSets;

/** The passes of a CMA-ES: plain loops while cold, then on vectors. */
final class TieredCma implements CmaKernels {
  private static final CmaKernels PLAIN = KernelSets.scalar().cma();

  /** Made when first used, so that a cold call loads no vector classes. */
  private static final class Vectors {
    static final SimdCma CMA = new SimdCma();

    private Vectors() {}
  }

  /** The vector passes, cold or not. */
  static CmaKernels vectors() {
    return Vectors.CMA;
  }

  private static CmaKernels passes(long operations) {
    return KernelGroup.CMA.isHot(operations) ? Vectors.CMA : PLAIN;
  }

  @Override
  public void translate(
      int n, double[] mean, double sigma, double[] y, int yOffset, double[] out, int outOffset) {
    passes(2L * n).translate(n, mean, sigma, y, yOffset, out, outOffset);
  }

  @Override
  public void steps(
      int n, double[] mean, double sigma, double[] point, int offset, double[] y, int yOffset) {
    passes(8L * n).steps(n, mean, sigma, point, offset, y, yOffset);
  }

  @Override
  public void scale(int n, double factor, double[] x, int xOffset, double[] out, int outOffset) {
    passes(n).scale(n, factor, x, xOffset, out, outOffset);
  }

  @Override
  public void mix(
      int n, double keep, double[] out, int offset, double weight, double[] x, int xOffset) {
    passes(3L * n).mix(n, keep, out, offset, weight, x, xOffset);
  }

  @Override
  public void multiply(
      int n, double[] x, int xOffset, double[] y, int yOffset, double[] out, int outOffset) {
    passes(n).multiply(n, x, xOffset, y, yOffset, out, outOffset);
  }

  @Override
  public void addWeightedRows(
      int n, int m, double[] w, int[] order, double[] rows, int ld, double decay, double[] out) {
    passes(2L * m * n).addWeightedRows(n, m, w, order, rows, ld, decay, out);
  }

  @Override
  public void addWeightedSquares(
      int n, int m, double[] w, int[] order, double[] rows, int ld, double decay, double[] out) {
    passes(3L * m * n).addWeightedSquares(n, m, w, order, rows, ld, decay, out);
  }

  @Override
  public void columnSquares(int n, int m, double[] rows, int ld, double[] out) {
    passes(2L * m * n).columnSquares(n, m, rows, ld, out);
  }
}
