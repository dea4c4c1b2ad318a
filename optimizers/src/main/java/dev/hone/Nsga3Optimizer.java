package dev.hone;

import dev.hone.internal.evo.GeneticPopulation;
import dev.hone.internal.evo.GeneticStrategy;

/**
 * NSGA-III: three or more objectives at once, where trials are cheap and many; continuous, ordered
 * and categorical parameters, with constraints if there are. {@link #front} has all trials that no
 * other beats, not only the population's.
 *
 * <p>Members are spread over directions in the space of the objectives, as many as the population
 * has room for. Of two members drawn at random, the one whose direction has fewer members becomes a
 * parent, then that of the earlier front: with two or three objectives that saves many trials.
 * Children are made by simulated binary crossover and polynomial mutation, and join as soon as they
 * are told. Defaults are the published ones: a population of 92, crossover with η = 30 in every
 * child, mutation with η = 20 of one gene in d. Everything else as in {@link
 * EvolutionaryOptimizer}.
 *
 * <p>One tell costs O(m·N²) for a population of N and m objectives, one suggestion O(d).
 *
 * <p>Source: Deb and Jain, An Evolutionary Many-Objective Optimization Algorithm Using
 * Reference-Point-Based Nondominated Sorting Approach, Parts I and II (2014); in a steady state,
 * not by generations, and parents there have no such contest.
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
   * An optimizer that goes on where a {@link #snapshot()} was taken, with the options it had then;
   * see {@link Builder#restore}.
   */
  public static Nsga3Optimizer restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The options of an {@link Nsga3Optimizer}. Not safe for use from several threads. */
  public static final class Builder extends GeneticBuilder<Builder, Nsga3Optimizer> {

    private Builder(SearchSpace space) {
      super(space, Nsga3Optimizer.class, GeneticStrategy.NSGA3);
    }

    @Override
    public Nsga3Optimizer build() {
      return new Nsga3Optimizer(this);
    }

    @Override
    protected int maxObjectives() {
      return MOST_OBJECTIVES;
    }

    private GeneticPopulation population() {
      return GeneticPopulation.reference(space(), seed(), strategy(), directions().size());
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }
  }
}
