package dev.hone;

import dev.hone.internal.evo.GeneticPopulation;
import dev.hone.internal.evo.GeneticStrategy;

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
   * An optimizer that goes on where a {@link #snapshot()} was taken, with the options it had then;
   * see {@link Builder#restore}.
   */
  public static GeneticOptimizer restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The options of a {@link GeneticOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends GeneticBuilder<Builder, GeneticOptimizer> {

    private Builder(SearchSpace space) {
      super(space, GeneticOptimizer.class, GeneticStrategy.NSGA2);
    }

    @Override
    public GeneticOptimizer build() {
      return new GeneticOptimizer(this);
    }

    private GeneticPopulation population() {
      return GeneticPopulation.crowding(space(), seed(), strategy());
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }
  }
}
