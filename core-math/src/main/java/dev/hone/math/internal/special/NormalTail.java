package dev.hone.math.internal.special;

/**
 * The lower tail Φ(−a) of the normal distribution, freed of its e^(−a²/2).
 *
 * <p>With t = (a − 5)/(a + 5), which maps [0, ∞) to [−1, 1), Φ(−a)·e^(a²/2) = ½ erfcx(a/√2) =
 * P(t)/(2 + 13/8·a). The weight 1 + 13/16·a makes P nearly level at a = 0, where a rounding of t
 * would hurt most, and keeps it within [0.64, 1.01].
 *
 * <p>P is a Chebyshev series, interpolated in 60 digits at 64 nodes, cut at degree 24 and brought
 * to the power basis; a search over neighbouring doubles took the largest relative error of the
 * rounded polynomial to 3.3e-17. After M. M. Shepherd and J. G. Laframboise, Chebyshev
 * Approximation of (1+2x)exp(x²)erfc x in 0 ≤ x &lt; ∞, Math. Comp. 36 (1981).
 */
public final class NormalTail {

  /** Beyond this magnitude only the leading term of any of these functions is in sight. */
  public static final double FAR = 1e150;

  /** Up to here Φ(−a), and what it is computed from, are normal doubles; h(a) beyond it is a. */
  public static final double NORMAL_LIMIT = 37;

  /** From here on 2e^(x²) may be taken to be a double; below, erfcx(x) is nothing but it. */
  public static final double ERFCX_NORMAL_LIMIT = -26;

  /** c of the map t(a) = (a − c)/(a + c). */
  public static final double CENTRE = 5;

  /** {@link #CENTRE}/√2, for an argument that is already divided by √2. */
  public static final double ERFCX_CENTRE = 3.5355339059327378;

  /** The slope of twice the weight of P. */
  public static final double WEIGHT = 1.625;

  /** {@link #WEIGHT}/√2. */
  public static final double ERFCX_WEIGHT = 1.1490485194281397;

  private static final double[] TAIL = {
    0.7788079628719388,
    -0.20256904120426916,
    0.09395015314944084,
    -0.014077631348050141,
    -0.0249559377136218,
    0.031092352588094972,
    -0.02128016107382829,
    0.00970618445138986,
    -0.0026412860216910366,
    6.301516181807186e-5,
    0.00027363261433908606,
    -8.675182682507738e-5,
    -1.3589266971523212e-5,
    1.4245921685095717e-5,
    -3.6801906899674336e-7,
    -2.0333003011447967e-6,
    2.375898824227626e-7,
    3.041669127045767e-7,
    -4.776106672111504e-8,
    -4.8045981327068626e-8,
    7.2130998696626955e-9,
    6.858467165416244e-9,
    -8.063930784650664e-10,
    -5.967769659313963e-10,
    5.010449225780831e-11
  };

  private NormalTail() {}

  /** The coefficients of P, constant first; a copy. */
  public static double[] coefficients() {
    return TAIL.clone();
  }

  /** e^(x²)·erfc(x) for 0 ≤ x &lt; ∞. */
  public static double erfcx(double x) {
    double t = (x - ERFCX_CENTRE) / (x + ERFCX_CENTRE);
    return Polynomial.evaluate(TAIL, t) / Math.fma(ERFCX_WEIGHT, x, 1);
  }

  /** Φ(−a)·e^(a²/2) for 0 ≤ a &lt; ∞. */
  public static double scaled(double a) {
    double t = (a - CENTRE) / (a + CENTRE);
    return Polynomial.evaluate(TAIL, t) / Math.fma(WEIGHT, a, 2);
  }
}
