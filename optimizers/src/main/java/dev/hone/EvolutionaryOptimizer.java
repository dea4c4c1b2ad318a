package dev.hone;

import dev.hone.internal.evo.Evolution;
import dev.hone.spi.History;
import dev.hone.spi.ResumableOptimizer;
import dev.hone.spi.Snapshot;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Points that vary and are selected: what evolutionary methods and annealing have in common.
 *
 * <p>Mixed and conditional spaces; continuous and ordered parameters by their place in the unit
 * interval, categories by choice. Trials may end in any order, late or never. Failed ones have no
 * offspring; {@linkplain #observe observed} and enqueued ones join the population if they are good
 * enough. A configuration that was tried is hardly suggested again as long as new ones are found.
 * The same seed and the same order of calls give the same suggestions, bit for bit. Safe to use
 * from many threads.
 */
public abstract sealed class EvolutionaryOptimizer extends ResumableOptimizer
    permits DifferentialEvolution,
        Nsga2Optimizer,
        Nsga3Optimizer,
        GeneticOptimizer,
        RegularizedEvolution,
        ParticleSwarm,
        DualAnnealing,
        OnePlusOneEs,
        XnesOptimizer,
        CrFmNesOptimizer,
        CooperativeCoevolution {

  private final Evolution evolution;
  private final Snapshot.Writer options;

  /**
   * A new search.
   *
   * @param options writes what the search was built with, as it is now
   */
  EvolutionaryOptimizer(Builder<?, ?> builder, Evolution evolution, Snapshot.Writer options) {
    super(builder);
    this.evolution = evolution;
    this.options = options;
  }

  @Override
  protected final void saveOptions(DataOutput out) throws IOException {
    options.write(out);
  }

  @Override
  protected final void saveState(DataOutput out) throws IOException {
    evolution.save(out);
  }

  @Override
  protected final void loadState(DataInput in) throws IOException {
    evolution.load(in);
  }

  @Override
  protected final void release() {
    evolution.close();
  }

  @Override
  protected final double[] suggest(History history, long trialNumber) {
    return evolution.suggest(history, trialNumber);
  }

  @Override
  protected final void told(Trial trial) {
    boolean complete = trial.state() == Trial.State.COMPLETE;
    evolution.told(
        trial.number(),
        trial.configuration().encoded(),
        complete ? trial.outcome().toMinimized(directions()) : null);
  }
}
