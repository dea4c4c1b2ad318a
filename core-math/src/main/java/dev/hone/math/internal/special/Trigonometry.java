package dev.hone.math.internal.special;

/**
 * Sine and cosine in at most 1 ulp for |x| ≤ {@link #LIMIT}, and {@link StrictMath}'s beyond.
 *
 * <p>x = n·π/2 + r with |r| ≤ π/4 and a little. n has at most 20 bits, so that x − n·π₁, with π₁
 * the double next to π/2, is a multiple of 2⁻⁵³ below 1 and comes out of one fused multiply-add
 * without rounding. π₂ are the next 33 bits of π/2: n·π₂ is exact, and so is what the next
 * subtraction rounds away. π₃ is the rest. r and what it lacks so stand in two doubles, to 2⁻¹²⁰;
 * no double of this range comes nearer to a multiple of π/2 than some 2⁻⁶⁰. After Cody and Waite
 * (1980), and Boldo, Daumas and Li, Formally Verified Argument Reduction with a Fused Multiply-Add
 * (2009).
 *
 * <p>sin r = r + r³·S(r²), cos r = 1 − r²/2 + r⁴·C(r²), with six coefficients each: Chebyshev
 * series, with errors of 2e-17 and 2e-18 before rounding.
 */
public final class Trigonometry {

  /** Up to this magnitude of x the multiple of π/2 is taken away in three steps. */
  public static final double LIMIT = 1e6;

  /** 2/π. */
  public static final double TWO_OVER_PI = 0.6366197723675814;

  public static final double PI_1 = 1.5707963267948966;
  public static final double PI_2 = 0x1.1a62633100000p-54;
  public static final double PI_3 = 3.5215598651832e-27;

  public static final double S0 = -0.16666666666666666;
  public static final double S1 = 0.008333333333330946;
  public static final double S2 = -0.0001984126983675497;
  public static final double S3 = 2.755731610068303e-6;
  public static final double S4 = -2.5051131455427946e-08;
  public static final double S5 = 1.591810123027412e-10;

  public static final double C0 = 0.041666666666666664;
  public static final double C1 = -0.0013888888888887395;
  public static final double C2 = 2.4801587298763433e-05;
  public static final double C3 = -2.7557317270560326e-07;
  public static final double C4 = 2.0876146024689747e-09;
  public static final double C5 = -1.1382614868556325e-11;

  private Trigonometry() {}

  /** sin x for every double. */
  public static double sin(double x) {
    return Math.abs(x) <= LIMIT ? sine(x, 0) : StrictMath.sin(x);
  }

  /** cos x for every double. */
  public static double cos(double x) {
    return Math.abs(x) <= LIMIT ? sine(x, 1) : StrictMath.cos(x);
  }

  /** sin(x + quarters·π/2). */
  private static double sine(double x, long quarters) {
    double shifted = Math.fma(x, TWO_OVER_PI, Exponential.ROUND);
    double n = shifted - Exponential.ROUND;
    double exact = Math.fma(n, -PI_1, x);
    double r = Math.fma(n, -PI_2, exact);
    double low = Math.fma(n, -PI_3, Math.fma(n, -PI_2, exact - r));
    double z = r * r;
    long quadrant = Double.doubleToRawLongBits(shifted) + quarters;
    double value = (quadrant & 1) == 0 ? sineOfRemainder(r, low, z) : cosineOfRemainder(r, low, z);
    return Double.longBitsToDouble(Double.doubleToRawLongBits(value) ^ ((quadrant & 2) << 62));
  }

  private static double sineOfRemainder(double r, double low, double z) {
    double z2 = z * z;
    double s01 = Math.fma(z, S1, S0);
    double s23 = Math.fma(z, S3, S2);
    double s45 = Math.fma(z, S5, S4);
    double s = Math.fma(z2, Math.fma(z2, s45, s23), s01);
    return r + Math.fma(r * z, s, low);
  }

  private static double cosineOfRemainder(double r, double low, double z) {
    double z2 = z * z;
    double c01 = Math.fma(z, C1, C0);
    double c23 = Math.fma(z, C3, C2);
    double c45 = Math.fma(z, C5, C4);
    double c = Math.fma(z2, Math.fma(z2, c45, c23), c01);
    double half = 0.5 * z;
    double leading = 1 - half;
    // What the subtraction rounded away, and the slope −r at the low part of the remainder.
    return leading + Math.fma(z2, c, Math.fma(r, -low, (1 - leading) - half));
  }
}
