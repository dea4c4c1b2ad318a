package dev.hone.math.acquisition;

import org.jspecify.annotations.Nullable;

/**
 * The greedy score −μ: the point that is believed best, however well that is known. For the last
 * trials of a budget.
 */
public record PosteriorMean() implements Acquisition {

  @Override
  public Scorer prepare(Belief belief) {
    Moments moments = new Moments(belief.objective());
    return (m, x, value, gradient) -> score(moments, m, x, value, gradient);
  }

  private static void score(
      Moments moments, int m, double[] x, double[] value, double @Nullable [] gradient) {
    moments.computeMeans(m, x, gradient != null);
    if (gradient != null) {
      moments.clear(m, gradient);
    }
    for (int j = 0; j < m; j++) {
      value[j] = -moments.mean(j);
      if (gradient != null) {
        moments.addMeanGradient(j, -1, gradient);
      }
    }
  }
}
