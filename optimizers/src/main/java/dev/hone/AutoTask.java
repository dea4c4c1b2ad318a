package dev.hone;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What an {@link AutoOptimizer} is told of its task.
 *
 * @param budget how many trials there will be; 0 if that is not known
 * @param batch how many are tried side by side
 * @param latencyNanos how long a suggestion may take; 0 for any time
 * @param noisy whether values have noise
 * @param polished whether the end of the budget is a local search
 */
record AutoTask(long budget, int batch, long latencyNanos, boolean noisy, boolean polished) {
  static final AutoTask UNKNOWN = new AutoTask(0, 1, 0, false, true);

  AutoTask {
    if (budget < 0) {
      throw new IllegalArgumentException("budget = " + budget + ": expected at least 1");
    }
    if (batch < 1) {
      throw new IllegalArgumentException("batch = " + batch + ": expected at least 1");
    }
    if (latencyNanos < 0) {
      throw new IllegalArgumentException(
          "latency = " + latencyNanos + " ns: expected more than zero");
    }
  }

  void save(DataOutput out) throws IOException {
    out.writeLong(budget);
    out.writeInt(batch);
    out.writeLong(latencyNanos);
    out.writeBoolean(noisy);
    out.writeBoolean(polished);
  }

  static AutoTask load(DataInput in) throws IOException {
    return new AutoTask(
        in.readLong(), in.readInt(), in.readLong(), in.readBoolean(), in.readBoolean());
  }
}
