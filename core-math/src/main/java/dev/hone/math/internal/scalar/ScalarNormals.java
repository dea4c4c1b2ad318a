package dev.hone.math.internal.scalar;

import dev.hone.math.internal.NormalKernels;
import dev.hone.math.internal.special.CounterNormals;
import dev.hone.math.random.NormalQuantile;

/** Normal numbers one by one: the oracle of their vector twins. */
final class ScalarNormals implements NormalKernels {

  @Override
  public void ofKey(long key, int n, double[] z, int offset, double[] scratch) {
    CounterNormals.fill(key, 0, n, z, offset);
  }

  @Override
  public void quantiles(int n, double[] z, int offset, double[] scratch) {
    for (int i = offset; i < offset + n; i++) {
      z[i] = NormalQuantile.inverseNormal(z[i]);
    }
  }
}
