package dev.hone;

import dev.hone.internal.cma.EsStrategy;
import dev.hone.spi.ResumableOptimizer;
import java.io.DataInput;
import java.io.IOException;

/**
 * The options of evolution strategies beside CMA-ES. Not safe for use from several threads.
 *
 * @param <B> the type of the builder itself, which the setters return
 * @param <O> the type of the optimizer
 */
public abstract sealed class EsBuilder<B extends EsBuilder<B, O>, O extends EvolutionaryOptimizer>
    extends ResumableOptimizer.Builder<B, O>
    permits OnePlusOneEs.Builder, XnesOptimizer.Builder, CrFmNesOptimizer.Builder {
  private EsStrategy strategy = EsStrategy.DEFAULT;

  EsBuilder(SearchSpace space, Class<O> method) {
    super(space, method);
  }

  /**
   * Sets the first standard deviation in the unit cube; 0.25 unless set.
   *
   * @throws IllegalArgumentException if it is not in (0, 1]
   */
  public B sigma(double standardDeviation) {
    strategy = strategy.withSigma(standardDeviation);
    return self();
  }

  /** For those of them that have a population. */
  final void setPopulationSize(int lambda) {
    strategy = strategy.withPopulationSize(lambda);
  }

  final EsStrategy strategy() {
    return strategy;
  }

  @Override
  protected final void loadOptions(DataInput in) throws IOException {
    strategy = EsStrategy.load(in);
  }
}
