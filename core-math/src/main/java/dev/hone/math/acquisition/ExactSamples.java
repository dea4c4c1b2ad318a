package dev.hone.math.acquisition;

import dev.hone.math.gp.GpEngine;
import dev.hone.math.gp.GpPosterior;
import dev.hone.math.linalg.NumericalException;
import java.util.Arrays;

/**
 * What would be believed of an objective if its noise were lifted: its values at the points
 * conditioned on are drawn from their posterior, and a process without noise is told each draw in
 * turn.
 */
final class ExactSamples implements AutoCloseable {
  private final GpEngine exact;
  private final int count;
  private final int size;
  private final double[] draws;
  private final Moments variances;
  private final Moments[] means;

  /**
   * Draws.
   *
   * @param count number of draws
   * @throws NumericalException if the points are too close to each other for a process without
   *     noise
   */
  ExactSamples(GpPosterior posterior, int count, long seed) {
    this.count = count;
    size = posterior.size();
    draws = new double[count * size];
    posterior.samplePosterior(size, posterior.points(), count, seed, draws);
    exact = posterior.withoutNoise();
    variances = new Moments(exact);
    means = new Moments[count];
    Arrays.setAll(means, s -> new Moments(exact));
  }

  /** The value of a point conditioned on in one draw. */
  double value(int draw, int point) {
    return draws[draw * size + point];
  }

  /** Computes the variances of m points, which are the same for all draws, and all their means. */
  void compute(int m, double[] x, boolean differentiable) {
    variances.compute(m, x, differentiable);
    for (int s = 0; s < count; s++) {
      exact.setTargets(size, Arrays.copyOfRange(draws, s * size, (s + 1) * size));
      means[s].computeMeans(m, x, differentiable);
    }
  }

  double mean(int draw, int j) {
    return means[draw].mean(j);
  }

  double deviation(int j) {
    return variances.deviation(j);
  }

  double variance(int j) {
    return variances.variance(j);
  }

  void addMeanGradient(int draw, int j, double byMean, double[] gradient) {
    means[draw].addMeanGradient(j, byMean, gradient);
  }

  void addVarianceGradient(int j, double byVariance, double[] gradient) {
    variances.addGradient(j, 0, byVariance, gradient);
  }

  void clear(int m, double[] gradient) {
    variances.clear(m, gradient);
  }

  @Override
  public void close() {
    exact.close();
  }
}
