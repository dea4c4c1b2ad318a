package dev.hone;

import dev.hone.internal.evo.Evolution;
import dev.hone.spi.History;
import dev.hone.spi.OptimizerBase;
import dev.hone.spi.OptimizerBuilder;
import dev.hone.spi.Snapshot;

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
public abstract sealed class EvolutionaryOptimizer extends OptimizerBase
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
  private static final int VERSION = 1;

  private final Evolution evolution;
  private final Snapshot.Writer options;

  /** A new search. */
  EvolutionaryOptimizer(OptimizerBuilder<?> builder, Evolution evolution, Snapshot.Writer options) {
    super(builder);
    this.evolution = evolution;
    this.options = options;
  }

  /** Reads the population of a snapshot whose options have been read. */
  final void resume(Snapshot snapshot) {
    restore(
        snapshot,
        in -> {
          evolution.load(in);
          return evolution;
        });
  }

  /** Opens a snapshot of a method. */
  static Snapshot open(Class<?> method, byte[] snapshot, SearchSpace space) {
    return Snapshot.open(snapshot, method.getSimpleName(), VERSION, space);
  }

  /**
   * Everything as bytes: space, options, trials (pending ones too), queue and population. The
   * optimizer that {@code restore} makes of it suggests what this one would, bit for bit. O(nd).
   *
   * @throws IllegalStateException if this optimizer is closed
   */
  @Override
  public final byte[] snapshot() {
    return snapshot(getClass().getSimpleName(), VERSION, options, evolution::save);
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
