package dev.hone.reinforcement;

import dev.hone.Trial;
import dev.hone.spi.History;
import dev.hone.spi.ResumableOptimizer;
import dev.hone.spi.Snapshot;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Learns which choices are rewarded: what methods of reinforcement learning have in common.
 *
 * <p>Values have no scale known beforehand, where these methods expect rewards between 0 and 1.
 * Therefore a trial's reward is the share of the values told so far that it beats, half of the
 * equal ones counted; that of a failed trial is 0. Nothing changes if all values are shifted,
 * scaled or put through any increasing function.
 *
 * <p>Trials may end in any order, late or never. {@linkplain #observe Observed} and enqueued
 * configurations are learnt from as if they had been suggested. The same seed and the same order of
 * calls give the same suggestions, bit for bit. Safe to use from many threads.
 */
public abstract sealed class ReinforcementOptimizer extends ResumableOptimizer
    permits BanditOptimizer, ReinforceOptimizer, QLearningOptimizer {
  private final Learner learner;
  private final Snapshot.Writer options;

  /** A new search. */
  ReinforcementOptimizer(Builder<?, ?> builder, Learner learner, Snapshot.Writer options) {
    super(builder);
    this.learner = learner;
    this.options = options;
  }

  @Override
  protected final void saveOptions(DataOutput out) throws IOException {
    options.write(out);
  }

  @Override
  protected final void saveState(DataOutput out) throws IOException {
    learner.save(out);
  }

  @Override
  protected final void loadState(DataInput in) throws IOException {
    learner.load(in);
  }

  @Override
  protected final double[] suggest(History history, long trialNumber) {
    return learner.suggest(history, trialNumber);
  }

  @Override
  protected final void told(Trial trial) {
    boolean complete = trial.state() == Trial.State.COMPLETE;
    learner.told(
        trial.number(),
        trial.configuration().encoded(),
        complete ? direction().toMinimized(trial.value()) : Double.NaN);
  }
}
