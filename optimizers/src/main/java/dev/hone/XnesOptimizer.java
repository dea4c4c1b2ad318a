package dev.hone;

import dev.hone.internal.cma.NaturalSearch;
import dev.hone.math.cma.NaturalEvolutionBuilder;

/**
 * Exponential natural evolution strategy (xNES), for trials by ten thousands in up to some dozen
 * dimensions: follows the natural gradient of what its normal distribution is expected to find, and
 * nothing else. {@link CmaEsOptimizer}, which adds paths and ranks to the same idea, needs a third
 * of the trials or less as a rule.
 *
 * <p>A generation ends when λ trials have ended, whichever they are: a late one counts by the step
 * it was drawn with, an observed or enqueued one by a step of bounded length. Categories have
 * probabilities of their own, which follow the natural gradient (Hamano et al., CatCMA, 2024);
 * ordered discrete parameters take steps by one value where the distribution has become too narrow
 * for any. When all has shrunk or nothing changes, a new run starts elsewhere with twice the
 * population. Everything else as in {@link EvolutionaryOptimizer}, but that configurations may
 * repeat.
 *
 * <p>One suggestion costs O(d²), a generation O(d²λ + λ³).
 *
 * <p>Source: Glasmachers, Schaul, Sun, Wierstra and Schmidhuber, Exponential Natural Evolution
 * Strategies (2010), with the rates from there. On plain arrays: {@link dev.hone.math.cma.Xnes}.
 */
public final class XnesOptimizer extends EvolutionaryOptimizer {

  private XnesOptimizer(Builder builder) {
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
  public static XnesOptimizer restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The options of an {@link XnesOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends EsBuilder<Builder, XnesOptimizer> {

    private Builder(SearchSpace space) {
      super(space, XnesOptimizer.class);
    }

    /**
     * Sets the population size λ of the first run; 4 + ⌊3 ln d⌋ unless set.
     *
     * @throws IllegalArgumentException if it is less than 4
     */
    public Builder populationSize(int lambda) {
      setPopulationSize(lambda);
      return this;
    }

    @Override
    public XnesOptimizer build() {
      return new XnesOptimizer(this);
    }

    private NaturalSearch search() {
      return new NaturalSearch(space(), seed(), strategy(), NaturalEvolutionBuilder::xnes);
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }
  }
}
