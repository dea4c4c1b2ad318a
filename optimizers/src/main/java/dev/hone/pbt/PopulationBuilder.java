package dev.hone.pbt;

import dev.hone.SearchSpace;
import dev.hone.spi.OptimizerBuilder;
import dev.hone.spi.Snapshot;

/**
 * The options that population-based methods have in common. Not safe for use from several threads.
 *
 * @param <B> the type of the builder itself
 */
public abstract sealed class PopulationBuilder<B extends PopulationBuilder<B>>
    extends OptimizerBuilder<B> permits PopulationBasedTraining.Builder, Pb2Optimizer.Builder {
  private PopulationStrategy strategy;

  /** Starts from a method's defaults. */
  PopulationBuilder(SearchSpace space, PopulationStrategy defaults) {
    super(space);
    strategy = defaults;
  }

  /**
   * Sets how many members there are.
   *
   * @throws IllegalArgumentException if there are less than 2
   */
  public final B populationSize(int members) {
    strategy = strategy.withSize(members);
    return self();
  }

  /**
   * Sets for how many intervals a model is trained; 0, without end, unless set.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public final B intervals(int count) {
    strategy = strategy.withIntervals(count);
    return self();
  }

  /**
   * Sets which share of the members counts as the worst, and which as the best.
   *
   * @throws IllegalArgumentException if it is not above 0 and at most a half
   */
  public final B truncation(double share) {
    strategy = strategy.withShare(share).withExploit(Exploit.TRUNCATION);
    return self();
  }

  /**
   * Sets after how many intervals on its own checkpoints a member may copy another; 1 unless set.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public final B readyAfter(int intervals) {
    strategy = strategy.withReadyAfter(intervals);
    return self();
  }

  @Override
  public abstract PopulationOptimizer build();

  final PopulationStrategy strategy() {
    return strategy;
  }

  final void exploit(Exploit kind) {
    strategy = strategy.withExploit(kind);
  }

  /** Reads what all of them have in common. */
  final void asSavedPopulation(Snapshot snapshot) {
    takeOver(snapshot);
    strategy = snapshot.read(PopulationStrategy::load);
  }
}
