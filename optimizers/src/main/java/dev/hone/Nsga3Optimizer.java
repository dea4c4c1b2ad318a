package dev.hone;

import dev.hone.internal.evo.GeneticPopulation;
import dev.hone.internal.evo.GeneticStrategy;
import dev.hone.spi.Snapshot;

/**
 * NSGA-III: three or more objectives at once, where trials are cheap and many; continuous, ordered
 * and categorical parameters, with constraints if there are. {@link #front} has all trials that no
 * other beats, not only the population's.
 *
 * <p>Members are spread over directions in the space of the objectives, as many as the population
 * has room for. Children are made by simulated binary crossover and polynomial mutation, and join
 * as soon as they are told. Defaults are the published ones: a population of 92, crossover with η =
 * 30 in every child, mutation with η = 20 of one gene in d. Everything else as in {@link
 * EvolutionaryOptimizer}.
 *
 * <p>One tell costs O(m·N²) for a population of N and m objectives, one suggestion O(d).
 *
 * <p>Source: Deb and Jain, An Evolutionary Many-Objective Optimization Algorithm Using
 * Reference-Point-Based Nondominated Sorting Approach, Parts I and II (2014); in a steady state,
 * not by generations.
 */
public final class Nsga3Optimizer extends EvolutionaryOptimizer {

  private Nsga3Optimizer(Builder builder) {
    super(builder, builder.population(), builder.strategy()::save);
  }

  /** Starts building an optimizer of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /**
   * An optimizer that goes on where a {@link #snapshot()} was taken, with the options it had then.
   *
   * @param snapshot the bytes
   * @param space declared as the one before; values that differ only in the object count as the
   *     same
   * @throws IllegalArgumentException if the bytes are altered or cut off, or of another space,
   *     format version or method; the message says which
   */
  public static Nsga3Optimizer restore(byte[] snapshot, SearchSpace space) {
    Snapshot opened = open(Nsga3Optimizer.class, snapshot, space);
    Builder saved = new Builder(space);
    saved.asSaved(opened);
    Nsga3Optimizer optimizer = saved.build();
    optimizer.resume(opened);
    return optimizer;
  }

  /** The options of an {@link Nsga3Optimizer}. Not safe for use from several threads. */
  public static final class Builder extends GeneticBuilder<Builder> {

    private Builder(SearchSpace space) {
      super(space, GeneticStrategy.NSGA3);
    }

    @Override
    public Nsga3Optimizer build() {
      return new Nsga3Optimizer(this);
    }

    /** {@inheritDoc} The options are those of the snapshot. */
    @Override
    public Nsga3Optimizer restore(byte[] snapshot) {
      return Nsga3Optimizer.restore(snapshot, space());
    }

    @Override
    protected int maxObjectives() {
      return MOST_OBJECTIVES;
    }

    @Override
    protected int maxConstraints() {
      return Integer.MAX_VALUE;
    }

    private GeneticPopulation population() {
      return GeneticPopulation.reference(space(), seed(), strategy(), directions().size());
    }

    @Override
    protected Builder self() {
      return this;
    }
  }
}
