package dev.hone.math.internal.simd;

import dev.hone.math.internal.CmaKernels;
import dev.hone.math.internal.KernelSets;
import java.util.List;

/** The passes of a CMA-ES, at a size that runs each of their loops. */
final class CmaTwins {
  private static final int N = 24 * SimdWidth.LENGTH + 3;
  private static final int M = 4;

  private CmaTwins() {}

  /** One of the passes, over the same few rows. */
  private interface Pass {
    void run(CmaKernels kernels, Rows rows);
  }

  /** What the passes read and write. */
  private static final class Rows {
    private final double[] x = KernelTwins.numbers(M * N);
    private final double[] y = KernelTwins.numbers(M * N);
    private final double[] out = new double[M * N];
    private final double[] weights = KernelTwins.numbers(M);
    private final int[] order = {2, 0, 3, 1};
  }

  /** The passes of {@link KernelGroup#CMA}. */
  static List<KernelTwin> passes() {
    return List.of(
        twin((k, r) -> k.translate(N, r.x, 0.5, r.y, 0, r.out, 0)),
        twin((k, r) -> k.steps(N, r.x, 0.5, r.y, 0, r.out, 0)),
        twin((k, r) -> k.scale(N, 0.5, r.x, 0, r.out, 0)),
        twin((k, r) -> k.mix(N, 0.5, r.out, 0, 0.5, r.x, 0)),
        twin((k, r) -> k.multiply(N, r.x, 0, r.y, 0, r.out, 0)),
        twin((k, r) -> k.addWeightedRows(N, M, r.weights, r.order, r.x, N, 0.5, r.out)),
        twin((k, r) -> k.addWeightedSquares(N, M, r.weights, r.order, r.x, N, 0.5, r.out)),
        twin((k, r) -> k.columnSquares(N, M, r.x, N, r.out)));
  }

  private static KernelTwin twin(Pass pass) {
    Rows rows = new Rows();
    CmaKernels plain = KernelSets.scalar().cma();
    return new KernelTwin() {
      @Override
      public void vectors() {
        pass.run(TieredCma.vectors(), rows);
      }

      @Override
      public void plain() {
        pass.run(plain, rows);
      }
    };
  }
}
