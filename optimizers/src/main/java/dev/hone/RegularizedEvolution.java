package dev.hone;

import dev.hone.internal.evo.AgingPopulation;
import dev.hone.internal.evo.AgingStrategy;
import dev.hone.spi.ResumableOptimizer;
import java.io.DataInput;
import java.io.IOException;

/**
 * Regularized (aging) evolution: for spaces of discrete choices such as architectures, with noisy
 * values and hundreds of trials.
 *
 * <p>The best of a sample of members has a child that differs in one active parameter: another
 * value, all alike likely; a continuous parameter takes a normal step of a tenth of its range. The
 * oldest member goes, however good it is. Everything else as in {@link EvolutionaryOptimizer}.
 *
 * <p>One suggestion costs O(d + S) for a sample of S, one tell O(P) for a population of P.
 *
 * <p>Source: Real, Aggarwal, Huang and Le, Regularized Evolution for Image Classifier Architecture
 * Search (2019), with the defaults from there: P = 100, S = 25. With a few hundred trials or less,
 * smaller ones do better.
 */
public final class RegularizedEvolution extends EvolutionaryOptimizer {

  private RegularizedEvolution(Builder builder) {
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
  public static RegularizedEvolution restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The options of a {@link RegularizedEvolution}. Not safe for use from several threads. */
  public static final class Builder
      extends ResumableOptimizer.Builder<Builder, RegularizedEvolution> {
    private AgingStrategy strategy = AgingStrategy.DEFAULT;

    private Builder(SearchSpace space) {
      super(space, RegularizedEvolution.class);
    }

    /**
     * Sets how many members live, and how many of them, drawn with repetition, compete for having a
     * child; 100 and 25 unless set.
     *
     * @throws IllegalArgumentException if the population is less than 2, or the sample less than 1
     *     or more than the population
     */
    public Builder population(int size, int sample) {
      strategy = new AgingStrategy(size, sample);
      return this;
    }

    @Override
    public RegularizedEvolution build() {
      return new RegularizedEvolution(this);
    }

    private AgingPopulation population() {
      return new AgingPopulation(space(), seed(), strategy);
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      strategy = AgingStrategy.load(in);
    }
  }
}
