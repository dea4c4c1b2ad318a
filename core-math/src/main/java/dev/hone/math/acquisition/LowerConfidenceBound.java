package dev.hone.math.acquisition;

/**
 * The lower confidence bound of the first objective, as a score: −(μ − β·σ). The larger β, the more
 * a point is worth that little is known of.
 *
 * <p>Source: Cox and John, A statistical method for global optimization (1992); Srinivas et al.,
 * Gaussian Process Optimization in the Bandit Setting (2010), where the bound is an upper one of a
 * function to be maximised.
 *
 * @param beta how many standard deviations count, 0 or more
 */
public record LowerConfidenceBound(double beta) implements Acquisition {

  /**
   * Checks β.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public LowerConfidenceBound {
    if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("beta = " + beta + ": expected a number of 0 or more");
    }
  }

  @Override
  public Scorer prepare(Belief belief) {
    return new MomentScorer(belief.objective(), new Bound(beta));
  }

  /**
   * The function of the moments.
   *
   * @param beta how many standard deviations count
   */
  private record Bound(double beta) implements MomentFunction {

    @Override
    public double value(double mean, double variance) {
      return Math.fma(beta, Math.sqrt(variance), -mean);
    }

    @Override
    public double byMean(double mean, double variance) {
      return -1;
    }

    @Override
    public double byVariance(double mean, double variance) {
      return beta / (2 * Math.sqrt(variance));
    }
  }
}
