package dev.hone.math.acquisition;

import dev.hone.math.special.SpecialFunctions;

/**
 * The logarithm of the probability that the first objective is below the incumbent, log Φ(z) with z
 * = (f* − μ)/σ: greedier than Expected Improvement, as it does not ask by how much.
 *
 * <p>Source: Kushner, A new method of locating the maximum point of an arbitrary multipeak curve in
 * the presence of noise (1964).
 */
public record LogProbabilityOfImprovement() implements Acquisition {

  @Override
  public Scorer prepare(Belief belief) {
    double best = belief.incumbent();
    return new MomentScorer(belief.objective(), new OverIncumbent(best));
  }

  /**
   * The function of the moments.
   *
   * @param best the value f* to improve on
   */
  private record OverIncumbent(double best) implements MomentFunction {

    @Override
    public double value(double mean, double variance) {
      return SpecialFunctions.logNdtr((best - mean) / Math.sqrt(variance));
    }

    @Override
    public double byMean(double mean, double variance) {
      double sigma = Math.sqrt(variance);
      return -NormalTails.hazard((best - mean) / sigma) / sigma;
    }

    @Override
    public double byVariance(double mean, double variance) {
      double z = (best - mean) / Math.sqrt(variance);
      return -NormalTails.hazard(z) * z / (2 * variance);
    }
  }
}
