package dev.hone.math.internal.simd;

import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.internal.CovarianceKernels;
import dev.hone.math.internal.KernelSets;
import java.util.ArrayList;
import java.util.List;

/** The row passes of Gaussian processes, at a size that runs each of their loops. */
final class CovarianceTwins {
  /** Coordinates: four at a time, and two alone. */
  private static final int D = 6;

  /** Points: four vectors of every length at a time, and one alone. */
  private static final int N = 7 * 32 + CovarianceKernels.BLOCK;

  private CovarianceTwins() {}

  /** One of the passes, over the same few rows. */
  private interface Pass {
    void run(CovarianceKernels kernels, Rows rows);
  }

  /** What the passes read and write. */
  private static final class Rows {
    private final double[] x = KernelTwins.numbers(D * N);
    private final double[] inputs = KernelTwins.numbers(N);
    private final double[] k = new double[N];
    private final double[] g = new double[N];
    private final double[] sums = new double[D * CovarianceKernels.BLOCK];
    private final double[] y = new double[D * N];

    Rows() {
      for (int i = 0; i < N; i++) {
        inputs[i] = Math.abs(inputs[i]);
      }
    }

    /** Passes that work in place start from here, or they would run off to zero or infinity. */
    Rows afresh() {
      System.arraycopy(inputs, 0, k, 0, N);
      System.arraycopy(inputs, 0, g, 0, N);
      return this;
    }
  }

  /** The passes of {@link KernelGroup#COVARIANCE}. */
  static List<KernelTwin> withoutMasks() {
    List<KernelTwin> all = new ArrayList<>();
    add(all, (c, r) -> c.squaredDistances(D, r.x, 3, N, N, r.x, 0, N, r.k, 0));
    add(all, (c, r) -> c.squaredDistancesOfTwo(D, r.x, 3, N, N, r.x, 0, N, r.y, 0, N));
    for (CovarianceFunction f : CovarianceFunction.values()) {
      add(all, (c, r) -> c.exponents(f, N, r.k, 0, r.g, 0));
      if (f != CovarianceFunction.MATERN_12) {
        add(all, (c, r) -> c.covariances(f, 1.5, N, r.k, 0, r.g, 0));
      }
    }
    add(all, (c, r) -> c.likelihoodWeights(N, 0.5, r.inputs, 0, r.k, 0, r.g, 0, r.y, 0));
    add(all, (c, r) -> c.addWeightedSquares(D, r.x, 3, N, N, r.x, 0, N, r.inputs, 0, r.sums, 0));
    add(all, (c, r) -> c.subtractSquares(N, r.inputs, 0, r.k));
    add(all, (c, r) -> c.acquisitionWeights(N, 0.5, r.inputs, r.k, r.inputs, 0, r.g, 0));
    add(all, (c, r) -> c.addWeightedDifferences(D, r.x, 3, N, N, r.x, 0, N, r.inputs, 0, r.y));
    return all;
  }

  /** The passes of {@link KernelGroup#MASKED_COVARIANCE}. */
  static List<KernelTwin> withMasks() {
    List<KernelTwin> all = new ArrayList<>();
    add(all, (c, r) -> c.addMismatches(0.5, r.x[3], N, r.x, 0, r.k, 0));
    add(all, (c, r) -> c.covariances(CovarianceFunction.MATERN_12, 1.5, N, r.k, 0, r.g, 0));
    add(all, (c, r) -> c.addWeightedMismatches(r.x[3], N, r.x, 0, r.inputs, 0, r.sums, 0));
    return all;
  }

  private static void add(List<KernelTwin> all, Pass pass) {
    Rows rows = new Rows();
    CovarianceKernels vectors = TieredCovariance.vectors();
    CovarianceKernels plain = KernelSets.scalar().covariance();
    all.add(
        new KernelTwin() {
          @Override
          public void vectors() {
            pass.run(vectors, rows.afresh());
          }

          @Override
          public void plain() {
            pass.run(plain, rows.afresh());
          }
        });
  }
}
