package dev.hone.reinforcement;

import dev.hone.SearchSpace;
import dev.hone.spi.ResumableOptimizer;
import java.io.DataInput;
import java.io.IOException;

/**
 * Tabular Q-learning over the parameters as a sequence of decisions: what a choice is worth is
 * learnt for each state, that is the decision at hand and the choice made before it. For spaces
 * where a choice opens or closes others, such as layer after layer of a network.
 *
 * <p>As in MetaQNN (Baker, Gupta, Naik and Raskar, Designing Neural Network Architectures Using
 * Reinforcement Learning, 2017): decisions in the order of declaration, those on inactive
 * parameters left out; ε-greedy, where ε falls from 1 to 0.1 over a budget; the reward comes after
 * the last decision, undiscounted, and every trial told is followed by a replay of 100 drawn from
 * all so far. Learning rate 0.01.
 *
 * <p>The first five ninths of the budget are random: say how many trials there will be ({@link
 * Builder#budget}). The paper's 2,700, which is the default, is a random search for most users.
 *
 * <p>An ordered parameter with many values, or a continuum of them, is decided by bins, within
 * which chance decides. Rewards are as in {@link ReinforcementOptimizer}. A configuration that was
 * tried is hardly suggested again as long as new ones are found. A suggestion costs as much as
 * there are choices, a tell as much as a hundred; memory grows with the states met.
 */
public final class QLearningOptimizer extends ReinforcementOptimizer {

  private QLearningOptimizer(Builder builder) {
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
  public static QLearningOptimizer restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The options of a {@link QLearningOptimizer}. Not safe for use from several threads. */
  public static final class Builder
      extends ResumableOptimizer.Builder<Builder, QLearningOptimizer> {
    private QStrategy strategy = QStrategy.DEFAULT;

    private Builder(SearchSpace space) {
      super(space, QLearningOptimizer.class);
    }

    /**
     * Sets over how many trials exploration fades; 2,700 unless set. Beyond it a tenth of the
     * decisions is made by chance.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder budget(int trials) {
      strategy = strategy.withBudget(trials);
      return this;
    }

    /**
     * Sets how far a value moves towards its target; 0.01 unless set.
     *
     * @throws IllegalArgumentException if it is not above 0 and at most 1
     */
    public Builder learningRate(double rate) {
      strategy = strategy.withLearningRate(rate);
      return this;
    }

    /**
     * Sets how many trials are learnt from again after each; 100 unless set.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder replays(int count) {
      strategy = strategy.withReplays(count);
      return this;
    }

    /**
     * Sets how many of the last decisions a state remembers; 1 unless set. With as many as there
     * are parameters every way through the space has states of its own.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder memory(int decisions) {
      strategy = strategy.withMemory(decisions);
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
    public QLearningOptimizer build() {
      return new QLearningOptimizer(this);
    }

    private QTable learner() {
      return new QTable(strategy, new Decisions(space(), strategy.bins()), seed());
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      strategy = QStrategy.load(in);
    }
  }
}
