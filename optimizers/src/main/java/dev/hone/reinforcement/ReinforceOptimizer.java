package dev.hone.reinforcement;

import dev.hone.SearchSpace;
import dev.hone.spi.ResumableOptimizer;
import java.io.DataInput;
import java.io.IOException;

/**
 * REINFORCE with a baseline: a controller draws configurations from a policy and shifts it towards
 * those that were rewarded more than usual. For discrete choices such as architectures, with
 * hundreds of trials.
 *
 * <p>The policy is a softmax distribution for each parameter that is active, over its values or
 * bins of them. A trial of reward r moves the logits along (r − b)·∇ log π, where the baseline b is
 * the exponentially weighted mean of the rewards so far (Williams, Simple Statistical
 * Gradient-Following Algorithms for Connectionist Reinforcement Learning, 1992; Zoph and Le, Neural
 * Architecture Search with Reinforcement Learning, 2017); a small bonus for entropy keeps it from
 * being sure too soon (Williams and Peng, 1991). Distributions that know nothing of each other
 * stand in the place of Zoph and Le's recurrent network, whose many weights would need thousands of
 * trials; the learning rate is one of three that were compared on a recorded table.
 *
 * <p>Rewards are as in {@link ReinforcementOptimizer}, but compare with the latest 100 values only:
 * a policy that has become good would find hardly any difference among all. A trial moves the
 * policy as it is when the trial ends, though it may have been drawn from an earlier one. A
 * configuration that was tried is hardly suggested again as long as new ones are found. A
 * suggestion and a tell cost as much as there are choices.
 */
public final class ReinforceOptimizer extends ReinforcementOptimizer {

  private ReinforceOptimizer(Builder builder) {
    super(builder, builder.learner(), builder.strategy::save);
  }

  /** Starts building an optimizer of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /**
   * An optimizer that goes on where a {@link #snapshot()} was taken, with the options it had then;
   * see {@link Builder#restore}.
   */
  public static ReinforceOptimizer restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The options of a {@link ReinforceOptimizer}. Not safe for use from several threads. */
  public static final class Builder
      extends ResumableOptimizer.Builder<Builder, ReinforceOptimizer> {
    private ReinforceStrategy strategy = ReinforceStrategy.DEFAULT;

    private Builder(SearchSpace space) {
      super(space, ReinforceOptimizer.class);
    }

    /**
     * Sets the step along the gradient; 0.5 unless set.
     *
     * @throws IllegalArgumentException if it is not above 0 and finite
     */
    public Builder learningRate(double rate) {
      strategy = strategy.withLearningRate(rate);
      return this;
    }

    /**
     * Sets how much of the baseline stays at every trial; 0.95 unless set.
     *
     * @throws IllegalArgumentException if it is not 0 to below 1
     */
    public Builder baselineDecay(double decay) {
      strategy = strategy.withBaselineDecay(decay);
      return this;
    }

    /**
     * Sets how much the policy's entropy is rewarded; 0.01 unless set.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public Builder entropyWeight(double weight) {
      strategy = strategy.withEntropyWeight(weight);
      return this;
    }

    /**
     * Sets how many of the latest values a reward compares with; 100 unless set.
     *
     * @param count at least 2, or 0 for all
     * @throws IllegalArgumentException if it is neither
     */
    public Builder window(int count) {
      strategy = strategy.withWindow(count);
      return this;
    }

    /**
     * Sets how many choices an ordered parameter has at most; 10 unless set.
     *
     * @throws IllegalArgumentException if it is less than 2
     */
    public Builder bins(int count) {
      strategy = strategy.withBins(count);
      return this;
    }

    @Override
    public ReinforceOptimizer build() {
      return new ReinforceOptimizer(this);
    }

    private PolicyGradient learner() {
      return new PolicyGradient(strategy, new Decisions(space(), strategy.bins()), seed());
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      strategy = ReinforceStrategy.load(in);
    }
  }
}
