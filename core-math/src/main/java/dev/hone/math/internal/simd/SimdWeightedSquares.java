package dev.hone.math.internal.simd;

import static dev.hone.math.internal.CovarianceKernels.BLOCK;

import dev.hone.math.internal.CovarianceKernels;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The pass of {@link SimdCovariance} that gradients spend most of their time in: weighted squares
 * of differences, summed for each coordinate. As many coordinates at once as there are registers.
 */
final class SimdWeightedSquares {
  private static final VectorSpecies<Double> SPECIES = SimdSpecies.SPECIES;
  private static final int LANES = SPECIES.length();

  private SimdWeightedSquares() {}

  /** As {@link CovarianceKernels#addWeightedSquares}. */
  static void add(
      int d,
      double[] p,
      int pOffset,
      int ldp,
      int n,
      double[] x,
      int xOffset,
      int ldx,
      double[] w,
      int wOffset,
      double[] sums,
      int sumsOffset) {
    int k = 0;
    for (; k + 4 <= d; k += 4) {
      int from = pOffset + k * ldp;
      int row = xOffset + k * ldx;
      if (LANES == BLOCK) {
        four(p, from, ldp, n, x, row, ldx, w, wOffset, sums, sumsOffset + k * BLOCK);
      } else {
        fourByTwo(p, from, ldp, n, x, row, ldx, w, wOffset, sums, sumsOffset + k * BLOCK);
      }
    }
    for (; k < d; k++) {
      double pk = p[pOffset + k * ldp];
      one(pk, n, x, xOffset + k * ldx, w, wOffset, sums, sumsOffset + k * BLOCK);
    }
  }

  /** Four coordinates at once, one vector wide: a load of weights serves four sums. */
  private static void four(
      double[] p,
      int pOffset,
      int ldp,
      int n,
      double[] x,
      int xOffset,
      int ldx,
      double[] w,
      int wOffset,
      double[] sums,
      int at) {
    DoubleVector p0 = DoubleVector.broadcast(SPECIES, p[pOffset]);
    DoubleVector p1 = DoubleVector.broadcast(SPECIES, p[pOffset + ldp]);
    DoubleVector p2 = DoubleVector.broadcast(SPECIES, p[pOffset + 2 * ldp]);
    DoubleVector p3 = DoubleVector.broadcast(SPECIES, p[pOffset + 3 * ldp]);
    DoubleVector sum0 = DoubleVector.fromArray(SPECIES, sums, at);
    DoubleVector sum1 = DoubleVector.fromArray(SPECIES, sums, at + BLOCK);
    DoubleVector sum2 = DoubleVector.fromArray(SPECIES, sums, at + 2 * BLOCK);
    DoubleVector sum3 = DoubleVector.fromArray(SPECIES, sums, at + 3 * BLOCK);
    for (int j = 0; j < n; j += BLOCK) {
      DoubleVector weight = DoubleVector.fromArray(SPECIES, w, wOffset + j);
      int xj = xOffset + j;
      DoubleVector u0 = DoubleVector.fromArray(SPECIES, x, xj).sub(p0);
      DoubleVector u1 = DoubleVector.fromArray(SPECIES, x, xj + ldx).sub(p1);
      DoubleVector u2 = DoubleVector.fromArray(SPECIES, x, xj + 2 * ldx).sub(p2);
      DoubleVector u3 = DoubleVector.fromArray(SPECIES, x, xj + 3 * ldx).sub(p3);
      sum0 = u0.mul(weight).fma(u0, sum0);
      sum1 = u1.mul(weight).fma(u1, sum1);
      sum2 = u2.mul(weight).fma(u2, sum2);
      sum3 = u3.mul(weight).fma(u3, sum3);
    }
    sum0.intoArray(sums, at);
    sum1.intoArray(sums, at + BLOCK);
    sum2.intoArray(sums, at + 2 * BLOCK);
    sum3.intoArray(sums, at + 3 * BLOCK);
  }

