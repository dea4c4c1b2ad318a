package dev.hone;

import dev.hone.internal.cma.ElitistSearch;
import dev.hone.internal.cma.EsStrategy;
import dev.hone.spi.OptimizerBuilder;
import dev.hone.spi.Snapshot;

/**
 * The (1+1)-CMA-ES: for trials by the thousand and few local minima, with no population to wait
 * for: what is learnt from one trial is used by the next.
 *
 * <p>One point, and offspring of it that take its place if they are no worse. The step size follows
 * the rate of success; the covariance learns from successes and unlearns from offspring that are
 * worse than the fifth ancestor. Offspring that run side by side are compared with their own parent
 * for what is to be learnt, and with whoever is parent when they are told for who stays; a better
 * observed or enqueued trial becomes parent. Categories change at random and are kept with what
 * they made better; ordered discrete parameters take steps by one value where the distribution has
 * become too narrow for any. When the distribution has shrunk to nothing, or 100 + 30·d trials have
 * gained nothing, a new run starts elsewhere. Noise misleads it: a lucky value is never measured
 * again.
 *
 * <p>One suggestion and one tell cost O(d²). Everything else as in {@link EvolutionaryOptimizer}.
 *
 * <p>Source: Igel, Suttorp and Hansen, A Computational Efficient Covariance Matrix Update and a
 * (1+1)-CMA for Evolution Strategies (2006); Arnold and Hansen, Active Covariance Matrix Adaptation
 * for the (1+1)-CMA-ES (2010), with the constants from there. On plain arrays: {@link
 * dev.hone.math.cma.OnePlusOneCmaEs}.
 */
public final class OnePlusOneEs extends EvolutionaryOptimizer {

  private OnePlusOneEs(Builder builder) {
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
  public static OnePlusOneEs restore(byte[] snapshot, SearchSpace space) {
    Snapshot opened = open(OnePlusOneEs.class, snapshot, space);
    OnePlusOneEs optimizer = new Builder(space).asSaved(opened).build();
    optimizer.resume(opened);
    return optimizer;
  }

  /** The options of a {@link OnePlusOneEs}. Not safe for use from several threads. */
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

    @Override
    public OnePlusOneEs build() {
      return new OnePlusOneEs(this);
    }

    /** {@inheritDoc} The options are those of the snapshot. */
    @Override
    public OnePlusOneEs restore(byte[] snapshot) {
      return OnePlusOneEs.restore(snapshot, space());
    }

    private Builder asSaved(Snapshot snapshot) {
      takeOver(snapshot);
      strategy = snapshot.read(EsStrategy::load);
      return this;
    }

    private ElitistSearch search() {
      return new ElitistSearch(space(), seed(), strategy);
    }

    @Override
    protected Builder self() {
      return this;
    }
  }
}
