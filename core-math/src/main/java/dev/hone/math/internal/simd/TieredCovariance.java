package dev.hone.math.internal.simd;

import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.internal.CovarianceKernels;
import dev.hone.math.internal.KernelSets;

/** The covariance passes: plain loops while cold, then on vectors. */
final class TieredCovariance implements CovarianceKernels {
  private static final CovarianceKernels PLAIN = KernelSets.scalar().covariance();

  /** Floating-point operations per element, roughly, of a pass over one row. */
  private static final int OPERATIONS = 4;

  /** Made when first used, so that a cold call loads no vector classes. */
  private static final class Vectors {
    static final SimdCovariance COVARIANCE = new SimdCovariance();

    private Vectors() {}
  }

  /** The vector passes, cold or not. */
  static CovarianceKernels vectors() {
    return Vectors.COVARIANCE;
  }

  private static boolean hot(KernelGroup group, int rows, int n) {
    return group.isHot((long) OPERATIONS * rows * n);
  }

  @Override
  public void squaredDistances(
      int d,
      double[] p,
      int pOffset,
      int ldp,
      int n,
      double[] x,
      int xOffset,
      int ldx,
      double[] r2,
      int r2Offset) {
    if (hot(KernelGroup.COVARIANCE, d, n)) {
      Vectors.COVARIANCE.squaredDistances(d, p, pOffset, ldp, n, x, xOffset, ldx, r2, r2Offset);
    } else {
      PLAIN.squaredDistances(d, p, pOffset, ldp, n, x, xOffset, ldx, r2, r2Offset);
    }
  }

  @Override
  public void squaredDistancesOfTwo(
      int d,
      double[] p,
      int pOffset,
      int ldp,
      int n,
      double[] x,
      int xOffset,
      int ldx,
      double[] r2,
      int r2Offset,
      int ldr) {
    if (hot(KernelGroup.COVARIANCE, 2 * d, n)) {
      Vectors.COVARIANCE.squaredDistancesOfTwo(
          d, p, pOffset, ldp, n, x, xOffset, ldx, r2, r2Offset, ldr);
    } else {
      PLAIN.squaredDistancesOfTwo(d, p, pOffset, ldp, n, x, xOffset, ldx, r2, r2Offset, ldr);
    }
  }

  @Override
  public void addMismatches(
      double weight, double code, int n, double[] x, int xOffset, double[] r2, int r2Offset) {
    if (hot(KernelGroup.MASKED_COVARIANCE, 1, n)) {
      Vectors.COVARIANCE.addMismatches(weight, code, n, x, xOffset, r2, r2Offset);
    } else {
      PLAIN.addMismatches(weight, code, n, x, xOffset, r2, r2Offset);
    }
  }

  @Override
  public void exponents(
      CovarianceFunction function,
      int n,
      double[] r2,
      int r2Offset,
      double[] exponent,
      int offset) {
    if (hot(KernelGroup.COVARIANCE, 1, n)) {
      Vectors.COVARIANCE.exponents(function, n, r2, r2Offset, exponent, offset);
    } else {
      PLAIN.exponents(function, n, r2, r2Offset, exponent, offset);
    }
  }

  @Override
  public void covariances(
      CovarianceFunction function,
      double outputScale,
      int n,
      double[] q,
      int qOffset,
      double[] exponential,
      int offset) {
    KernelGroup group =
        function == CovarianceFunction.MATERN_12
            ? KernelGroup.MASKED_COVARIANCE
            : KernelGroup.COVARIANCE;
    if (hot(group, 1, n)) {
      Vectors.COVARIANCE.covariances(function, outputScale, n, q, qOffset, exponential, offset);
    } else {
      PLAIN.covariances(function, outputScale, n, q, qOffset, exponential, offset);
    }
  }

  @Override
  public void likelihoodWeights(
      int n,
      double alphaI,
      double[] alpha,
      int alphaOffset,
      double[] inverse,
      int inverseOffset,
      double[] g,
      int gOffset,
      double[] w,
      int wOffset) {
    if (hot(KernelGroup.COVARIANCE, 1, n)) {
      Vectors.COVARIANCE.likelihoodWeights(
          n, alphaI, alpha, alphaOffset, inverse, inverseOffset, g, gOffset, w, wOffset);
    } else {
      PLAIN.likelihoodWeights(
          n, alphaI, alpha, alphaOffset, inverse, inverseOffset, g, gOffset, w, wOffset);
    }
  }

  @Override
  public void addWeightedSquares(
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
    if (hot(KernelGroup.COVARIANCE, d, n)) {
      Vectors.COVARIANCE.addWeightedSquares(
          d, p, pOffset, ldp, n, x, xOffset, ldx, w, wOffset, sums, sumsOffset);
    } else {
      PLAIN.addWeightedSquares(
          d, p, pOffset, ldp, n, x, xOffset, ldx, w, wOffset, sums, sumsOffset);
    }
  }

  @Override
  public void addWeightedMismatches(
      double code,
      int n,
      double[] x,
      int xOffset,
      double[] w,
      int wOffset,
      double[] sums,
      int sumsOffset) {
    if (hot(KernelGroup.MASKED_COVARIANCE, 1, n)) {
      Vectors.COVARIANCE.addWeightedMismatches(code, n, x, xOffset, w, wOffset, sums, sumsOffset);
    } else {
      PLAIN.addWeightedMismatches(code, n, x, xOffset, w, wOffset, sums, sumsOffset);
    }
  }

  @Override
  public void subtractSquares(int n, double[] v, int vOffset, double[] y) {
    if (hot(KernelGroup.COVARIANCE, 1, n)) {
      Vectors.COVARIANCE.subtractSquares(n, v, vOffset, y);
    } else {
      PLAIN.subtractSquares(n, v, vOffset, y);
    }
  }

  @Override
  public void acquisitionWeights(
      int n,
      double alphaI,
      double[] byMean,
      double[] beta,
      double[] byVariance,
      int offset,
      double[] g,
      int rowOffset) {
    if (hot(KernelGroup.COVARIANCE, 1, n)) {
      Vectors.COVARIANCE.acquisitionWeights(
          n, alphaI, byMean, beta, byVariance, offset, g, rowOffset);
    } else {
      PLAIN.acquisitionWeights(n, alphaI, byMean, beta, byVariance, offset, g, rowOffset);
    }
  }

  @Override
  public void addWeightedDifferences(
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
      double[] y) {
    if (hot(KernelGroup.COVARIANCE, d, n)) {
      Vectors.COVARIANCE.addWeightedDifferences(
          d, p, pOffset, ldp, n, x, xOffset, ldx, w, wOffset, y);
    } else {
      PLAIN.addWeightedDifferences(d, p, pOffset, ldp, n, x, xOffset, ldx, w, wOffset, y);
    }
  }
}
