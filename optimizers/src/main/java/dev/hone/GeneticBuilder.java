package dev.hone;

import dev.hone.internal.evo.GeneticStrategy;
import dev.hone.spi.ResumableOptimizer;
import java.io.DataInput;
import java.io.IOException;
import java.util.Objects;

/**
 * The options of genetic methods. Not safe for use from several threads.
 *
 * @param <B> the type of the builder itself, which the setters return
 * @param <O> the type of the optimizer
 */
public abstract sealed class GeneticBuilder<
        B extends GeneticBuilder<B, O>, O extends EvolutionaryOptimizer>
    extends ResumableOptimizer.Builder<B, O>
    permits Nsga2Optimizer.Builder, Nsga3Optimizer.Builder, GeneticOptimizer.Builder {
  static final int MOST_OBJECTIVES = 15;

  private GeneticStrategy strategy;

  GeneticBuilder(SearchSpace space, Class<O> method, GeneticStrategy defaults) {
    super(space, method);
    strategy = defaults;
  }

  /**
   * Sets the size N of the population.
   *
   * @throws IllegalArgumentException if it is less than 4
   */
  public B populationSize(int size) {
    strategy = strategy.withPopulationSize(size);
    return self();
  }

  /**
   * Sets how often a child has two parents, and how close to them it is.
   *
   * @param rate from 0 to 1
   * @param index η of simulated binary crossover, at least 0: the larger, the closer
   * @throws IllegalArgumentException if one is out of range
   */
  public B crossover(double rate, double index) {
    strategy = strategy.withCrossover(rate, index);
    return self();
  }

  /**
   * Sets how often a gene changes, and by how much.
   *
   * @param rate from 0 to 1; 0 stands for 1/d
   * @param index η of polynomial mutation, at least 0: the larger, the smaller the steps
   * @throws IllegalArgumentException if one is out of range
   */
  public B mutation(double rate, double index) {
    strategy = strategy.withMutation(rate, index);
    return self();
  }

  /** Sets how categories are mixed; {@link CategoryCrossover#UNIFORM} unless set. */
  public B categoryCrossover(CategoryCrossover crossover) {
    strategy = strategy.withCategoryCrossover(Objects.requireNonNull(crossover, "crossover"));
    return self();
  }

  final GeneticStrategy strategy() {
    return strategy;
  }

  @Override
  protected final int maxConstraints() {
    return Integer.MAX_VALUE;
  }

  @Override
  protected final void loadOptions(DataInput in) throws IOException {
    strategy = GeneticStrategy.load(in);
  }
}
