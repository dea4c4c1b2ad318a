package dev.hone.internal.tpe;

import dev.hone.math.special.SpecialFunctions;

/** The normal distribution between two bounds, its mean between them. */
final class TruncatedNormal {
  /** Beyond so many deviations, less is cut off than the last bit of the rest. */
  private static final double NOTHING = 8.3;

  private TruncatedNormal() {}

  /** σ·P(low ≤ x ≤ high): what a density without the factor 1/√(2π) is to be divided by. */
  static double normalizer(double mean, double deviation, double low, double high) {
    double inside = 1 - tail((mean - low) / deviation) - tail((high - mean) / deviation);
    return deviation * inside;
  }

  private static double tail(double z) {
    return z > NOTHING ? 0 : SpecialFunctions.ndtr(-z);
  }

  /**
   * Draws a number, by rejection: with a deviation of at most the width of the range, more than a
   * third of all draws lie inside.
   */
  static double draw(NormalsAhead normals, double mean, double deviation, double low, double high) {
    double x;
    do {
      x = Math.fma(deviation, normals.next(), mean);
    } while (!(x >= low && x <= high));
    return x;
  }
}
