package dev.hone.reinforcement;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The options of a {@link ReinforceOptimizer}.
 *
 * @param learningRate the step along the gradient
 * @param baselineDecay how much of the baseline stays at every trial
 * @param entropyWeight how much the policy is kept from being sure
 * @param window how many of the latest values rewards compare with; 0: all
 * @param bins most choices of an ordered parameter
 */
record ReinforceStrategy(
    double learningRate, double baselineDecay, double entropyWeight, int window, int bins) {
  static final ReinforceStrategy DEFAULT = new ReinforceStrategy(0.5, 0.95, 0.01, 100, 10);

  ReinforceStrategy {
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "learningRate = " + learningRate + ": expected a finite number above 0");
    }
    if (!(baselineDecay >= 0 && baselineDecay < 1)) {
      throw new IllegalArgumentException(
          "baselineDecay = " + baselineDecay + ": expected 0 to below 1");
    }
    if (!(entropyWeight >= 0 && entropyWeight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "entropyWeight = " + entropyWeight + ": expected a finite number of at least 0");
    }
    if (window != 0 && window < 2) {
      throw new IllegalArgumentException("window = " + window + ": expected at least 2, or 0");
    }
    BanditStrategy.checkBins(bins);
  }

  ReinforceStrategy withLearningRate(double rate) {
    return new ReinforceStrategy(rate, baselineDecay, entropyWeight, window, bins);
  }

  ReinforceStrategy withBaselineDecay(double decay) {
    return new ReinforceStrategy(learningRate, decay, entropyWeight, window, bins);
  }

  ReinforceStrategy withEntropyWeight(double weight) {
    return new ReinforceStrategy(learningRate, baselineDecay, weight, window, bins);
  }

  ReinforceStrategy withWindow(int count) {
    return new ReinforceStrategy(learningRate, baselineDecay, entropyWeight, count, bins);
  }

  ReinforceStrategy withBins(int count) {
    return new ReinforceStrategy(learningRate, baselineDecay, entropyWeight, window, count);
  }

  void save(DataOutput out) throws IOException {
    out.writeDouble(learningRate);
    out.writeDouble(baselineDecay);
    out.writeDouble(entropyWeight);
    out.writeInt(window);
    out.writeInt(bins);
  }

  static ReinforceStrategy load(DataInput in) throws IOException {
    try {
      return new ReinforceStrategy(
          in.readDouble(), in.readDouble(), in.readDouble(), in.readInt(), in.readInt());
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    }
  }
}
