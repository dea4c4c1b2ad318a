package dev.hone;

import dev.hone.math.random.SobolSequence;

/**
 * A scrambled Sobol sequence: as random as random search, but spread evenly. Best in runs of a
 * power of two.
 *
 * <p>Trial number i gets the i-th point of the sequence that the seed picks, whatever was told, so
 * an optimizer that is shown the trials of another goes on where that one stopped. In spaces with
 * discrete parameters configurations may repeat, unless {@linkplain Builder#distinct asked not to}.
 * O(d log i) per suggestion. Safe to use from many threads.
 *
 * <p>Source: as {@link SobolSequence} has it.
 */
public final class SobolOptimizer extends DesignOptimizer {
  private final SobolSequence sequence;

  private SobolOptimizer(Builder builder) {
    super(builder);
    this.sequence = SobolSequence.scrambled(space().dimension(), seed());
  }

  /** Starts a Sobol search of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  @Override
  void point(long trialNumber, double[] point) {
    sequence.point(trialNumber, point, 0);
  }

  /** The options of a {@link SobolOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends DesignOptimizer.Builder<Builder, SobolOptimizer> {

    private Builder(SearchSpace space) {
      super(space, SobolOptimizer.class);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the space has more parameters than the sequence has
     *     dimensions, {@link SobolSequence#maxDimension}
     */
    @Override
    public SobolOptimizer build() {
      if (space().dimension() > SobolSequence.maxDimension()) {
        throw new IllegalArgumentException(
            "the space has "
                + space().dimension()
                + " parameters: expected at most "
                + SobolSequence.maxDimension()
                + " for a Sobol sequence");
      }
      return new SobolOptimizer(this);
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
