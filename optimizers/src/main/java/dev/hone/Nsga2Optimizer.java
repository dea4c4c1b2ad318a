package dev.hone;

import dev.hone.internal.evo.GeneticPopulation;
import dev.hone.internal.evo.GeneticStrategy;

/**
 * NSGA-II: two or three objectives at once, where trials are cheap and many; continuous, ordered
 * and categorical parameters, with constraints if there are. {@link #front} has all trials that no
 * other beats, not only the population's.
 *
 * <p>Parents are the better of two members by front, then by crowding distance; children are made
 * by simulated binary crossover and polynomial mutation, and join as soon as they are told.
 * Defaults are the published ones: a population of 100, crossover with η = 20 in nine of ten
 * children, mutation with η = 20 of one gene in d. With many objectives {@link Nsga3Optimizer} is
 * the better choice. Everything else as in {@link EvolutionaryOptimizer}.
 *
 * <p>One tell costs O(m·N²) at worst for a population of N and m objectives, one suggestion O(d).
 *
 * <p>Source: Deb, Pratap, Agarwal and Meyarivan, A fast and elitist multiobjective genetic
 * algorithm: NSGA-II (2002); Durillo, Nebro, Luna and Alba, On the effect of the steady-state
 * selection scheme in multi-objective genetic algorithms (2009).
 */
public final class Nsga2Optimizer extends EvolutionaryOptimizer {

  private Nsga2Optimizer(Builder builder) {
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
  public static Nsga2Optimizer restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The options of an {@link Nsga2Optimizer}. Not safe for use from several threads. */
  public static final class Builder extends GeneticBuilder<Builder, Nsga2Optimizer> {

    private Builder(SearchSpace space) {
      super(space, Nsga2Optimizer.class, GeneticStrategy.NSGA2);
    }

    @Override
    public Nsga2Optimizer build() {
      return new Nsga2Optimizer(this);
    }

    @Override
    protected int maxObjectives() {
      return MOST_OBJECTIVES;
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
