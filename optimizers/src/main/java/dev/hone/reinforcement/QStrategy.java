package dev.hone.reinforcement;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The options of a {@link QLearningOptimizer}.
 *
 * @param budget the trials over which exploration fades
 * @param learningRate how far a value moves towards its target
 * @param replays how many trials are learnt from again after each
 * @param memory how many decisions a state remembers
 * @param bins most choices of an ordered parameter
 */
record QStrategy(int budget, double learningRate, int replays, int memory, int bins) {
  /** Of Baker, Gupta, Naik and Raskar (2017), section 4 and appendix A. */
  static final QStrategy DEFAULT = new QStrategy(2700, 0.01, 100, 1, 10);

  /** Up to which share of the budget each exploration rate holds, from the same, table 2. */
  private static final double[] UNTIL = {
    1500 / 2700.0,
    1600 / 2700.0,
    1700 / 2700.0,
    1800 / 2700.0,
    1950 / 2700.0,
    2100 / 2700.0,
    2250 / 2700.0,
    2400 / 2700.0,
    2550 / 2700.0
  };

  QStrategy {
    atLeast(1, "budget", budget);
    atLeast(0, "replays", replays);
    atLeast(0, "memory", memory);
    if (!(learningRate > 0 && learningRate <= 1)) {
      throw new IllegalArgumentException(
          "learningRate = " + learningRate + ": expected above 0 and at most 1");
    }
    BanditStrategy.checkBins(bins);
  }

  private static void atLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " = " + value + ": expected at least " + least);
    }
  }

  QStrategy withBudget(int trials) {
    return new QStrategy(trials, learningRate, replays, memory, bins);
  }

  QStrategy withLearningRate(double rate) {
    return new QStrategy(budget, rate, replays, memory, bins);
  }

  QStrategy withReplays(int count) {
    return new QStrategy(budget, learningRate, count, memory, bins);
  }

  QStrategy withMemory(int decisions) {
    return new QStrategy(budget, learningRate, replays, decisions, bins);
  }

  QStrategy withBins(int count) {
    return new QStrategy(budget, learningRate, replays, memory, count);
  }

  /** How likely a decision of a trial is made by chance: 1.0, 0.9, … 0.1. */
  double exploration(long trialNumber) {
    int tenths = 10;
    for (double until : UNTIL) {
      tenths -= trialNumber >= until * budget ? 1 : 0;
    }
    return tenths / 10.0;
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(budget);
    out.writeDouble(learningRate);
    out.writeInt(replays);
    out.writeInt(memory);
    out.writeInt(bins);
  }

  static QStrategy load(DataInput in) throws IOException {
    try {
      return new QStrategy(
          in.readInt(), in.readDouble(), in.readInt(), in.readInt(), in.readInt());
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    }
  }
}
