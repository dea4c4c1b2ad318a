package dev.hone;

import dev.hone.internal.cma.ElitistSearch;

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
  public static OnePlusOneEs restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The options of a {@link OnePlusOneEs}. Not safe for use from several threads. */
  public static final class Builder extends EsBuilder<Builder, OnePlusOneEs> {

    private Builder(SearchSpace space) {
      super(space, OnePlusOneEs.class);
    }

    @Override
    public OnePlusOneEs build() {
      return new OnePlusOneEs(this);
    }

    private ElitistSearch search() {
      return new ElitistSearch(space(), seed(), strategy());
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }
  }
}
