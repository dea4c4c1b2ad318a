package dev.hone.gpu;

import dev.hone.math.cma.StrategyParameters;
import java.util.Arrays;

/**
 * The weights of a generation's samples, best first: those of the strategy, or where fewer than μ
 * samples were evaluated, what brings them to the sum of 1.
 */
final class RecombinationWeights {
  private final StrategyParameters parameters;

  /** By rank. */
  final double[] weights;

  /** Of the parents by the row of their sample, 0 for all others. */
  final double[] ofRows;

  RecombinationWeights(StrategyParameters parameters) {
    this.parameters = parameters;
    this.weights = new double[parameters.populationSize()];
    this.ofRows = new double[weights.length];
  }

  /**
   * Takes a generation.
   *
   * @param ranked how many samples were evaluated
   * @param order their rows, best first
   * @return the effective number of parents, 1/Σw²
   */
  double take(int ranked, int[] order) {
    int parents = Math.min(ranked, parameters.parents());
    double sum = 0;
    for (int i = 0; i < parents; i++) {
      sum += parameters.weight(i);
    }
    boolean complete = parents == parameters.parents();
    double squares = 0;
    for (int i = 0; i < ranked; i++) {
      double weight = parameters.weight(i);
      weights[i] = complete || i >= parents ? weight : weight / sum;
      squares += i < parents ? weights[i] * weights[i] : 0;
    }
    Arrays.fill(ofRows, 0);
    for (int i = 0; i < parents; i++) {
      ofRows[order[i]] = weights[i];
    }
    return 1 / squares;
  }
}
