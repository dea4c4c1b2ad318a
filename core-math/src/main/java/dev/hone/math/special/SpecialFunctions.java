package dev.hone.math.special;

import static dev.hone.math.internal.special.LogImprovement.HALF_LOG_2PI;
import static dev.hone.math.internal.special.LogImprovement.INVERSE_SQRT_2PI;
import static dev.hone.math.internal.special.LogImprovement.MIDDLE_END;
import static dev.hone.math.internal.special.LogImprovement.MIDDLE_START;
import static dev.hone.math.internal.special.NormalTail.ERFCX_NORMAL_LIMIT;
import static dev.hone.math.internal.special.NormalTail.FAR;
import static dev.hone.math.internal.special.NormalTail.NORMAL_LIMIT;

import dev.hone.math.internal.special.Exponential;
import dev.hone.math.internal.special.LogImprovement;
import dev.hone.math.internal.special.Logarithm;
import dev.hone.math.internal.special.NormalTail;
import dev.hone.math.internal.special.Trigonometry;

/**
 * The special functions of Gaussian-process optimisation, to 4 ulp over the whole range of double.
 *
 * <p>Φ and φ are the distribution function and the density of the standard normal distribution, and
 * h(z) = φ(z) + zΦ(z) is the expected improvement of a unit normal (Ament et al., Unexpected
 * Improvements to Expected Improvement for Bayesian Optimization, NeurIPS 2023, section 4.1).
 *
 * <p>Every function returns the same bits on every machine and in every {@link VectorMath}, NaN for
 * NaN, and never throws. O(1), no allocation, safe to use from many threads.
 */
public final class SpecialFunctions {
  private static final double INVERSE_SQRT_PI = 0.5641895835477563;

  /** erfcx is ∞ below this, and Φ(−z) is 0 beyond {@link #TAIL_END}. */
  private static final double ERFCX_END = -27;

  private static final double TAIL_END = 40;

  private SpecialFunctions() {}

  /** Returns eˣ: 0 below −745.13 and for −∞, ∞ above 709.78, rounded once where it is subnormal. */
  public static double exp(double x) {
    return Exponential.exp(x);
  }

  /** Returns ln x: −∞ for ±0, NaN for x &lt; 0, ∞ for ∞. */
  public static double log(double x) {
    return Logarithm.log(x);
  }

  /** Returns sin x, to 2 ulp: 0 for ±0, NaN for ±∞. */
  public static double sin(double x) {
    return Trigonometry.sin(x);
  }

  /** Returns cos x, to 2 ulp: NaN for ±∞. */
  public static double cos(double x) {
    return Trigonometry.cos(x);
  }

  /**
   * Returns the scaled complementary error function e^(x²)·erfc(x): ∞ below −26.63, 0 for ∞, about
   * 1/(√π x) for large x.
   */
  public static double erfcx(double x) {
    if (x >= 0) {
      return x > FAR ? INVERSE_SQRT_PI / x : NormalTail.erfcx(x);
    }
    double square = x * x;
    double squareLow = Math.fma(x, x, -square);
    if (x >= ERFCX_NORMAL_LIMIT) {
      return Math.fma(2, Exponential.exp(square, squareLow), -NormalTail.erfcx(-x));
    }
    if (Double.isNaN(x)) {
      return Double.NaN;
    }
    return x < ERFCX_END ? Double.POSITIVE_INFINITY : Exponential.scaledExp(2, square, squareLow);
  }

  /**
   * Returns Φ(z), the probability that a standard normal variable is at most z: 0 below −38.48,
   * rounded once where it is subnormal, 1 above 8.3.
   */
  public static double ndtr(double z) {
    if (Double.isNaN(z)) {
      return Double.NaN;
    }
    double tail = tail(Math.min(Math.abs(z), TAIL_END));
    return z < 0 ? tail : 1 - tail;
  }

  /**
   * Returns log Φ(z): about −z²/2 − log |z| for very negative z, −∞ for −∞, −Φ(−z) for large z, 0
   * for ∞.
   */
  public static double logNdtr(double z) {
    if (z <= 0) {
      return z < -FAR ? -0.5 * z * z : Math.fma(-0.5 * z, z, Logarithm.log(NormalTail.scaled(-z)));
    }
    if (Double.isNaN(z)) {
      return Double.NaN;
    }
    if (z > NORMAL_LIMIT) {
      // Not the negation, which would make −0 of 0.
      return 0 - tail(Math.min(z, TAIL_END));
    }
    // log(1 − tail), with what two roundings took away from 1 − tail made good to first order.
    double scaled = NormalTail.scaled(z);
    double gaussian = gaussian(z);
    double tail = scaled * gaussian;
    double tailLow = Math.fma(scaled, gaussian, -tail);
    double rest = 1 - tail;
    return Logarithm.log(rest) + (((1 - rest) - tail) - tailLow) / rest;
  }

  /**
   * Returns log h(z), the logarithm of the expected improvement at mean improvement z and unit
   * standard deviation: about −z²/2 − 2 log |z| − 0.92 for very negative z, log z for large z, −∞
   * for −∞, ∞ for ∞. Its only root, near 0.9, is as accurate as the rest.
   */
  public static double logH(double z) {
    if (z <= MIDDLE_START) {
      if (z < -FAR) {
        return -0.5 * z * z;
      }
      double logScaled = Logarithm.log(LogImprovement.scaled(-z));
      return Math.fma(-0.5 * z, z, logScaled - HALF_LOG_2PI);
    }
    if (z < MIDDLE_END) {
      return LogImprovement.middleLog(z);
    }
    return Double.isNaN(z) ? Double.NaN : Logarithm.log(improvement(z));
  }

  /**
   * Returns Φ(z)/h(z), the derivative of {@link #logH}: about −z for very negative z, 1/z for large
   * z, ∞ for −∞, 0 for ∞.
   */
  public static double logHDerivative(double z) {
    if (z <= MIDDLE_START) {
      return z < -FAR ? -z : LogImprovement.leftDerivative(-z);
    }
    if (z < MIDDLE_END) {
      return LogImprovement.middleDerivative(z);
    }
    if (Double.isNaN(z)) {
      return Double.NaN;
    }
    double a = Math.min(z, NORMAL_LIMIT);
    return (1 - NormalTail.scaled(a) * gaussian(a)) / improvement(z);
  }

  /** Φ(−a) for 0 ≤ a ≤ 40. */
  private static double tail(double a) {
    double scaled = NormalTail.scaled(a);
    if (a <= NORMAL_LIMIT) {
      return scaled * gaussian(a);
    }
    double square = -0.5 * a * a;
    return Exponential.scaledExp(scaled, square, Math.fma(-0.5 * a, a, -square));
  }

  /** h(z) for z ≥ 2. */
  private static double improvement(double z) {
    double a = Math.min(z, NORMAL_LIMIT);
    return Math.fma(INVERSE_SQRT_2PI * LogImprovement.scaled(a), gaussian(a), z);
  }

  /** e^(−a²/2) for 0 ≤ a ≤ 37, with the rounding error of the square made good. */
  private static double gaussian(double a) {
    double square = -0.5 * a * a;
    return Exponential.exp(square, Math.fma(-0.5 * a, a, -square));
  }
}
