package dev.hone.internal.gp;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The options of a {@link dev.hone.GpOptimizer} that decide about its suggestions.
 *
 * @param initialTrials trials before the first model
 * @param scaling how told values become targets
 * @param schedule when hyperparameters are fitted again
 * @param batches how suggestions are planned side by side
 */
public record GpStrategy(
    int initialTrials, TargetScaling scaling, RefitSchedule schedule, BatchPlan batches) {

  /**
   * The default for so many parameters: from 5 initial trials for one or two of them to 10 for
   * twelve and more.
   */
  public static GpStrategy forDimension(int d) {
    return new GpStrategy(
        Math.clamp(4 + d / 2, 5, 10),
        TargetScaling.DEFAULT,
        RefitSchedule.DEFAULT,
        BatchPlan.DEFAULT);
  }

  /**
   * Checks the number of trials.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public GpStrategy {
    if (initialTrials < 1) {
      throw new IllegalArgumentException(
          "initialTrials = " + initialTrials + ": expected at least 1");
    }
  }

  /** These options with another plan. */
  public GpStrategy withBatches(BatchPlan plan) {
    return new GpStrategy(initialTrials, scaling, schedule, plan);
  }

  /** Writes what {@link #load} reads. */
  public void save(DataOutput out) throws IOException {
    out.writeInt(initialTrials);
    out.writeDouble(scaling.clipQuantile());
    out.writeDouble(schedule.growth());
    out.writeDouble(schedule.surprise());
    batches.save(out);
  }

  /** Reads what {@link #save} wrote. */
  public static GpStrategy load(DataInput in) throws IOException {
    try {
      return new GpStrategy(
          in.readInt(),
          new TargetScaling(in.readDouble()),
          new RefitSchedule(in.readDouble(), in.readDouble()),
          BatchPlan.load(in));
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    }
  }
}
