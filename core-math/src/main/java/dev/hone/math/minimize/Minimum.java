package dev.hone.math.minimize;

/** Where a minimisation ended, and why. Immutable. */
public final class Minimum {
  private final double[] point;
  private final double value;
  private final double projectedGradientNorm;
  private final int iterations;
  private final int evaluations;
  private final Termination termination;

  Minimum(
      double[] point,
      double value,
      double projectedGradientNorm,
      int iterations,
      int evaluations,
      Termination termination) {
    this.point = point.clone();
    this.value = value;
    this.projectedGradientNorm = projectedGradientNorm;
    this.iterations = iterations;
    this.evaluations = evaluations;
    this.termination = termination;
  }

  /** A copy of the best point evaluated; the clipped start if the function was not finite there. */
  public double[] point() {
    return point.clone();
  }

  /** The function at {@link #point}. */
  public double value() {
    return value;
  }

  /**
   * The largest change of a coordinate by a unit step against the gradient, projected into the
   * bounds: ‖P(x − ∇f(x)) − x‖∞ at {@link #point}.
   */
  public double projectedGradientNorm() {
    return projectedGradientNorm;
  }

  /** Line searches that succeeded. */
  public int iterations() {
    return iterations;
  }

  /** Evaluations of the function with its gradient. */
  public int evaluations() {
    return evaluations;
  }

  /** Why the run ended. */
  public Termination termination() {
    return termination;
  }

  @Override
  public String toString() {
    return "Minimum[value="
        + value
        + ", projectedGradientNorm="
        + projectedGradientNorm
        + ", iterations="
        + iterations
        + ", evaluations="
        + evaluations
        + ", termination="
        + termination
        + "]";
  }
}
