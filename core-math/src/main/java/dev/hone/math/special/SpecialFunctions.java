package dev.hone.math.special;

/** The special functions of Gaussian-process optimisation. */
public final class SpecialFunctions {

  private SpecialFunctions() {}

  /** Returns eˣ. */
  public static double exp(double x) {
    return Math.exp(x);
  }

  /** Returns ln x. */
  public static double log(double x) {
    return Math.log(x);
  }
}
