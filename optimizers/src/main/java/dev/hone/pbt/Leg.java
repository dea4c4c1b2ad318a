package dev.hone.pbt;

import dev.hone.Trial;
import java.util.Optional;

/**
 * Where a trial of population-based training takes up a model: what the caller has to load before
 * it trains for an interval with the trial's hyperparameters.
 *
 * @param member which member is trained, from 0; −1 if the configuration was enqueued or observed,
 *     which belongs to no member
 * @param interval how many intervals the model has been trained for before
 * @param from the trial whose checkpoint to load, by whichever member it was left; empty: a new
 *     model
 * @param exploited whether the checkpoint is another member's, since this one was left behind
 */
public record Leg(int member, int interval, Optional<Trial> from, boolean exploited) {

  /** What belongs to no member. */
  static final Leg OUTSIDE = new Leg(-1, 0, Optional.empty(), false);
}
