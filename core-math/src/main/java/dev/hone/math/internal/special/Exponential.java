package dev.hone.math.internal.special;

/**
 * eˣ in at most 1 ulp.
 *
 * <p>x = n·ln 2 + r with |r| ≤ ½ ln 2, the product split in two as by Cody and Waite, and eʳ = 1 +
 * r + r²·q(r). The ten coefficients of q are a Chebyshev series on that interval; the relative
 * error of eʳ is 1e-17 before rounding.
 */
public final class Exponential {

  /** Up to this magnitude of x, eˣ is a normal double and needs no care about its exponent. */
  public static final double LIMIT = 708;

  /** 1/ln 2. */
  public static final double LOG2_E = 1.4426950408889634;

  /** 1.5·2⁵²: adding it rounds to an integer, which then is the low bits of the sum. */
  public static final double ROUND = 0x1.8p52;

  /** The leading 33 bits of ln 2: its product with an exponent is exact. */
  public static final double LN2_HIGH = 0x1.62e42feep-1;

  /** ln 2 − {@link #LN2_HIGH}. */
  public static final double LN2_LOW = 1.9082149292705877e-10;

  public static final double Q0 = 0.5000000000000001;
  public static final double Q1 = 0.1666666666666667;
  public static final double Q2 = 0.04166666666662347;
  public static final double Q3 = 0.008333333333326025;
  public static final double Q4 = 0.0013888888917540194;
  public static final double Q5 = 0.00019841269875206784;
  public static final double Q6 = 2.4801520790053638e-5;
  public static final double Q7 = 2.7557254911597584e-6;
  public static final double Q8 = 2.7620328472719467e-7;
  public static final double Q9 = 2.5105419888250275e-8;

  /** Beyond ±this, eˣ times a factor of 2 is 0 or ∞ for certain. */
  private static final double SATURATION = 1000;

  private Exponential() {}

  /** eˣ for every double. */
  public static double exp(double x) {
    if (Math.abs(x) <= LIMIT) {
      return exp(x, 0);
    }
    return Double.isNaN(x) ? Double.NaN : scaledExp(1, x, 0);
  }

  /** e^(x + low) for |x| ≤ {@link #LIMIT}, where low is the rounding error of x. */
  public static double exp(double x, double low) {
    double shifted = Math.fma(x, LOG2_E, ROUND);
    double n = shifted - ROUND;
    double significand = exponentialOfRemainder(remainder(x, n) + low);
    long exponent = Double.doubleToRawLongBits(shifted) << 52;
    return Double.longBitsToDouble(Double.doubleToRawLongBits(significand) + exponent);
  }

  /**
   * scale·e^(x + low) for 0.001 ≤ scale ≤ 2 and every x but NaN, rounded once also where the result
   * is subnormal.
   */
  public static double scaledExp(double scale, double x, double low) {
    double bounded = Math.clamp(x, -SATURATION, SATURATION);
    double n = Math.fma(bounded, LOG2_E, ROUND) - ROUND;
    double significand = scale * exponentialOfRemainder(remainder(bounded, n) + low);
    // 2ⁿ itself may not be a double, and only the last of the two products may round.
    int half = (int) n / 2;
    return significand * powerOfTwo(half) * powerOfTwo((int) n - half);
  }

  private static double remainder(double x, double n) {
    return Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
  }

  private static double exponentialOfRemainder(double r) {
    double r2 = r * r;
    double r4 = r2 * r2;
    double q01 = Math.fma(r, Q1, Q0);
    double q23 = Math.fma(r, Q3, Q2);
    double q45 = Math.fma(r, Q5, Q4);
    double q67 = Math.fma(r, Q7, Q6);
    double q89 = Math.fma(r, Q9, Q8);
    double q = Math.fma(r4, Math.fma(r4, q89, Math.fma(r2, q67, q45)), Math.fma(r2, q23, q01));
    return Math.fma(r2, q, r) + 1;
  }

  private static double powerOfTwo(int exponent) {
    return Double.longBitsToDouble((exponent + 1023L) << 52);
  }
}
