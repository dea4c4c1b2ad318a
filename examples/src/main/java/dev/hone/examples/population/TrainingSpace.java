package dev.hone.examples.population;

import dev.hone.DoubleParam;
import dev.hone.SearchSpace;
import dev.hone.Trial;

/** The hyperparameters of {@link Step}. */
final class TrainingSpace {
  private final DoubleParam learningRate;
  private final DoubleParam momentum;
  private final SearchSpace space;

  /** Declares them. */
  TrainingSpace() {
    SearchSpace.Builder builder = SearchSpace.builder();
    learningRate = builder.logUniform("learningRate", 1e-5, 1);
    momentum = builder.uniform("momentum", 0, 0.95);
    space = builder.build();
  }

  /** The space to search. */
  SearchSpace space() {
    return space;
  }

  /** The hyperparameters of a trial. */
  Step step(Trial trial) {
    return new Step(trial.get(learningRate), trial.get(momentum));
  }
}
