package dev.hone.math.internal.simd;

import dev.hone.math.internal.KernelSets;
import dev.hone.math.internal.MixtureKernels;

/** The passes of a mixture: plain loops while cold, then on vectors. */
final class TieredMixture implements MixtureKernels {
  private static final MixtureKernels PLAIN = KernelSets.scalar().mixture();

  /** Made when first used, so that a cold call loads no vector classes. */
  private static final class Vectors {
    static final SimdMixture MIXTURE = new SimdMixture();

    private Vectors() {}
  }

  /** The vector passes, cold or not. */
  static MixtureKernels vectors() {
    return Vectors.MIXTURE;
  }

  @Override
  public void subtractSquares(
      int points,
      int d,
      double[] x,
      int xOffset,
      int n,
      double[] scale,
      double[] shift,
      int offset,
      double[] e) {
    if (KernelGroup.MIXTURE.isHot(4L * points * d * n)) {
      Vectors.MIXTURE.subtractSquares(points, d, x, xOffset, n, scale, shift, offset, e);
    } else {
      PLAIN.subtractSquares(points, d, x, xOffset, n, scale, shift, offset, e);
    }
  }

  @Override
  public void subtractProducts(
      int points,
      int d,
      double[] x,
      int xOffset,
      double[] own,
      int ownOffset,
      int n,
      double[] shift,
      int offset,
      double[] base,
      int baseOffset,
      int baseStride,
      double[] e) {
    if (KernelGroup.MIXTURE.isHot(2L * points * d * n)) {
      Vectors.MIXTURE.subtractProducts(
          points, d, x, xOffset, own, ownOffset, n, shift, offset, base, baseOffset, baseStride, e);
    } else {
      PLAIN.subtractProducts(
          points, d, x, xOffset, own, ownOffset, n, shift, offset, base, baseOffset, baseStride, e);
    }
  }

  @Override
  public void subtractMismatches(
      double penalty, double code, int n, double[] codes, int offset, double[] e, int eOffset) {
    if (KernelGroup.MASKED_MIXTURE.isHot(4L * n)) {
      Vectors.MIXTURE.subtractMismatches(penalty, code, n, codes, offset, e, eOffset);
    } else {
      PLAIN.subtractMismatches(penalty, code, n, codes, offset, e, eOffset);
    }
  }

  @Override
  public void addWeighted(
      int points, int n, double[] w, int wOffset, double[] e, double[] sums, int sumsOffset) {
    if (KernelGroup.MIXTURE.isHot(2L * points * n)) {
      Vectors.MIXTURE.addWeighted(points, n, w, wOffset, e, sums, sumsOffset);
    } else {
      PLAIN.addWeighted(points, n, w, wOffset, e, sums, sumsOffset);
    }
  }
}