  /** As above, two vectors wide, for vectors shorter than a block: eight independent sums. */
  private static void fourByTwo(
      double[] p,
      int pOffset,
      int ldp,
      int n,
      double[] x,
      int xOffset,
      int ldx,
      double[] w,
      int wOffset,
      double[] sums,
      int sumsOffset) {
    DoubleVector p0 = DoubleVector.broadcast(SPECIES, p[pOffset]);
    DoubleVector p1 = DoubleVector.broadcast(SPECIES, p[pOffset + ldp]);
    DoubleVector p2 = DoubleVector.broadcast(SPECIES, p[pOffset + 2 * ldp]);
    DoubleVector p3 = DoubleVector.broadcast(SPECIES, p[pOffset + 3 * ldp]);
    for (int lane = 0; lane < BLOCK; lane += 2 * LANES) {
      int at = sumsOffset + lane;
      DoubleVector a0 = DoubleVector.fromArray(SPECIES, sums, at);
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, sums, at + LANES);
      DoubleVector a1 = DoubleVector.fromArray(SPECIES, sums, at + BLOCK);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, sums, at + BLOCK + LANES);
      DoubleVector a2 = DoubleVector.fromArray(SPECIES, sums, at + 2 * BLOCK);
      DoubleVector b2 = DoubleVector.fromArray(SPECIES, sums, at + 2 * BLOCK + LANES);
      DoubleVector a3 = DoubleVector.fromArray(SPECIES, sums, at + 3 * BLOCK);
      DoubleVector b3 = DoubleVector.fromArray(SPECIES, sums, at + 3 * BLOCK + LANES);
      for (int j = lane; j < n; j += BLOCK) {
        DoubleVector wa = DoubleVector.fromArray(SPECIES, w, wOffset + j);
        DoubleVector wb = DoubleVector.fromArray(SPECIES, w, wOffset + j + LANES);
        int xj = xOffset + j;
        DoubleVector ua = DoubleVector.fromArray(SPECIES, x, xj).sub(p0);
        DoubleVector ub = DoubleVector.fromArray(SPECIES, x, xj + LANES).sub(p0);
        a0 = ua.mul(wa).fma(ua, a0);
        b0 = ub.mul(wb).fma(ub, b0);
        ua = DoubleVector.fromArray(SPECIES, x, xj + ldx).sub(p1);
        ub = DoubleVector.fromArray(SPECIES, x, xj + ldx + LANES).sub(p1);
        a1 = ua.mul(wa).fma(ua, a1);
        b1 = ub.mul(wb).fma(ub, b1);
        ua = DoubleVector.fromArray(SPECIES, x, xj + 2 * ldx).sub(p2);
        ub = DoubleVector.fromArray(SPECIES, x, xj + 2 * ldx + LANES).sub(p2);
        a2 = ua.mul(wa).fma(ua, a2);
        b2 = ub.mul(wb).fma(ub, b2);
        ua = DoubleVector.fromArray(SPECIES, x, xj + 3 * ldx).sub(p3);
        ub = DoubleVector.fromArray(SPECIES, x, xj + 3 * ldx + LANES).sub(p3);
        a3 = ua.mul(wa).fma(ua, a3);
        b3 = ub.mul(wb).fma(ub, b3);
      }
      a0.intoArray(sums, at);
      b0.intoArray(sums, at + LANES);
      a1.intoArray(sums, at + BLOCK);
      b1.intoArray(sums, at + BLOCK + LANES);
      a2.intoArray(sums, at + 2 * BLOCK);
      b2.intoArray(sums, at + 2 * BLOCK + LANES);
      a3.intoArray(sums, at + 3 * BLOCK);
      b3.intoArray(sums, at + 3 * BLOCK + LANES);
    }
  }

  private static void one(
      double pk,
      int n,
      double[] x,
      int xOffset,
      double[] w,
      int wOffset,
      double[] sums,
      int sumsOffset) {
    for (int lane = 0; lane < BLOCK; lane += LANES) {
      DoubleVector sum = DoubleVector.fromArray(SPECIES, sums, sumsOffset + lane);
      for (int j = lane; j < n; j += BLOCK) {
        DoubleVector u = DoubleVector.fromArray(SPECIES, x, xOffset + j).sub(pk);
        sum = u.mul(DoubleVector.fromArray(SPECIES, w, wOffset + j)).fma(u, sum);
      }
      sum.intoArray(sums, sumsOffset + lane);
    }
  }
}
