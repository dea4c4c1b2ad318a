package dev.hone.math.internal.simd;

import dev.hone.math.internal.CmaKernels;
import dev.hone.math.internal.KernelSets;

/** Normal numbers from uniform ones, most of them in the centre and some in the shoulders. */
final class QuantileTwin implements KernelTwin {
  private static final int N = 256;
  private static final CmaKernels PLAIN = KernelSets.scalar().cma();

  private final double[] uniform = new double[N];
  private final double[] z = new double[N];
  private final double[] scratch = new double[N];

  QuantileTwin() {
    for (int i = 0; i < N; i++) {
      uniform[i] = (i * 37 % N + 0.5) / N;
    }
  }

  @Override
  public void vectors() {
    System.arraycopy(uniform, 0, z, 0, N);
    SimdNormalQuantile.apply(N, z, 0, scratch);
  }

  @Override
  public void plain() {
    System.arraycopy(uniform, 0, z, 0, N);
    PLAIN.normalQuantiles(N, z, 0, scratch);
  }
}
