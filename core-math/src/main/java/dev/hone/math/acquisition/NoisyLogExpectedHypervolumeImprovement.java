package dev.hone.math.acquisition;

import dev.hone.math.linalg.NumericalException;
import dev.hone.math.pareto.NonDominatedBoxes;
import dev.hone.math.special.SpecialFunctions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The logarithm of the expected gain in hypervolume where observations are so noisy that the front
 * is not known: the expectation is also taken over the true values at the points tried, of which
 * some are drawn. Given them the gain has a closed form.
 *
 * <p>Source: Daulton, Balandat and Bakshy, Parallel Bayesian Optimization of Multiple Noisy
 * Objectives with Expected Hypervolume Improvement (2021); in logarithms as in Ament et al. (2023).
 *
 * @param samples how many draws, at least 1
 */
public record NoisyLogExpectedHypervolumeImprovement(int samples) implements Acquisition {

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public NoisyLogExpectedHypervolumeImprovement {
    if (samples < 1) {
      throw new IllegalArgumentException("samples = " + samples + ": expected at least 1");
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Where the points are too close to each other to be told apart without noise, {@link
   * LogExpectedHypervolumeImprovement} takes its place.
   */
  @Override
  public Scorer prepare(Belief belief) {
    try {
      return new SampledScorer(belief, samples);
    } catch (NumericalException tooClose) {
      return new LogExpectedHypervolumeImprovement().prepare(belief);
    }
  }

  private static final class SampledScorer implements Scorer {
    private final List<ExactSamples> objectives = new ArrayList<>();
    private final HypervolumeGain[] gains;
    private final double logCount;
    private final double[] terms;
    private final double[] mean;
    private final double[] sigma;
    private final double[] byMean;
    private final double[] byVariance;

    SampledScorer(Belief belief, int count) {
      int k = belief.objectives().size();
      for (int i = 0; i < k; i++) {
        objectives.add(
            new ExactSamples(belief.objectives().get(i), count, belief.seed() + 0x9E37L * i));
      }
      logCount = SpecialFunctions.log(count);
      terms = new double[count];
      mean = new double[k];
      sigma = new double[k];
      byMean = new double[count * k];
      byVariance = new double[count * k];
      double[] reference = belief.reference();
      gains = new HypervolumeGain[count];
      for (int s = 0; s < count; s++) {
        double[] values = feasibleValues(belief, s);
        gains[s] =
            new HypervolumeGain(NonDominatedBoxes.of(values.length / k, k, values, reference));
      }
    }

    private double[] feasibleValues(Belief belief, int draw) {
      List<Integer> rows = new ArrayList<>();
      for (int i = 0; i < belief.size(); i++) {
        if (belief.isFeasible(i)) {
          rows.add(i);
        }
      }
      int k = objectives.size();
      double[] values = new double[rows.size() * k];
      for (int at = 0; at < values.length; at++) {
        values[at] = objectives.get(at % k).value(draw, rows.get(at / k));
      }
      return values;
    }

    @Override
    public void score(int m, double[] x, double[] value, double @Nullable [] gradient) {
      for (ExactSamples objective : objectives) {
        objective.compute(m, x, gradient != null);
      }
      if (gradient != null) {
        objectives.getFirst().clear(m, gradient);
      }
      for (int j = 0; j < m; j++) {
        for (int s = 0; s < terms.length; s++) {
          terms[s] = gain(s, j, gradient != null);
        }
        double total = NormalTails.logSumExp(terms.length, terms, 0);
        value[j] = total - logCount;
        if (gradient != null) {
          addGradients(j, total, gradient);
        }
      }
    }

    private double gain(int draw, int j, boolean differentiable) {
      int k = mean.length;
      for (int i = 0; i < k; i++) {
        mean[i] = objectives.get(i).mean(draw, j);
        sigma[i] = objectives.get(i).deviation(j);
      }
      if (!differentiable) {
        return gains[draw].evaluate(mean, sigma, null, null);
      }
      double[] drawByMean = new double[k];
      double[] drawByVariance = new double[k];
      double gain = gains[draw].evaluate(mean, sigma, drawByMean, drawByVariance);
      System.arraycopy(drawByMean, 0, byMean, draw * k, k);
      System.arraycopy(drawByVariance, 0, byVariance, draw * k, k);
      return gain;
    }

    private void addGradients(int j, double total, double[] gradient) {
      int k = mean.length;
      for (int i = 0; i < k; i++) {
        double sum = 0;
        for (int s = 0; s < terms.length; s++) {
          double weight = SpecialFunctions.exp(terms[s] - total);
          objectives.get(i).addMeanGradient(s, j, weight * byMean[s * k + i], gradient);
          sum = Math.fma(weight, byVariance[s * k + i], sum);
        }
        objectives.get(i).addVarianceGradient(j, sum, gradient);
      }
    }

    @Override
    public void close() {
      objectives.forEach(ExactSamples::close);
    }
  }
}
