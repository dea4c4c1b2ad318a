package dev.hone.math.acquisition;

import dev.hone.math.pareto.NonDominatedBoxes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The logarithm of the expected gain in hypervolume, for several objectives: exact, over the front
 * of the posterior means at feasible points.
 *
 * <p>The objectives are independent given the data. O(k^⌊m/2⌋) boxes for a front of k points of m
 * objectives are summed for every candidate. A scorer allocates only when it is given more
 * candidates than ever before.
 *
 * <p>Source: Emmerich, Single- and multi-objective evolutionary design optimization assisted by
 * Gaussian random field metamodels (2005); as a sum over boxes Yang, Emmerich, Deutz and Bäck,
 * Efficient Computation of Expected Hypervolume Improvement Using Box Decomposition Algorithms
 * (2019); its logarithm Ament et al., Unexpected Improvements to Expected Improvement for Bayesian
 * Optimization (2023), section 4.
 */
public record LogExpectedHypervolumeImprovement() implements Acquisition {

  @Override
  public Scorer prepare(Belief belief) {
    double[] front = belief.feasibleMeans();
    int m = belief.objectives().size();
    HypervolumeGain gain =
        new HypervolumeGain(NonDominatedBoxes.of(front.length / m, m, front, belief.reference()));
    return new GainScorer(belief.objectives().stream().map(Moments::new).toList(), gain);
  }

  private static final class GainScorer implements Scorer {
    private final List<Moments> objectives;
    private final HypervolumeGain gain;
    private final double[] mean;
    private final double[] sigma;
    private final double[] byMean;
    private final double[] byVariance;

    GainScorer(List<Moments> objectives, HypervolumeGain gain) {
      this.objectives = objectives;
      this.gain = gain;
      mean = new double[objectives.size()];
      sigma = new double[objectives.size()];
      byMean = new double[objectives.size()];
      byVariance = new double[objectives.size()];
    }

    @Override
    public void score(int m, double[] x, double[] value, double @Nullable [] gradient) {
      for (Moments objective : objectives) {
        objective.compute(m, x, gradient != null);
      }
      if (gradient != null) {
        objectives.getFirst().clear(m, gradient);
      }
      for (int j = 0; j < m; j++) {
        for (int i = 0; i < mean.length; i++) {
          mean[i] = objectives.get(i).mean(j);
          sigma[i] = objectives.get(i).deviation(j);
        }
        if (gradient == null) {
          value[j] = gain.evaluate(mean, sigma, null, null);
        } else {
          value[j] = gain.evaluate(mean, sigma, byMean, byVariance);
          for (int i = 0; i < mean.length; i++) {
            objectives.get(i).addGradient(j, byMean[i], byVariance[i], gradient);
          }
        }
      }
    }
  }
}
