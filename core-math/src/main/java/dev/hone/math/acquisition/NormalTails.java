package dev.hone.math.acquisition;

import dev.hone.math.special.SpecialFunctions;

/** What several acquisition functions need of the normal distribution. */
final class NormalTails {
  private static final double HALF_LOG_2_PI = 0.9189385332046728;

  private NormalTails() {}

  /** log φ(z). */
  static double logDensity(double z) {
    return -0.5 * z * z - HALF_LOG_2_PI;
  }

  /** φ(z)/Φ(z), the derivative of log Φ. */
  static double hazard(double z) {
    // Far below 0 both logarithms are huge and nearly alike; the ratio is then −z − 1/z + 2/z³…
    if (z < -1e4) {
      return -z - 1 / z;
    }
    return SpecialFunctions.exp(logDensity(z) - SpecialFunctions.logNdtr(z));
  }

  /** log(Σ exp(vᵢ)) of n values from an offset; −∞ if there is none. */
  static double logSumExp(int n, double[] v, int offset) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, v[offset + i]);
    }
    if (largest == Double.NEGATIVE_INFINITY) {
      return largest;
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += SpecialFunctions.exp(v[offset + i] - largest);
    }
    return largest + SpecialFunctions.log(sum);
  }
}
