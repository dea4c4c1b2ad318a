package dev.hone.examples.dl4j;

import dev.hone.record.IntRange;
import dev.hone.record.Levels;
import dev.hone.record.LogIntRange;
import dev.hone.record.LogUniform;
import dev.hone.record.Uniform;

/**
 * The hyperparameters of a network and of its training.
 *
 * @param network what kind of network
 * @param learningRate Adam's
 * @param batch how many examples a step of training sees
 * @param l2 the weight of Σw²
 */
public record NetworkHp(
    Network network,
    @LogUniform(min = 1e-4, max = 1e-1) double learningRate,
    @Levels({16, 32, 64, 128}) int batch,
    @LogUniform(min = 1e-6, max = 1e-2) double l2) {

  /** What kind of network. */
  public sealed interface Network permits Mlp, Cnn {}

  /**
   * Dense layers.
   *
   * @param layers how many are hidden
   * @param units of each hidden layer
   * @param dropout the share of units left out in training
   */
  public record Mlp(
      @IntRange(min = 1, max = 3) int layers,
      @LogIntRange(min = 8, max = 128) int units,
      @Uniform(min = 0, max = 0.5) double dropout)
      implements Network {}

  /**
   * A convolution before one dense layer.
   *
   * @param filters how many
   * @param kernel the width of each
   * @param units of the dense layer
   */
  public record Cnn(
      @LogIntRange(min = 4, max = 16) int filters,
      @Levels({2, 3, 5}) int kernel,
      @LogIntRange(min = 8, max = 64) int units)
      implements Network {}
}
