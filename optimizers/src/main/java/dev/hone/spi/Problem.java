package dev.hone.spi;

import dev.hone.Configuration;
import dev.hone.Direction;
import dev.hone.Outcome;
import dev.hone.SearchSpace;
import java.util.List;

/**
 * What an optimizer is asked, whatever its method.
 *
 * @param space where to search
 * @param directions whether small or large values are wanted, for each objective
 * @param constraintCount how many constraints there are
 * @param seed of all random choices
 */
record Problem(SearchSpace space, List<Direction> directions, int constraintCount, long seed) {

  /** Checks that an outcome has as many objectives, constraints and derivatives as it should. */
  void checkFits(Outcome outcome) {
    if (outcome.objectiveCount() != directions.size()
        || outcome.constraintCount() != constraintCount) {
      throw new IllegalArgumentException(
          "an outcome of %d objectives and %d constraints: expected %d and %d"
              .formatted(
                  outcome.objectiveCount(),
                  outcome.constraintCount(),
                  directions.size(),
                  constraintCount));
    }
    double[] gradient = outcome.gradient();
    if (gradient != null && gradient.length != space.parameters().size()) {
      throw new IllegalArgumentException(
          "a gradient of %d entries: expected one for each of %d parameters"
              .formatted(gradient.length, space.parameters().size()));
    }
  }

  /** Checks that a configuration is one of the space. */
  void checkBelongs(Configuration configuration) {
    if (configuration.space() != space) {
      throw new IllegalArgumentException(
          configuration + " belongs to another search space: expected one of " + space);
    }
  }
}
