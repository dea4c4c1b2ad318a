package dev.hone.math.acquisition;

import dev.hone.math.random.CounterRandom;
import dev.hone.math.random.NormalQuantile;
import dev.hone.math.random.SobolSequence;
import dev.hone.math.special.SpecialFunctions;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ParEGO: several objectives rolled into one by weights that are drawn anew for every suggestion
 * (the augmented Chebyshev scalarisation maxⱼ wⱼvⱼ + ρ·Σ wⱼvⱼ, v scaled to the range of the front),
 * and the logarithm of the expected improvement of that. The cheap way, for any number of
 * objectives.
 *
 * <p>Every objective keeps a process of its own; the expectation is taken over 128 scrambled-Sobol
 * normals, the same for all candidates, smoothed so that it has a slope everywhere.
 *
 * <p>Source: Knowles, ParEGO: A hybrid algorithm with on-line landscape approximation for expensive
 * multiobjective optimization problems (2006); over processes of the objectives as in Daulton,
 * Balandat and Bakshy (2020), section 5; the smoothing as in Ament et al. (2023), appendix A.
 *
 * @param rho how much the sum counts beside the maximum; 0.05 in the source
 */
public record ParEgo(double rho) implements Acquisition {
  private static final int DRAWS = 128;

  /** Width of the smoothing, in ranges of the front. */
  private static final double WIDTH = 1e-6;

  /**
   * Checks ρ.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public ParEgo {
    if (!(rho >= 0 && rho < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("rho = " + rho + ": expected a number of 0 or more");
    }
  }

  @Override
  public Scorer prepare(Belief belief) {
    return new ScalarScorer(belief, rho);
  }

  private static final class ScalarScorer implements Scorer {
    private final double rho;
    private final List<Moments> objectives;
    private final double[] ideal;

    /** Weight of each objective over its range. */
    private final double[] weights;

    private final double[] normals;
    private final double[] values;
    private final double[] terms = new double[DRAWS];
    private final double[] byMean;
    private final double[] byDeviation;
    private double best = Double.POSITIVE_INFINITY;

    ScalarScorer(Belief belief, double rho) {
      this.rho = rho;
      int k = belief.objectives().size();
      objectives = belief.objectives().stream().map(Moments::new).toList();
      values = new double[k];
      byMean = new double[k];
      byDeviation = new double[k];
      weights = weights(k, CounterRandom.of(belief.seed(), 0));
      normals = normals(k, belief.seed());
      ideal = new double[k];
      Arrays.fill(ideal, Double.POSITIVE_INFINITY);
      boolean any = belief.hasFeasible();
      double[] reference = belief.reference();
      for (int j = 0; j < k; j++) {
        for (int i = 0; i < belief.size(); i++) {
          if (!any || belief.isFeasible(i)) {
            ideal[j] = Math.min(ideal[j], belief.mean(j, i));
          }
        }
        double range = reference[j] - ideal[j];
        weights[j] /= range > 0 ? range : 1;
      }
      for (int i = 0; i < belief.size(); i++) {
        if (!any || belief.isFeasible(i)) {
          for (int j = 0; j < k; j++) {
            values[j] = belief.mean(j, i);
          }
          best = Math.min(best, scalar(values));
        }
      }
    }

    /** Uniform on the simplex. */
    private static double[] weights(int k, CounterRandom random) {
      double[] weights = new double[k];
      double sum = 0;
      for (int j = 0; j < k; j++) {
        weights[j] = -SpecialFunctions.log(random.nextOpenDouble());
        sum += weights[j];
      }
      for (int j = 0; j < k; j++) {
        weights[j] /= sum;
      }
      return weights;
    }

    private static double[] normals(int k, long seed) {
      double[] normals = new double[DRAWS * k];
      SobolSequence sobol = SobolSequence.scrambled(k, seed);
      for (int s = 0; s < DRAWS; s++) {
        sobol.point(s, normals, s * k);
      }
      for (int i = 0; i < normals.length; i++) {
        double u = Math.clamp(normals[i], 0x1p-53, 1 - 0x1p-53);
        normals[i] = NormalQuantile.inverseNormal(u);
      }
      return normals;
    }

    private double scalar(double[] y) {
      double sum = 0;
      double largest = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < y.length; j++) {
        double term = weights[j] * (y[j] - ideal[j]);
        sum += term;
        largest = Math.max(largest, term);
      }
      return Math.fma(rho, sum, largest);
    }

    private int largest(double[] y) {
      int largest = 0;
      for (int j = 1; j < y.length; j++) {
        if (weights[j] * (y[j] - ideal[j]) > weights[largest] * (y[largest] - ideal[largest])) {
          largest = j;
        }
      }
      return largest;
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
        for (int s = 0; s < DRAWS; s++) {
          draw(j, s);
          terms[s] = logFatPlus((best - scalar(values)) / WIDTH);
        }
        double total = NormalTails.logSumExp(DRAWS, terms, 0);
        value[j] = total - SpecialFunctions.log(DRAWS) + SpecialFunctions.log(WIDTH);
        if (gradient != null) {
          addGradients(j, total, gradient);
        }
      }
    }

    private void draw(int j, int s) {
      for (int i = 0; i < values.length; i++) {
        Moments objective = objectives.get(i);
        values[i] =
            Math.fma(objective.deviation(j), normals[s * values.length + i], objective.mean(j));
      }
    }

    private void addGradients(int j, double total, double[] gradient) {
      Arrays.fill(byMean, 0);
      Arrays.fill(byDeviation, 0);
      for (int s = 0; s < DRAWS; s++) {
        draw(j, s);
        double u = (best - scalar(values)) / WIDTH;
        double slope = SpecialFunctions.exp(terms[s] - total) * fatPlusSlope(u) / WIDTH;
        int largest = largest(values);
        for (int i = 0; i < values.length; i++) {
          double byValue = -slope * weights[i] * (i == largest ? 1 + rho : rho);
          byMean[i] += byValue;
          byDeviation[i] += byValue * normals[s * values.length + i];
        }
      }
      for (int i = 0; i < values.length; i++) {
        double byVariance = byDeviation[i] / (2 * objectives.get(i).deviation(j));
        objectives.get(i).addGradient(j, byMean[i], byVariance, gradient);
      }
    }

    /** log(log(1 + eᵘ) + 0.1/(1 + u²)). */
    private static double logFatPlus(double u) {
      return SpecialFunctions.log(fatPlus(u));
    }

    private static double fatPlus(double u) {
      double soft = u > 0 ? u + Math.log1p(Math.exp(-u)) : Math.log1p(Math.exp(u));
      return soft + 0.1 / (1 + u * u);
    }

    /** The derivative of {@link #logFatPlus}. */
    private static double fatPlusSlope(double u) {
      double square = 1 + u * u;
      return (1 / (1 + Math.exp(-u)) - 0.2 * u / (square * square)) / fatPlus(u);
    }
  }
}
