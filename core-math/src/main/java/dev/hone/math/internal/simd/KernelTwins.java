package dev.hone.math.internal.simd;

import dev.hone.math.special.VectorMath;
import java.util.List;

/** The pairs of kernels behind each {@link KernelGroup}, with data to run them on. */
final class KernelTwins {
  private KernelTwins() {}

  /** All pairs of a group, new. */
  static List<KernelTwin> of(KernelGroup group) {
    return switch (group) {
      case ROWS -> LinearAlgebraTwins.rows();
      case FACTORS -> LinearAlgebraTwins.factors();
      case PRODUCTS -> LinearAlgebraTwins.products();
      case COVARIANCE -> CovarianceTwins.withoutMasks();
      case MASKED_COVARIANCE -> CovarianceTwins.withMasks();
      case MIXTURE -> MixtureTwins.withoutMasks();
      case MASKED_MIXTURE -> MixtureTwins.withMasks();
      case CMA -> CmaTwins.passes();
      case NORMALS -> List.of(new NormalTwins.OfKey());
      case EXP -> List.of(new FunctionTwin(VectorMath::exp, -10, 3, -800, 800));
      case LOG -> List.of(new FunctionTwin(VectorMath::log, 1e-3, 5, 0, Double.MIN_VALUE));
      case NORMAL_QUANTILE -> List.of(new NormalTwins.Quantiles());
      case TRIGONOMETRY ->
          List.of(
              new FunctionTwin(VectorMath::sin, -100, 100, 1e12, -1e12),
              new FunctionTwin(VectorMath::cos, -100, 100, 1e12, -1e12));
      case ERFCX -> List.of(new FunctionTwin(VectorMath::erfcx, -4, 8, -30, 1e200));
      case LOG_NDTR -> List.of(new FunctionTwin(VectorMath::logNdtr, -8, 4, -1e200, 50));
      case LOG_H -> List.of(new FunctionTwin(VectorMath::logH, -6, 2.2, -1e200, 50));
      case LOG_H_DERIVATIVE ->
          List.of(new FunctionTwin(VectorMath::logHDerivative, -6, 2.2, -1e200, 50));
    };
  }

  /** Small numbers of both signs, none of them 0. */
  static double[] numbers(int n) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = (i % 7 - 2.5) * 1e-3;
    }
    return x;
  }
}
