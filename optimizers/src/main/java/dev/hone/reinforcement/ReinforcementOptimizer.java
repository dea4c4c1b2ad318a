package dev.hone.reinforcement;

import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.spi.History;
import dev.hone.spi.OptimizerBase;
import dev.hone.spi.OptimizerBuilder;
import dev.hone.spi.Snapshot;

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
public abstract sealed class ReinforcementOptimizer extends OptimizerBase
    permits BanditOptimizer, ReinforceOptimizer, QLearningOptimizer {
  private static final int VERSION = 1;

  private final Learner learner;
  private final Snapshot.Writer options;

  /** A new search. */
  ReinforcementOptimizer(OptimizerBuilder<?> builder, Learner learner, Snapshot.Writer options) {
    super(builder);
    this.learner = learner;
    this.options = options;
  }

  /** Opens a snapshot of a method. */
  static Snapshot open(Class<?> method, byte[] snapshot, SearchSpace space) {
    return Snapshot.open(snapshot, method.getSimpleName(), VERSION, space);
  }

  /** Reads what was learnt from a snapshot whose options have been read. */
  final void resume(Snapshot snapshot) {
    restore(
        snapshot,
        in -> {
          learner.load(in);
          return learner;
        });
  }

  /**
   * Everything as bytes: space, options, trials (pending ones too), queue and what was learnt. The
   * optimizer that {@code restore} makes of it suggests what this one would, bit for bit. O(nd).
   *
   * @throws IllegalStateException if this optimizer is closed
   */
  @Override
  public final byte[] snapshot() {
    return snapshot(getClass().getSimpleName(), VERSION, options, learner::save);
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
