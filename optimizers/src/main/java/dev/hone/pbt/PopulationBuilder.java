package dev.hone.pbt;

import dev.hone.SearchSpace;
import dev.hone.spi.ResumableOptimizer;
import java.io.DataInput;
import java.io.IOException;

/**
 * The options that population-based methods have in common. Not safe for use from several threads.
 *
 * @param <B> the type of the builder itself
 * @param <O> the type of the optimizer
 */
public abstract sealed class PopulationBuilder<
        B extends PopulationBuilder<B, O>, O extends PopulationOptimizer>
    extends ResumableOptimizer.Builder<B, O>
    permits PopulationBasedTraining.Builder, Pb2Optimizer.Builder {
  private PopulationStrategy strategy;

  /** Starts from a method's defaults. */
  PopulationBuilder(SearchSpace space, Class<O> method, PopulationStrategy defaults) {
    super(space, method);
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

  final PopulationStrategy strategy() {
    return strategy;
  }

  final void exploit(Exploit kind) {
    strategy = strategy.withExploit(kind);
  }

  @Override
  protected void loadOptions(DataInput in) throws IOException {
    strategy = PopulationStrategy.load(in);
  }
}
