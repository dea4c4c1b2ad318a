package dev.hone;

import dev.hone.internal.evo.GeneticPopulation;
import dev.hone.internal.evo.GeneticStrategy;
import dev.hone.spi.Snapshot;

/**
 * A genetic algorithm of one objective: continuous, ordered and categorical parameters, with
 * constraints if there are.
 *
 * <p>Parents are the better of two members; children are made by simulated binary crossover and
 * polynomial mutation, categories by exchange and replacement, and join as soon as they are told,
 * in place of the worst. Defaults are those of {@link Nsga2Optimizer}. Everything else as in {@link
 * EvolutionaryOptimizer}.
 *
 * <p>One tell costs O(N log N) for a population of N, one suggestion O(d).
 *
 * <p>Source: Whitley, The GENITOR Algorithm and Selection Pressure (1989), for the steady state;
 * Deb and Agrawal, Simulated Binary Crossover for Continuous Search Space (1995); Deb, An efficient
 * constraint handling method for genetic algorithms (2000).
 */
public final class GeneticOptimizer extends EvolutionaryOptimizer {

  private GeneticOptimizer(Builder builder) {
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
  public static GeneticOptimizer restore(byte[] snapshot, SearchSpace space) {
    Snapshot opened = open(GeneticOptimizer.class, snapshot, space);
    Builder saved = new Builder(space);
    saved.asSaved(opened);
    GeneticOptimizer optimizer = saved.build();
    optimizer.resume(opened);
    return optimizer;
  }

  /** The options of a {@link GeneticOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends GeneticBuilder<Builder> {

    private Builder(SearchSpace space) {
      super(space, GeneticStrategy.NSGA2);
    }

    @Override
    public GeneticOptimizer build() {
      return new GeneticOptimizer(this);
    }

    /** {@inheritDoc} The options are those of the snapshot. */
    @Override
    public GeneticOptimizer restore(byte[] snapshot) {
      return GeneticOptimizer.restore(snapshot, space());
    }

    @Override
    protected int maxConstraints() {
      return Integer.MAX_VALUE;
    }

    private GeneticPopulation population() {
      return GeneticPopulation.crowding(space(), seed(), strategy());
    }

    @Override
    protected Builder self() {
      return this;
    }
  }
}
