package dev.hone.math.acquisition;

import dev.hone.math.gp.GpPosterior;
import org.jspecify.annotations.Nullable;

/**
 * A score in logarithms less the logarithm of the cost that is believed: Expected Improvement per
 * unit of cost. The cost counts by the mean of its logarithm, which is its median: its mean would
 * keep the search from wherever costs are not known yet.
 *
 * <p>Source: Snoek, Larochelle and Adams, Practical Bayesian Optimization of Machine Learning
 * Algorithms (2012), section 3.2. Without a cost it is the plain score.
 *
 * @param objective a logarithm of an expectation
 */
public record PerUnitCost(Acquisition objective) implements Acquisition {

  @Override
  public Scorer prepare(Belief belief) {
    GpPosterior logCost = belief.logCost();
    if (logCost == null) {
      return objective.prepare(belief);
    }
    return new Discounted(objective.prepare(belief), new Moments(logCost), belief.logCostScale());
  }

  private static final class Discounted implements Scorer {
    private final Scorer objective;
    private final Moments logCost;
    private final double scale;

    Discounted(Scorer objective, Moments logCost, double scale) {
      this.objective = objective;
      this.logCost = logCost;
      this.scale = scale;
    }

    @Override
    public void score(int m, double[] x, double[] value, double @Nullable [] gradient) {
      objective.score(m, x, value, gradient);
      logCost.computeMeans(m, x, gradient != null);
      for (int j = 0; j < m; j++) {
        value[j] -= scale * logCost.mean(j);
        if (gradient != null) {
          logCost.addMeanGradient(j, -scale, gradient);
        }
      }
    }

    @Override
    public void close() {
      objective.close();
    }
  }
}
