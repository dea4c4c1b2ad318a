package dev.hone.math.internal.special;

/**
 * ln x in at most 1 ulp.
 *
 * <p>x = 2ᵏ(1 + f) with √½ ≤ 1 + f &lt; √2, and with s = f/(2 + f), ln(1 + f) = 2 artanh s = f −
 * (f²/2 − s(f²/2 + s²·p(s²))), in which f, the large term, is exact: the splitting of Sun's fdlibm
 * (e_log.c, 1993). The seven coefficients of p are a Chebyshev series; the relative error of the
 * logarithm is 1e-17 before rounding.
 */
public final class Logarithm {

  /** The bits of √½. */
  public static final long SQRT_HALF_BITS = 0x3fe6a09e667f3bcdL;

  /** Added to the bits of x, makes the exponent field k + 1023 and the others those of 1 + f. */
  public static final long EXPONENT_SHIFT = 0x3ff0000000000000L - SQRT_HALF_BITS;

  /** The bits below the exponent. */
  public static final long FRACTION_MASK = 0x000fffffffffffffL;

  /** The bits of 2⁵²: or-ed with a small integer, those of 2⁵² + the integer. */
  public static final long INTEGER_BITS = 0x4330000000000000L;

  /** 2⁵² + 1023. */
  public static final double INTEGER_OFFSET = 0x1p52 + 1023;

  public static final double P0 = 0.666666666666667;
  public static final double P1 = 0.3999999999989839;
  public static final double P2 = 0.28571428626452694;
  public static final double P3 = 0.22222211060553002;
  public static final double P4 = 0.18182894320913914;
  public static final double P5 = 0.15331554715751564;
  public static final double P6 = 0.14618452412443222;

  private Logarithm() {}

  /** ln x for every double. */
  public static double log(double x) {
    if (x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE) {
      return logScaled(x, 0);
    }
    if (x > 0) {
      return x == Double.POSITIVE_INFINITY ? x : logScaled(x * 0x1p54, -54);
    }
    return x == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
  }

  /** ln(x·2^exponent) for a normal x. */
  private static double logScaled(double x, int exponent) {
    long bits = Double.doubleToRawLongBits(x) + EXPONENT_SHIFT;
    double k = Double.longBitsToDouble((bits >>> 52) | INTEGER_BITS) - INTEGER_OFFSET + exponent;
    double f = Double.longBitsToDouble((bits & FRACTION_MASK) + SQRT_HALF_BITS) - 1;
    double s = f / (f + 2);
    double z = s * s;
    double z2 = z * z;
    double p01 = Math.fma(z, P1, P0);
    double p23 = Math.fma(z, P3, P2);
    double p45 = Math.fma(z, P5, P4);
    double p = Math.fma(z2, Math.fma(z2, Math.fma(z2, P6, p45), p23), p01);
    double halfSquare = 0.5 * f * f;
    double small = Math.fma(s, Math.fma(z, p, halfSquare), k * Exponential.LN2_LOW);
    return Math.fma(k, Exponential.LN2_HIGH, f - (halfSquare - small));
  }
}
