package dev.hone;

import dev.hone.internal.cma.NaturalSearch;
import dev.hone.math.cma.NaturalEvolutionBuilder;

/**
 * Cost-reduced fast moving natural evolution strategy (CR-FM-NES): for dozens to thousands of
 * ordered parameters that depend on each other little or in one direction. It knows a scale for
 * each parameter and one direction in which they move together, so that everything is O(d) for a
 * trial.
 *
 * <p>A generation ends when λ trials have ended, whichever they are: a late one counts by the step
 * it was drawn with, an observed or enqueued one by a step of bounded length. Categories have
 * probabilities of their own, which follow the natural gradient (Hamano et al., CatCMA, 2024);
 * ordered discrete parameters take steps by one value where the distribution has become too narrow
 * for any. When all has shrunk or nothing changes, a new run starts elsewhere with twice the
 * population. Everything else as in {@link EvolutionaryOptimizer}, but that configurations may
 * repeat. A failed trial counts as an infeasible point, behind all others of its generation.
 *
 * <p>Source: Nomura and Ono, Fast Moving Natural Evolution Strategy for High-Dimensional Problems
 * (2022), with the constants from there. On plain arrays: {@link dev.hone.math.cma.CrFmNes}.
 */
public final class CrFmNesOptimizer extends EvolutionaryOptimizer {

  private CrFmNesOptimizer(Builder builder) {
    super(builder, builder.search(), builder.strategy()::save);
  }

  /** Starts building an optimizer of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /**
   * An optimizer that goes on where a {@link #snapshot()} was taken, with the options it had then;
   * see {@link Builder#restore}.
   */
  public static CrFmNesOptimizer restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The options of a {@link CrFmNesOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends EsBuilder<Builder, CrFmNesOptimizer> {

    private Builder(SearchSpace space) {
      super(space, CrFmNesOptimizer.class);
    }

    /**
     * Sets the population size λ of the first run; 4 + ⌊3 ln d⌋ unless set, made even.
     *
     * @throws IllegalArgumentException if it is less than 4
     */
    public Builder populationSize(int lambda) {
      setPopulationSize(lambda);
      return this;
    }

    @Override
    public CrFmNesOptimizer build() {
      return new CrFmNesOptimizer(this);
    }

    private NaturalSearch search() {
      return new NaturalSearch(space(), seed(), strategy(), NaturalEvolutionBuilder::crFmNes);
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }
  }
}
