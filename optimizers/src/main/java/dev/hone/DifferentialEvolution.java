package dev.hone;

import dev.hone.internal.evo.DifferentialPopulation;
import dev.hone.internal.evo.DifferentialStrategy;
import dev.hone.spi.ResumableOptimizer;
import java.io.DataInput;
import java.io.IOException;

/**
 * Differential evolution: L-SHADE with the settings of jSO, for thousands of cheap trials of one
 * objective with many local minima, above all where parameters matter independently of each other.
 *
 * <p>A child steps from its parent towards one of the best, and by the difference of two others;
 * what step sizes and crossover rates have paid off is remembered. The population shrinks linearly
 * over the {@linkplain Builder#budget budget}: tell it how many trials there will be. Beyond, the
 * search starts again with twice the population and twice the budget. Everything else as in {@link
 * EvolutionaryOptimizer}.
 *
 * <p>One suggestion costs O(d + N), memory is O(Nd) beside the trials, for a population of N.
 *
 * <p>Source: Tanabe and Fukunaga, Improving the Search Performance of SHADE Using Linear Population
 * Size Reduction (2014); Brest, Maučec and Bošković, Single Objective Real-Parameter Optimization:
 * Algorithm jSO (2017). Children take their parents' places as soon as they are told, not by
 * generations.
 */
public final class DifferentialEvolution extends EvolutionaryOptimizer {

  private DifferentialEvolution(Builder builder) {
    super(builder, builder.population(), builder.strategy::save);
  }

  /** Starts building an optimizer of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /**
   * An optimizer that goes on where a {@link #snapshot()} was taken, with the options it had then;
   * see {@link Builder#restore}.
   */
  public static DifferentialEvolution restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The options of a {@link DifferentialEvolution}. Not safe for use from several threads. */
  public static final class Builder
      extends ResumableOptimizer.Builder<Builder, DifferentialEvolution> {
    private DifferentialStrategy strategy = DifferentialStrategy.DEFAULT;

    private Builder(SearchSpace space) {
      super(space, DifferentialEvolution.class);
    }

    /**
     * Sets how many trials there will be: over so many the population shrinks to four, and the
     * search from wide to narrow. 500·d unless set.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder budget(long trials) {
      if (trials < 1) {
        throw new IllegalArgumentException("budget = " + trials + ": expected at least 1");
      }
      strategy = new DifferentialStrategy(trials, strategy.populationSize());
      return this;
    }

    /**
     * Sets the first size of the population; unless set, 25·ln(d)·√d, but no more than a 150th of
     * the budget and no less than 10.
     *
     * @throws IllegalArgumentException if it is less than 4
     */
    public Builder populationSize(int size) {
      if (size < 4) {
        throw new IllegalArgumentException("populationSize = " + size + ": expected at least 4");
      }
      strategy = new DifferentialStrategy(strategy.budget(), size);
      return this;
    }

    @Override
    public DifferentialEvolution build() {
      return new DifferentialEvolution(this);
    }

    private DifferentialPopulation population() {
      return new DifferentialPopulation(space(), seed(), strategy);
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      strategy = DifferentialStrategy.load(in);
    }
  }
}
