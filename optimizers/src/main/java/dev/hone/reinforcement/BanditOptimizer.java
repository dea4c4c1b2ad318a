package dev.hone.reinforcement;

import dev.hone.SearchSpace;
import dev.hone.spi.ResumableOptimizer;
import java.io.DataInput;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Multi-armed bandits: play what was rewarded most, and what is not known well yet. For a handful
 * of settings whose values are noisy, so that the same one has to be tried again and again.
 *
 * <p>Arms are either the points of a finite space, tried repeatedly, or the values of each
 * parameter, a bandit for each one that is active; then a configuration that was tried is hardly
 * suggested again as long as new ones are found. Of an ordered parameter with many values, or a
 * continuum of them, an arm is a bin, within which chance decides.
 *
 * <p>Two rules: UCB1 plays the arm of the largest x̄ + √(2 ln n / nⱼ), every arm once before (Auer,
 * Cesa-Bianchi and Fischer, Finite-time Analysis of the Multiarmed Bandit Problem, 2002); Thompson
 * sampling plays the largest of draws from N(Σr/(nⱼ + 1), 1/(nⱼ + 1)) (Thompson, 1933; Agrawal and
 * Goyal, Further Optimal Regret Bounds for Thompson Sampling, 2013, algorithm 2). Both are meant to
 * lose little on the way, not to find the best arm at once.
 *
 * <p>With a bandit for each parameter, values are judged by what they gave on average, whatever the
 * others were: what matters only together is not seen.
 *
 * <p>Pending plays count towards nⱼ in UCB1, so that a batch is spread; Thompson sampling is spread
 * by chance. Rewards are as in {@link ReinforcementOptimizer}. After n trials the first suggestion
 * that follows a tell costs O(n·(log n + d)), others as much as there are arms and pending trials.
 */
public final class BanditOptimizer extends ReinforcementOptimizer {

  /** How an arm is chosen. */
  public enum Rule {
    /** By the upper bound of a confidence interval. */
    UCB1,
    /** By a draw from what is believed of each. */
    THOMPSON
  }

  /** What an arm is. */
  public enum Arms {
    /** A point of a space of at most 10,000. */
    POINTS,
    /** A value of a parameter, each of which is a bandit. */
    VALUES
  }

  private BanditOptimizer(Builder builder, BanditStrategy strategy) {
    super(builder, builder.learner(strategy), strategy::save);
  }

  /** Starts building an optimizer of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /**
   * An optimizer that goes on where a {@link #snapshot()} was taken, with the options it had then;
   * see {@link Builder#restore}.
   */
  public static BanditOptimizer restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The options of a {@link BanditOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends ResumableOptimizer.Builder<Builder, BanditOptimizer> {
    private static final long FEW_POINTS = 1000;

    private Rule rule = Rule.THOMPSON;
    private @Nullable Arms arms;
    private double exploration = 1;
    private int bins = 10;

    private Builder(SearchSpace space) {
      super(space, BanditOptimizer.class);
    }

    /** Sets how an arm is chosen; {@link Rule#THOMPSON} unless set. */
    public Builder rule(Rule rule) {
      this.rule = Objects.requireNonNull(rule, "rule");
      return this;
    }

    /**
     * Sets what an arm is; unless set, the points of a space that has at most 1,000, else the
     * values of its parameters.
     */
    public Builder arms(Arms arms) {
      this.arms = Objects.requireNonNull(arms, "arms");
      return this;
    }

    /**
     * Sets the factor of what is not known: of the width of the interval, or the standard deviation
     * of the draws; 1 unless set, for which the papers have their bounds. Less is greedier.
     *
     * @throws IllegalArgumentException if it is not above 0 and finite
     */
    public Builder exploration(double factor) {
      exploration = new BanditStrategy(rule, Arms.VALUES, factor, bins).exploration();
      return this;
    }

    /**
     * Sets how many arms an ordered parameter has at most; 10 unless set.
     *
     * @throws IllegalArgumentException if it is less than 2
     */
    public Builder bins(int count) {
      BanditStrategy.checkBins(count);
      bins = count;
      return this;
    }

    /**
     * Makes the optimizer.
     *
     * @throws IllegalArgumentException if arms are to be points, and the space has more than 10,000
     *     of them or is not finite
     */
    @Override
    public BanditOptimizer build() {
      return new BanditOptimizer(this, new BanditStrategy(rule, checkedArms(), exploration, bins));
    }

    private Arms checkedArms() {
      boolean listable = space().isFinite() && space().cardinality() <= BanditStrategy.MOST_POINTS;
      if (arms == Arms.POINTS && !listable) {
        throw new IllegalArgumentException(
            "arms = POINTS of a space with %s: expected at most %d, or arms = VALUES"
                .formatted(
                    space().isFinite()
                        ? space().cardinality() + " points"
                        : "continuous parameters",
                    BanditStrategy.MOST_POINTS));
      }
      if (arms != null) {
        return arms;
      }
      return listable && space().cardinality() <= FEW_POINTS ? Arms.POINTS : Arms.VALUES;
    }

    private BanditLearner learner(BanditStrategy strategy) {
      return new BanditLearner(strategy, new Decisions(space(), bins), seed());
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      BanditStrategy saved = BanditStrategy.load(in);
      rule = saved.rule();
      arms = saved.arms();
      exploration = saved.exploration();
      bins = saved.bins();
    }
  }
}
