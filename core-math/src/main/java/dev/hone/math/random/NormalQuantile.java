package dev.hone.math.random;

import dev.hone.math.special.SpecialFunctions;

/**
 * The inverse of the standard normal distribution function: O(1), without allocation, and safe to
 * use from many threads.
 *
 * <p>Source: Wichura, Algorithm AS 241: The Percentage Points of the Normal Distribution (1988),
 * routine PPND16: a rational function of degree 7 for each of centre, shoulder and tail.
 */
public final class NormalQuantile {
  private static final double CENTRE = 0.425;
  private static final double CENTRE_SQUARED = 0.180625;
  private static final double SHOULDER_START = 1.6;
  private static final double TAIL_START = 5;

  private NormalQuantile() {}

  /**
   * Returns Φ⁻¹(p) with a relative error below 1e-15; −∞ at 0, ∞ at 1, odd about ½.
   *
   * @param p a probability
   * @throws IllegalArgumentException if {@code p} is not in [0, 1]
   */
  public static double inverseNormal(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("p = " + p + ": expected a probability in [0, 1]");
    }
    double q = p - 0.5;
    if (Math.abs(q) <= CENTRE) {
      return q * centre(CENTRE_SQUARED - q * q);
    }
    double smaller = q < 0 ? p : 1 - p;
    if (smaller == 0) {
      return Math.copySign(Double.POSITIVE_INFINITY, q);
    }
    double r = Math.sqrt(-SpecialFunctions.log(smaller));
    double x = r <= TAIL_START ? shoulder(r - SHOULDER_START) : tail(r - TAIL_START);
    return Math.copySign(x, q);
  }

  private static double centre(double r) {
    double numerator = 2509.0809287301227;
    numerator = Math.fma(numerator, r, 33430.57558358813);
    numerator = Math.fma(numerator, r, 67265.7709270087);
    numerator = Math.fma(numerator, r, 45921.95393154987);
    numerator = Math.fma(numerator, r, 13731.69376550946);
    numerator = Math.fma(numerator, r, 1971.5909503065513);
    numerator = Math.fma(numerator, r, 133.14166789178438);
    numerator = Math.fma(numerator, r, 3.3871328727963665);
    double denominator = 5226.495278852854;
    denominator = Math.fma(denominator, r, 28729.085735721943);
    denominator = Math.fma(denominator, r, 39307.89580009271);
    denominator = Math.fma(denominator, r, 21213.794301586597);
    denominator = Math.fma(denominator, r, 5394.196021424751);
    denominator = Math.fma(denominator, r, 687.1870074920579);
    denominator = Math.fma(denominator, r, 42.31333070160091);
    denominator = Math.fma(denominator, r, 1);
    return numerator / denominator;
  }

  private static double shoulder(double r) {
    double numerator = 0.0007745450142783414;
    numerator = Math.fma(numerator, r, 0.022723844989269184);
    numerator = Math.fma(numerator, r, 0.2417807251774506);
    numerator = Math.fma(numerator, r, 1.2704582524523684);
    numerator = Math.fma(numerator, r, 3.6478483247632045);
    numerator = Math.fma(numerator, r, 5.769497221460691);
    numerator = Math.fma(numerator, r, 4.630337846156546);
    numerator = Math.fma(numerator, r, 1.4234371107496835);
    double denominator = 1.0507500716444169e-09;
    denominator = Math.fma(denominator, r, 0.0005475938084995345);
    denominator = Math.fma(denominator, r, 0.015198666563616457);
    denominator = Math.fma(denominator, r, 0.14810397642748008);
    denominator = Math.fma(denominator, r, 0.6897673349851);
    denominator = Math.fma(denominator, r, 1.6763848301838038);
    denominator = Math.fma(denominator, r, 2.053191626637759);
    denominator = Math.fma(denominator, r, 1);
    return numerator / denominator;
  }

  private static double tail(double r) {
    double numerator = 2.0103343992922881e-07;
    numerator = Math.fma(numerator, r, 2.7115555687434876e-05);
    numerator = Math.fma(numerator, r, 0.0012426609473880784);
    numerator = Math.fma(numerator, r, 0.026532189526576124);
    numerator = Math.fma(numerator, r, 0.29656057182850487);
    numerator = Math.fma(numerator, r, 1.7848265399172913);
    numerator = Math.fma(numerator, r, 5.463784911164114);
    numerator = Math.fma(numerator, r, 6.657904643501103);
    double denominator = 2.0442631033899397e-15;
    denominator = Math.fma(denominator, r, 1.421511758316446e-07);
    denominator = Math.fma(denominator, r, 1.8463183175100548e-05);
    denominator = Math.fma(denominator, r, 0.0007868691311456133);
    denominator = Math.fma(denominator, r, 0.014875361290850615);
    denominator = Math.fma(denominator, r, 0.1369298809227358);
    denominator = Math.fma(denominator, r, 0.599832206555888);
    denominator = Math.fma(denominator, r, 1);
    return numerator / denominator;
  }
}
