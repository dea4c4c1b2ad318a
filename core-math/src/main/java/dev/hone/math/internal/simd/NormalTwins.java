package dev.hone.math.internal.simd;

import dev.hone.math.internal.KernelSets;
import dev.hone.math.internal.NormalKernels;

/** Normal numbers both ways, as many as run each of their loops. */
final class NormalTwins {
  private static final NormalKernels PLAIN = KernelSets.scalar().normals();

  private NormalTwins() {}

  /**
   * Those of a key: two rounds of a loop and a rest. While it is not compiled a number takes a
   * tenth of a millisecond, and the JIT counts calls.
   */
  static final class OfKey implements KernelTwin {
    private static final int N = 2 * (4 * SimdWidth.LENGTH) + 3;

    private final double[] z = new double[N];
    private final double[] scratch = new double[NormalKernels.SCRATCH];

    @Override
    public void vectors() {
      SimdCounterNormals.fill(5, N, z, 0, scratch);
    }

    @Override
    public void plain() {
      PLAIN.ofKey(5, N, z, 0, scratch);
    }
  }

  /** Those of uniform ones, most of them in the centre and some in the shoulders. */
  static final class Quantiles implements KernelTwin {
    private static final int N = 64;

    private final double[] uniform = new double[N];
    private final double[] z = new double[N];
    private final double[] scratch = new double[N];

    Quantiles() {
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
      PLAIN.quantiles(N, z, 0, scratch);
    }
  }
}
