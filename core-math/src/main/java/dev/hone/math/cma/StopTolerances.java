package dev.hone.math.cma;

/**
 * When a {@link CmaEs} gives up.
 *
 * <p>Source: Hansen, The CMA Evolution Strategy: A Tutorial (2016), appendix B.3, with the values
 * of pycma 4.
 *
 * @param x stops when every standard deviation, and the evolution path times σ, is below this share
 *     of the initial one
 * @param fun stops when all values of a generation and the best ones of those before differ by less
 * @param funHistory stops when the best values of the last generations differ by less
 * @param facUpX stops when a standard deviation is above this multiple of the initial one
 * @param upSigma stops when σ is above this multiple of the initial one times the longest axis
 * @param condition stops when the condition number of the covariance is above it
 * @param flatGenerations how many flat generations in a row are tolerated
 * @param stagnation whether it stops when neither best values nor medians get better for long: not
 *     where the function changes, as an {@link AugmentedLagrangian} does
 */
public record StopTolerances(
    double x,
    double fun,
    double funHistory,
    double facUpX,
    double upSigma,
    double condition,
    int flatGenerations,
    boolean stagnation) {

  /** The defaults. */
  public static final StopTolerances DEFAULT =
      new StopTolerances(1e-11, 1e-11, 1e-12, 1e3, 1e20, 1e14, 1, true);

  /**
   * Checks the tolerances.
   *
   * @throws IllegalArgumentException if one is negative or NaN
   */
  public StopTolerances {
    check("x", x);
    check("fun", fun);
    check("funHistory", funHistory);
    check("facUpX", facUpX);
    check("upSigma", upSigma);
    check("condition", condition);
    check("flatGenerations", flatGenerations);
  }

  private static void check(String name, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(name + " = " + value + ": expected 0 or more");
    }
  }

  /** These tolerances with another number of flat generations. */
  public StopTolerances withFlatGenerations(int count) {
    return new StopTolerances(x, fun, funHistory, facUpX, upSigma, condition, count, stagnation);
  }

  /** These tolerances with or without an end by stagnation. */
  public StopTolerances withStagnation(boolean stops) {
    return new StopTolerances(
        x, fun, funHistory, facUpX, upSigma, condition, flatGenerations, stops);
  }
}
