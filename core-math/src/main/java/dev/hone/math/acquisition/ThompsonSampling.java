package dev.hone.math.acquisition;

import dev.hone.math.gp.GpSamplePaths;
import org.jspecify.annotations.Nullable;

/**
 * Thompson sampling: the score is the negative of one function drawn from the posterior of the
 * first objective, by the seed of the belief.
 *
 * <p>Source: Thompson, On the likelihood that one unknown probability exceeds another (1933); drawn
 * as in Wilson et al., Efficiently Sampling Functions from Gaussian Process Posteriors (2020).
 */
public record ThompsonSampling() implements Acquisition {

  @Override
  public Scorer prepare(Belief belief) {
    GpSamplePaths path = belief.objective().samplePaths(1, belief.seed());
    return (m, x, value, gradient) -> score(path, m, x, value, gradient);
  }

  private static void score(
      GpSamplePaths path, int m, double[] x, double[] value, double @Nullable [] gradient) {
    path.evaluate(m, x, value, gradient);
    for (int j = 0; j < m; j++) {
      value[j] = -value[j];
    }
    for (int k = 0; gradient != null && k < m * path.dimension(); k++) {
      gradient[k] = -gradient[k];
    }
  }
}
