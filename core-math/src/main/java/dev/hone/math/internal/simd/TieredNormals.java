package dev.hone.math.internal.simd;

import dev.hone.math.internal.KernelSets;
import dev.hone.math.internal.NormalKernels;

/** Normal numbers: one by one while cold, then on vectors. */
final class TieredNormals implements NormalKernels {
  private static final NormalKernels PLAIN = KernelSets.scalar().normals();

  /** What one number takes. */
  private static final long OPERATIONS = 40;

  @Override
  public void ofKey(long key, int n, double[] z, int offset, double[] scratch) {
    if (KernelGroup.NORMALS.isHot(OPERATIONS * n)) {
      SimdCounterNormals.fill(key, n, z, offset, scratch);
    } else {
      PLAIN.ofKey(key, n, z, offset, scratch);
    }
  }

  @Override
  public void quantiles(int n, double[] z, int offset, double[] scratch) {
    if (KernelGroup.NORMAL_QUANTILE.isHot(OPERATIONS * n)) {
      SimdNormalQuantile.apply(n, z, offset, scratch);
    } else {
      PLAIN.quantiles(n, z, offset, scratch);
    }
  }
}
