package dev.hone.pbt;

import dev.hone.math.random.CounterRandom;

/** Says with which hyperparameters a member goes on from another's checkpoint. */
interface Exploration {

  /**
   * The point of the unit cube to go on with; it is made canonical by whoever asks.
   *
   * @param parent the canonical point of the interval that left the checkpoint; not to be changed
   * @param interval how many intervals the model has been trained for
   * @param value what it is worth, to be minimised
   * @param population what all members did so far
   * @param random the random numbers of the trial
   */
  double[] explore(
      double[] parent, int interval, double value, Population population, CounterRandom random);
}
