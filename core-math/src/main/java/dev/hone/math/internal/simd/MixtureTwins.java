package dev.hone.math.internal.simd;

import dev.hone.math.internal.KernelSets;
import dev.hone.math.internal.MixtureKernels;
import java.util.Arrays;
import java.util.List;

/** The passes of a mixture, at a size that runs each of their loops. */
final class MixtureTwins {
  private static final int D = 6;
  private static final int N = 256;

  private MixtureTwins() {}

  /** One of the passes, over the same few rows. */
  private interface Pass {
    void run(MixtureKernels kernels, Rows rows);
  }

  /** What the passes read and write. */
  private static final class Rows {
    private final double[] columns = KernelTwins.numbers(D * N);
    private final double[] e = new double[MixtureKernels.TOGETHER * N];
    private final double[] sums = new double[5 * MixtureKernels.BLOCK];
  }

  /** The passes of {@link KernelGroup#MIXTURE}. */
  static List<KernelTwin> withoutMasks() {
    return List.of(
        twin(
            (k, r) ->
                k.subtractSquares(
                    MixtureKernels.TOGETHER, D, r.columns, 0, N, r.columns, r.columns, 0, r.e)),
        twin(
            (k, r) ->
                k.subtractProducts(
                    MixtureKernels.TOGETHER,
                    D,
                    r.columns,
                    0,
                    r.columns,
                    0,
                    N,
                    r.columns,
                    0,
                    r.columns,
                    0,
                    0,
                    r.e)),
        twin((k, r) -> k.addWeighted(5, N, r.columns, 0, r.e, r.sums, 0)));
  }

  /** The pass of {@link KernelGroup#MASKED_MIXTURE}. */
  static List<KernelTwin> withMasks() {
    return List.of(
        twin(
            (k, r) -> {
              Arrays.fill(r.e, 0, N, 0);
              k.subtractMismatches(1, -1, N, r.columns, 0, r.e, 0);
            }));
  }

  private static KernelTwin twin(Pass pass) {
    Rows rows = new Rows();
    MixtureKernels plain = KernelSets.scalar().mixture();
    return new KernelTwin() {
      @Override
      public void vectors() {
        pass.run(TieredMixture.vectors(), rows);
      }

      @Override
      public void plain() {
        pass.run(plain, rows);
      }
    };
  }
}
