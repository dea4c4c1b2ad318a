package dev.hone.pbt;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How a population is kept.
 *
 * @param size how many members there are
 * @param intervals for how many intervals a model is trained; 0: without end
 * @param exploit who copies whom
 * @param share which share of the members is the worst, and which the best
 * @param readyAfter how many intervals a member trains before it may copy, again
 */
record PopulationStrategy(int size, int intervals, Exploit exploit, double share, int readyAfter) {

  PopulationStrategy {
    atLeast(2, "populationSize", size);
    atLeast(0, "intervals", intervals);
    atLeast(1, "readyAfter", readyAfter);
    if (!(share > 0 && share <= 0.5)) {
      throw new IllegalArgumentException("share = " + share + ": expected above 0 and at most 0.5");
    }
  }

  static void atLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " = " + value + ": expected at least " + least);
    }
  }

  PopulationStrategy withSize(int members) {
    return new PopulationStrategy(members, intervals, exploit, share, readyAfter);
  }

  PopulationStrategy withIntervals(int count) {
    return new PopulationStrategy(size, count, exploit, share, readyAfter);
  }

  PopulationStrategy withExploit(Exploit kind) {
    return new PopulationStrategy(size, intervals, kind, share, readyAfter);
  }

  PopulationStrategy withShare(double worst) {
    return new PopulationStrategy(size, intervals, exploit, worst, readyAfter);
  }

  PopulationStrategy withReadyAfter(int count) {
    return new PopulationStrategy(size, intervals, exploit, share, count);
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(size);
    out.writeInt(intervals);
    out.writeUTF(exploit.name());
    out.writeDouble(share);
    out.writeInt(readyAfter);
  }

  static PopulationStrategy load(DataInput in) throws IOException {
    try {
      return new PopulationStrategy(
          in.readInt(),
          in.readInt(),
          Exploit.valueOf(in.readUTF()),
          in.readDouble(),
          in.readInt());
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    }
  }
}
