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
      int d,
      double[] x,
      int xOffset,
      int n,
      double[] scale,
      double[] shift,
      int offset,
      double[] e) {
    if (KernelGroup.MIXTURE.isHot(4L * TOGETHER * d * n)) {
      Vectors.MIXTURE.subtractSquares(d, x, xOffset, n, scale, shift, offset, e);
    } else {
      PLAIN.subtractSquares(d, x, xOffset, n, scale, shift, offset, e);
    }
  }

  @Override
  public void subtractProducts(
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
    if (KernelGroup.MIXTURE.isHot(2L * TOGETHER * d * n)) {
      Vectors.MIXTURE.subtractProducts(
          d, x, xOffset, own, ownOffset, n, shift, offset, base, baseOffset, baseStride, e);
    } else {
      PLAIN.subtractProducts(
          d, x, xOffset, own, ownOffset, n, shift, offset, base, baseOffset, baseStride, e);
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
      int n, double[] w, int wOffset, double[] e, int eOffset, double[] sums, int sumsOffset) {
    if (KernelGroup.MIXTURE.isHot(2L * n)) {
      Vectors.MIXTURE.addWeighted(n, w, wOffset, e, eOffset, sums, sumsOffset);
    } else {
      PLAIN.addWeighted(n, w, wOffset, e, eOffset, sums, sumsOffset);
    }
  }
}
