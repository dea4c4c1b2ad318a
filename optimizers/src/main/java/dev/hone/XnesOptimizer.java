package dev.hone;

import dev.hone.internal.cma.EsStrategy;
import dev.hone.internal.cma.NaturalSearch;
import dev.hone.math.cma.NaturalEvolutionBuilder;
import dev.hone.spi.OptimizerBuilder;
import dev.hone.spi.Snapshot;

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
    super(builder, builder.search(), builder.strategy::save);
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
  public static XnesOptimizer restore(byte[] snapshot, SearchSpace space) {
    Snapshot opened = open(XnesOptimizer.class, snapshot, space);
    XnesOptimizer optimizer = new Builder(space).asSaved(opened).build();
    optimizer.resume(opened);
    return optimizer;
  }

  /** The options of an {@link XnesOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends OptimizerBuilder<Builder> {
    private EsStrategy strategy = EsStrategy.DEFAULT;

    private Builder(SearchSpace space) {
      super(space);
    }

    /**
     * Sets the first standard deviation in the unit cube; 0.25 unless set.
     *
     * @throws IllegalArgumentException if it is not in (0, 1]
     */
    public Builder sigma(double standardDeviation) {
      strategy = new EsStrategy(standardDeviation, strategy.populationSize());
      return this;
    }

    /**
     * Sets the population size λ of the first run; 4 + ⌊3 ln d⌋ unless set.
     *
     * @throws IllegalArgumentException if it is less than 4
     */
    public Builder populationSize(int lambda) {
      if (lambda < 4) {
        throw new IllegalArgumentException("populationSize = " + lambda + ": expected at least 4");
      }
      strategy = new EsStrategy(strategy.sigma(), lambda);
      return this;
    }

    @Override
    public XnesOptimizer build() {
      return new XnesOptimizer(this);
    }

    /** {@inheritDoc} The options are those of the snapshot. */
    @Override
    public XnesOptimizer restore(byte[] snapshot) {
      return XnesOptimizer.restore(snapshot, space());
    }

    private Builder asSaved(Snapshot snapshot) {
      takeOver(snapshot);
      strategy = snapshot.read(EsStrategy::load);
      return this;
    }

    private NaturalSearch search() {
      return new NaturalSearch(space(), seed(), strategy, NaturalEvolutionBuilder::xnes);
    }

    @Override
    protected Builder self() {
      return this;
    }
  }
}
