package dev.hone.math.acquisition;

import dev.hone.math.linalg.NumericalException;
import dev.hone.math.special.SpecialFunctions;
import org.jspecify.annotations.Nullable;

/**
 * Log Expected Improvement where observations are so noisy that it is not known which point is the
 * best so far: the expectation is also taken over the true values at the points tried, of which
 * some are drawn. Given them the improvement has a closed form.
 *
 * <p>Costs about as many times {@link LogExpectedImprovement} as there are samples, for few
 * observations, and less for many: the variances are the same for all.
 *
 * <p>Source: Letham, Karrer, Ottoni and Bakshy, Constrained Bayesian Optimization with Noisy
 * Experiments (2019), eq. 5; in logarithms as in Ament et al. (2023).
 *
 * @param samples how many draws, at least 1; 16 is plenty
 */
public record NoisyLogExpectedImprovement(int samples) implements Acquisition {

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public NoisyLogExpectedImprovement {
    if (samples < 1) {
      throw new IllegalArgumentException("samples = " + samples + ": expected at least 1");
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Where the points are too close to each other to be told apart without noise, {@link
   * LogExpectedImprovement} takes its place.
   */
  @Override
  public Scorer prepare(Belief belief) {
    try {
      return new SampledScorer(belief, samples);
    } catch (NumericalException tooClose) {
      return new LogExpectedImprovement().prepare(belief);
    }
  }

  private static final class SampledScorer implements Scorer {
    private final ExactSamples draws;
    private final double[] best;
    private final double[] terms;
    private final double logCount;

    SampledScorer(Belief belief, int count) {
      draws = new ExactSamples(belief.objective(), count, belief.seed());
      terms = new double[count];
      logCount = SpecialFunctions.log(count);
      best = new double[count];
      boolean any = belief.hasFeasible();
      for (int s = 0; s < count; s++) {
        best[s] = Double.POSITIVE_INFINITY;
        for (int i = 0; i < belief.size(); i++) {
          if (!any || belief.isFeasible(i)) {
            best[s] = Math.min(best[s], draws.value(s, i));
          }
        }
      }
    }

    @Override
    public void score(int m, double[] x, double[] value, double @Nullable [] gradient) {
      draws.compute(m, x, gradient != null);
      if (gradient != null) {
        draws.clear(m, gradient);
      }
      for (int j = 0; j < m; j++) {
        double variance = draws.variance(j);
        for (int s = 0; s < terms.length; s++) {
          terms[s] = LogExpectedImprovement.value(draws.mean(s, j), variance, best[s]);
        }
        double total = NormalTails.logSumExp(terms.length, terms, 0);
        value[j] = total - logCount;
        if (gradient != null) {
          addGradients(j, variance, total, gradient);
        }
      }
    }

    private void addGradients(int j, double variance, double total, double[] gradient) {
      double byVariance = 0;
      for (int s = 0; s < terms.length; s++) {
        double weight = SpecialFunctions.exp(terms[s] - total);
        double mean = draws.mean(s, j);
        double byMean = LogExpectedImprovement.derivativeByMean(mean, variance, best[s]);
        draws.addMeanGradient(s, j, weight * byMean, gradient);
        byVariance += weight * LogExpectedImprovement.derivativeByVariance(mean, variance, best[s]);
      }
      draws.addVarianceGradient(j, byVariance, gradient);
    }

    @Override
    public void close() {
      draws.close();
    }
  }
}
