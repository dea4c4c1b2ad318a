package dev.hone.internal.gp;

import dev.hone.ModelPrior;
import dev.hone.PriorMean;
import dev.hone.math.acquisition.Acquisition;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link dev.hone.GpOptimizer} that decide about its suggestions.
 *
 * @param initialTrials trials before the first model
 * @param scaling how told values become targets
 * @param schedule when hyperparameters are fitted again
 * @param batches how suggestions are planned side by side
 * @param model the model
 * @param acquisition what a suggestion maximises
 */
public record GpStrategy(
    int initialTrials,
    TargetScaling scaling,
    RefitSchedule schedule,
    BatchPlan batches,
    ModelOptions model,
    AcquisitionChoice acquisition) {

  /**
   * The default for so many parameters: from 5 initial trials for one or two of them to 10 for
   * twelve and more.
   */
  public static GpStrategy forDimension(int d) {
    return new GpStrategy(
        Math.clamp(4 + d / 2, 5, 10),
        TargetScaling.DEFAULT,
        RefitSchedule.DEFAULT,
        BatchPlan.DEFAULT,
        ModelOptions.DEFAULT,
        AcquisitionChoice.DEFAULT);
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

  /**
   * These options with what depends on how many objectives there are. Of several, values told are
   * no better than others in each of them, and an inferred signal variance was no help.
   *
   * @param mean what the model is to expect where nothing was tried, or null if that was not set
   */
  public GpStrategy forObjectives(int count, @Nullable PriorMean mean) {
    boolean average = mean == null ? count > 1 : mean == PriorMean.AVERAGE;
    GpStrategy complete = this;
    if (average) {
      complete = complete.withScaling(scaling.withZero(TargetScaling.Zero.AVERAGE));
    }
    boolean byPrior = model.signal() == ModelOptions.Signal.BY_PRIOR;
    if (count > 1 && byPrior && model.prior() == ModelPrior.EXPLORATIVE) {
      complete = complete.withModel(model.withSignal(ModelOptions.Signal.FIXED));
    }
    return complete;
  }

  /** These options with another number of initial trials. */
  public GpStrategy withInitialTrials(int count) {
    return new GpStrategy(count, scaling, schedule, batches, model, acquisition);
  }

  /** These options with another scaling. */
  public GpStrategy withScaling(TargetScaling other) {
    return new GpStrategy(initialTrials, other, schedule, batches, model, acquisition);
  }

  /** These options with another schedule. */
  public GpStrategy withSchedule(RefitSchedule other) {
    return new GpStrategy(initialTrials, scaling, other, batches, model, acquisition);
  }

  /** These options with another plan. */
  public GpStrategy withBatches(BatchPlan plan) {
    return new GpStrategy(initialTrials, scaling, schedule, plan, model, acquisition);
  }

  /** These options with another model. */
  public GpStrategy withModel(ModelOptions other) {
    return new GpStrategy(initialTrials, scaling, schedule, batches, other, acquisition);
  }

  /** These options with another acquisition. */
  public GpStrategy withAcquisition(AcquisitionChoice other) {
    return new GpStrategy(initialTrials, scaling, schedule, batches, model, other);
  }

  /** Writes what {@link #load} reads. */
  public void save(DataOutput out) throws IOException {
    out.writeInt(initialTrials);
    scaling.save(out);
    out.writeDouble(schedule.growth());
    out.writeDouble(schedule.surprise());
    batches.save(out);
    model.save(out);
    acquisition.save(out);
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @param own the acquisition of the caller's own, which was not written, if there is one
   */
  public static GpStrategy load(DataInput in, @Nullable Acquisition own) throws IOException {
    try {
      return new GpStrategy(
          in.readInt(),
          TargetScaling.load(in),
          new RefitSchedule(in.readDouble(), in.readDouble()),
          BatchPlan.load(in),
          ModelOptions.load(in),
          AcquisitionChoice.load(in, own));
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    }
  }
}
