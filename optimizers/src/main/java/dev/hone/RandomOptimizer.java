package dev.hone;

import dev.hone.math.random.CounterRandom;

/**
 * Independent random configurations: uniform in every parameter, on its scale. The mark every other
 * method has to beat.
 *
 * <p>A trial's configuration depends on the seed and the number of the trial only, not on what was
 * told, so an optimizer that is shown the trials of another goes on where that one stopped. Repeats
 * are not avoided unless {@linkplain Builder#distinct asked for}. O(d) per suggestion. Safe to use
 * from many threads.
 */
public final class RandomOptimizer extends DesignOptimizer {

  private RandomOptimizer(Builder builder) {
    super(builder);
  }

  /** Starts a random search of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  @Override
  void point(long trialNumber, double[] point) {
    CounterRandom.of(seed(), trialNumber).fillUniform(point, 0, point.length);
  }

  /** The options of a {@link RandomOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends DesignOptimizer.Builder<Builder, RandomOptimizer> {

    private Builder(SearchSpace space) {
      super(space, RandomOptimizer.class);
    }

    @Override
    public RandomOptimizer build() {
      return new RandomOptimizer(this);
    }

    /** As many as are told: this method does not learn from them. */
    @Override
    protected int maxObjectives() {
      return Integer.MAX_VALUE;
    }

    /** As many as are told: this method does not learn from them. */
    @Override
    protected int maxConstraints() {
      return Integer.MAX_VALUE;
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }
  }
}
