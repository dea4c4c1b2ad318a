package dev.hone.math.internal.special;

/** Polynomials whose coefficients, constant first, number 1 + 4k. */
final class Polynomial {

  private Polynomial() {}

  /**
   * The value at t: c₀ + t·q(t), where q is a cubic of every four coefficients, joined by Horner's
   * rule in t⁴. The short chains take half the time of one long one, and adding the largest term
   * last keeps its rounding the only one of its size. Vector twins repeat this very order.
   */
  static double evaluate(double[] c, double t) {
    double t2 = t * t;
    double t4 = t2 * t2;
    double sum = 0;
    for (int k = c.length - 4; k > 0; k -= 4) {
      double low = Math.fma(t, c[k + 1], c[k]);
      double high = Math.fma(t, c[k + 3], c[k + 2]);
      sum = Math.fma(sum, t4, Math.fma(t2, high, low));
    }
    return Math.fma(t, sum, c[0]);
  }
}
