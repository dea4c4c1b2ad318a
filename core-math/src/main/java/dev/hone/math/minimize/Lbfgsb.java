package dev.hone.math.minimize;

/**
 * Minimises a smooth function within bounds: L-BFGS-B. Immutable and safe to share.
 *
 * <p>Each iteration follows the projected gradient to the generalised Cauchy point of a quadratic
 * model, minimises the model over the variables left free, and searches the line to that point. The
 * model keeps the last {@code memory} steps; an iteration takes O(nm²) beside the evaluations.
 *
 * <p>Source: Byrd, Lu, Nocedal and Zhu, A Limited Memory Algorithm for Bound Constrained
 * Optimization (1995); Morales and Nocedal, Remark on Algorithm 778: L-BFGS-B (2011).
 *
 * @param memory pairs of steps and gradient changes kept, 3 to 20 as a rule
 * @param maxIterations iterations after which a run ends
 * @param maxEvaluations evaluations after which a run ends
 * @param projectedGradientTolerance a run ends at a {@link Minimum#projectedGradientNorm} of this
 *     or less
 * @param relativeReduction a run ends after an iteration from f to f⁺ with f − f⁺ ≤
 *     relativeReduction·max(|f|, |f⁺|, 1)
 */
public record Lbfgsb(
    int memory,
    int maxIterations,
    int maxEvaluations,
    double projectedGradientTolerance,
    double relativeReduction) {

  private static final Lbfgsb DEFAULTS = new Lbfgsb(10, 15_000, 15_000, 1e-5, 2.2e-9);

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if a count is less than 1 or a tolerance is not a finite
   *     number of 0 or more
   */
  public Lbfgsb {
    requirePositive("memory", memory);
    requirePositive("maxIterations", maxIterations);
    requirePositive("maxEvaluations", maxEvaluations);
    requireTolerance("projectedGradientTolerance", projectedGradientTolerance);
    requireTolerance("relativeReduction", relativeReduction);
  }

  /** Ten pairs, 15,000 iterations and evaluations, tolerances of 1e-5 and 2.2e-9. */
  public static Lbfgsb defaults() {
    return DEFAULTS;
  }

  /**
   * These options with another memory.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public Lbfgsb withMemory(int memory) {
    return new Lbfgsb(
        memory, maxIterations, maxEvaluations, projectedGradientTolerance, relativeReduction);
  }

  /**
   * These options with another budget of iterations.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public Lbfgsb withMaxIterations(int maxIterations) {
    return new Lbfgsb(
        memory, maxIterations, maxEvaluations, projectedGradientTolerance, relativeReduction);
  }

  /**
   * These options with another budget of evaluations.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public Lbfgsb withMaxEvaluations(int maxEvaluations) {
    return new Lbfgsb(
        memory, maxIterations, maxEvaluations, projectedGradientTolerance, relativeReduction);
  }

  /**
   * These options with another tolerance of the projected gradient; 0 to go on to the limit of
   * precision.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public Lbfgsb withProjectedGradientTolerance(double projectedGradientTolerance) {
    return new Lbfgsb(
        memory, maxIterations, maxEvaluations, projectedGradientTolerance, relativeReduction);
  }

  /**
   * These options with another tolerance of the relative reduction; 0 to go on while there is any.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public Lbfgsb withRelativeReduction(double relativeReduction) {
    return new Lbfgsb(
        memory, maxIterations, maxEvaluations, projectedGradientTolerance, relativeReduction);
  }

  /**
   * Minimises f from a start; the same arguments give the same bits.
   *
   * @param f the function; what it throws is passed on
   * @param start n coordinates, clipped into the bounds
   * @param lower n lower bounds, −∞ for none
   * @param upper n upper bounds, ∞ for none
   * @throws IllegalArgumentException if lengths differ, the start is not finite, or an interval
   *     holds no number
   */
  public Minimum minimize(
      DifferentiableFunction f, double[] start, double[] lower, double[] upper) {
    LbfgsbRun run = start(start, lower, upper);
    double[] gradient = new double[start.length];
    double value;
    do {
      value = f.evaluate(run.point(), gradient);
    } while (run.advance(value, gradient));
    return run.result();
  }

  /**
   * Starts a run whose evaluations the caller makes, so that many runs can share one batch.
   *
   * @param start n coordinates, clipped into the bounds
   * @param lower n lower bounds, −∞ for none
   * @param upper n upper bounds, ∞ for none
   * @throws IllegalArgumentException as {@link #minimize}
   */
  public LbfgsbRun start(double[] start, double[] lower, double[] upper) {
    return new LbfgsbRun(this, start, new Box(lower, upper), null);
  }

  /**
   * The same with the curvature known from another run, on this function or one nearly the same.
   * Such a run tries a full quasi-Newton step at once, and ends, after the first evaluation
   * already, where the model promises no greater reduction than {@link #relativeReduction} asks
   * for. As many of the last pairs count as the memory holds.
   *
   * @param start n coordinates, clipped into the bounds
   * @param lower n lower bounds, −∞ for none
   * @param upper n upper bounds, ∞ for none
   * @param known of n variables
   * @throws IllegalArgumentException as {@link #minimize}, or if the curvature is of another number
   *     of variables
   */
  public LbfgsbRun start(double[] start, double[] lower, double[] upper, Curvature known) {
    if (known.dimension() != lower.length) {
      throw new IllegalArgumentException(
          "known is of "
              + known.dimension()
              + " variables: expected "
              + lower.length
              + ", as lower has");
    }
    return new LbfgsbRun(this, start, new Box(lower, upper), known);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " = " + value + ": expected at least 1");
    }
  }

  private static void requireTolerance(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " = " + value + ": expected a finite number of 0 or more");
    }
  }
}
