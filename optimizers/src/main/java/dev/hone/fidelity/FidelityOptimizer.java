package dev.hone.fidelity;

import dev.hone.Configuration;
import dev.hone.Outcome;
import dev.hone.Trial;
import dev.hone.spi.History;
import dev.hone.spi.ResumableOptimizer;
import dev.hone.spi.Snapshot;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Tries many configurations with small budgets and the best of them with larger ones: what methods
 * on top of Hyperband have in common.
 *
 * <p>A trial may spend {@link #budget} steps, of whatever kind they are; some go on from an earlier
 * trial of the same configuration ({@link #continues}), whose training may be taken up again if it
 * was kept. Only trials of the highest budget compete for {@link #best} and {@link #front}.
 *
 * <p>Brackets are those of Hyperband (Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar, 2018):
 * with a factor η, every bracket of n trials is followed by the best n/η of them with η times the
 * budget, and so on up to the highest one; the next bracket has fewer trials, and a higher budget
 * from the start. A rung begins when all trials of the one below have ended; if there is none to
 * hand out before, the next bracket is opened. Failed trials do not go on; if most of a rung fails,
 * the next one is smaller.
 *
 * <p>Configurations that are enqueued have the highest budget, and so do those observed unless it
 * is {@linkplain #observe(Configuration, Outcome, long) said}; they belong to no bracket, but are
 * learnt from. The same seed and the same order of calls give the same suggestions, bit for bit.
 * Safe to use from many threads.
 */
public abstract sealed class FidelityOptimizer extends ResumableOptimizer
    permits BohbOptimizer, DehbOptimizer {
  private final Levels levels;
  private final Proposer proposer;
  private final Ladder ladder;
  private final Snapshot.Writer options;

  /** A new search. */
  FidelityOptimizer(
      FidelityBuilder<?, ?> builder, Levels levels, Proposer proposer, Snapshot.Writer options) {
    super(builder);
    this.levels = levels;
    this.proposer = proposer;
    this.ladder = new Ladder(levels, proposer, directions());
    this.options = options;
  }

  /** With the budgets of trials, since which of them compete is asked for when they are read. */
  @Override
  protected final void saveOptions(DataOutput out) throws IOException {
    levels.save(out);
    options.write(out);
  }

  @Override
  protected final void saveState(DataOutput out) throws IOException {
    ladder.save(out);
    proposer.save(out);
  }

  @Override
  protected final void loadState(DataInput in) throws IOException {
    List<Trial> trials = trials();
    ladder.load(in, trials, space().dimension());
    proposer.load(in, trials);
  }

  /** The budgets that trials may have, ascending. */
  public final List<Long> budgets() {
    return levels.budgets();
  }

  /**
   * How many steps a trial may spend in all, those of the trial that it goes on from included;
   * O(1).
   *
   * @throws IllegalStateException if the trial was handed out by another optimizer
   */
  public final long budget(Trial trial) {
    checkOwn(trial);
    return levels.budget(levels.of(trial.number()));
  }

  /**
   * The trial of the same configuration with the next lower budget, which this one goes on from;
   * empty if it is the first of its configuration. O(trials).
   *
   * @throws IllegalStateException if the trial was handed out by another optimizer
   */
  public final Optional<Trial> continues(Trial trial) {
    checkOwn(trial);
    return levels.from(trial.number()).map(number -> trials().get(Math.toIntExact(number)));
  }

  /**
   * Adds an evaluation made elsewhere with a budget of its own. NaN and infinities make it a failed
   * one.
   *
   * @param budget one of {@link #budgets}
   * @return the ended trial
   * @throws IllegalArgumentException if there is no such budget, the configuration belongs to
   *     another space, or the outcome has not as many objectives and constraints as this optimizer
   * @throws IllegalStateException if this optimizer is closed
   */
  public final Trial observe(Configuration configuration, Outcome outcome, long budget) {
    int level = levels.level(budget);
    LongConsumer numbered = number -> levels.set(number, level, null);
    return observe(configuration, outcome, numbered);
  }

  @Override
  protected final double[] suggest(History history, long trialNumber) {
    return ladder.next(trialNumber);
  }

  @Override
  protected final boolean competes(Trial trial) {
    return levels.of(trial.number()) == levels.last();
  }

  @Override
  protected final void told(Trial trial) {
    ladder.told(trial);
  }

  @Override
  protected final void release() {
    proposer.close();
  }
}
