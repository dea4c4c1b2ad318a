package dev.hone.math.acquisition;

import dev.hone.math.gp.GpPosterior;
import dev.hone.math.special.SpecialFunctions;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A score with the logarithm of the probability added that all constraints hold, Σ log Φ(−μ/σ). As
 * long as no point is feasible that probability alone counts: there is nothing to improve on yet.
 *
 * <p>Source: Gardner et al., Bayesian Optimization with Inequality Constraints (2014); in
 * logarithms as in Ament et al. (2023), section 4.1. Without a constraint it is the plain score.
 *
 * @param objective the score of the objectives; best a logarithm of an expectation
 */
public record Constrained(Acquisition objective) implements Acquisition {

  @Override
  public Scorer prepare(Belief belief) {
    if (belief.constraints().isEmpty()) {
      return objective.prepare(belief);
    }
    List<Moments> constraints = belief.constraints().stream().map(Moments::new).toList();
    return new Feasibility(
        belief.hasFeasible() ? objective.prepare(belief) : null,
        constraints,
        belief.constraints().getFirst());
  }

  private static final class Feasibility implements Scorer {
    private final @Nullable Scorer objective;
    private final List<Moments> constraints;
    private final int dimension;

    Feasibility(@Nullable Scorer objective, List<Moments> constraints, GpPosterior first) {
      this.objective = objective;
      this.constraints = constraints;
      this.dimension = first.model().dimension();
    }

    @Override
    public void score(int m, double[] x, double[] value, double @Nullable [] gradient) {
      if (objective != null) {
        objective.score(m, x, value, gradient);
      } else {
        Arrays.fill(value, 0, m, 0);
        if (gradient != null) {
          Arrays.fill(gradient, 0, m * dimension, 0);
        }
      }
      for (Moments constraint : constraints) {
        constraint.compute(m, x, gradient != null);
        for (int j = 0; j < m; j++) {
          double sigma = constraint.deviation(j);
          double z = -constraint.mean(j) / sigma;
          value[j] += SpecialFunctions.logNdtr(z);
          if (gradient != null) {
            double hazard = NormalTails.hazard(z);
            constraint.addGradient(
                j, -hazard / sigma, -hazard * z / (2 * constraint.variance(j)), gradient);
          }
        }
      }
    }

    @Override
    public void close() {
      if (objective != null) {
        objective.close();
      }
    }
  }
}
