package dev.hone.internal.gp;

/**
 * What becomes of values in the tails.
 *
 * @param low values below become it
 * @param high values above are compressed towards it, or become it
 * @param softness how far beyond {@code high} a value loses half of its slope; 0 clips
 */
record TailBounds(double low, double high, double softness) {

  /** The bounded value. */
  double apply(double value) {
    if (value > high) {
      return softness > 0 ? high + softness * Math.log1p((value - high) / softness) : high;
    }
    return Math.max(value, low);
  }

  /** The same with an upper bound of at least so much. */
  TailBounds keeping(double level) {
    return new TailBounds(low, Math.max(high, level), softness);
  }
}
