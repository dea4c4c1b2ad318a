package dev.hone.math.gp;

import dev.hone.math.minimize.Curvature;
import dev.hone.math.minimize.Termination;
import java.util.List;

/**
 * Where a {@link GpFit} ended. Immutable.
 *
 * @param observations how many observations they were fitted to
 * @param theta the best hyperparameters, natural logarithms
 * @param logPosterior log marginal likelihood plus log prior density there, up to the prior's
 *     constant
 * @param logLikelihood log marginal likelihood there
 * @param start index of the start that led there
 * @param iterations iterations from all starts
 * @param evaluations evaluations of the likelihood from all starts
 * @param termination why the search from the best start ended
 * @param curvature what the search from the best start knew in the end of the curvature of the
 *     negative log posterior, in free coordinates
 * @param ends where each start led, in their order
 */
@SuppressWarnings("ArrayRecordComponent") // Copied in and out.
public record GpFitResult(
    int observations,
    double[] theta,
    double logPosterior,
    double logLikelihood,
    int start,
    int iterations,
    int evaluations,
    Termination termination,
    Curvature curvature,
    List<End> ends) {

  /**
   * Where the search from one start ended.
   *
   * @param logPosterior as that of the result; −∞ if it was not finite anywhere
   * @param termination why it ended
   */
  public record End(double logPosterior, Termination termination) {}

  /** Copies θ and the ends. */
  public GpFitResult {
    theta = theta.clone();
    ends = List.copyOf(ends);
  }

  /** A copy of the best hyperparameters. */
  @Override
  public double[] theta() {
    return theta.clone();
  }
}
