package dev.hone.math.acquisition;

import dev.hone.math.gp.GpPosterior;
import org.jspecify.annotations.Nullable;

/** Applies a function of the moments to points. */
final class MomentScorer implements Acquisition.Scorer {
  private final Moments moments;
  private final MomentFunction function;

  MomentScorer(GpPosterior posterior, MomentFunction function) {
    this.moments = new Moments(posterior);
    this.function = function;
  }

  @Override
  public void score(int m, double[] x, double[] value, double @Nullable [] gradient) {
    moments.compute(m, x, gradient != null);
    if (gradient != null) {
      moments.clear(m, gradient);
    }
    for (int j = 0; j < m; j++) {
      double mean = moments.mean(j);
      double variance = moments.variance(j);
      value[j] = function.value(mean, variance);
      if (gradient != null) {
        moments.addGradient(
            j, function.byMean(mean, variance), function.byVariance(mean, variance), gradient);
      }
    }
  }
}
