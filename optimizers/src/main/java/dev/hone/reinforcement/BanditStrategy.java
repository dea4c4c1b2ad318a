package dev.hone.reinforcement;

import dev.hone.reinforcement.BanditOptimizer.Arms;
import dev.hone.reinforcement.BanditOptimizer.Rule;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The options of a {@link BanditOptimizer}.
 *
 * @param rule how an arm is chosen
 * @param arms what an arm is
 * @param exploration the factor of the uncertainty
 * @param bins most arms of an ordered parameter
 */
record BanditStrategy(Rule rule, Arms arms, double exploration, int bins) {
  /** The most arms that are listed. */
  static final long MOST_POINTS = 10_000;

  BanditStrategy {
    if (!(exploration > 0 && exploration < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "exploration = " + exploration + ": expected a finite number above 0");
    }
    checkBins(bins);
  }

  static void checkBins(int bins) {
    if (bins < 2 || bins > 1 << 20) {
      throw new IllegalArgumentException("bins = " + bins + ": expected 2 to " + (1 << 20));
    }
  }

  void save(DataOutput out) throws IOException {
    out.writeUTF(rule.name());
    out.writeUTF(arms.name());
    out.writeDouble(exploration);
    out.writeInt(bins);
  }

  static BanditStrategy load(DataInput in) throws IOException {
    try {
      return new BanditStrategy(
          Rule.valueOf(in.readUTF()), Arms.valueOf(in.readUTF()), in.readDouble(), in.readInt());
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    }
  }
}
