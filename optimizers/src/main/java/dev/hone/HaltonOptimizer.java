package dev.hone;

import dev.hone.math.random.HaltonSequence;

/**
 * A scrambled Halton sequence: as random as random search, but spread evenly, after any number of
 * trials. A Sobol sequence does better in runs of a power of two.
 *
 * <p>Trial number i gets the i-th point of the sequence that the seed picks, whatever was told, so
 * an optimizer that is shown the trials of another goes on where that one stopped. In spaces with
 * discrete parameters configurations may repeat, unless {@linkplain Builder#distinct asked not to}.
 * O(d log i) per suggestion. Safe to use from many threads.
 *
 * <p>Source: as {@link HaltonSequence} has it.
 *
 * {@snippet lang=java :
 * List<Trial> design = HaltonOptimizer.on(space).seed(1).build().ask(50);
 * }
 */
public final class HaltonOptimizer extends DesignOptimizer {
  private final HaltonSequence sequence;

  private HaltonOptimizer(Builder builder) {
    super(builder);
    sequence = HaltonSequence.scrambled(space().dimension(), seed());
  }

  /** Starts a Halton search of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  @Override
  void point(long trialNumber, double[] point) {
    sequence.point(trialNumber, point, 0);
  }

  /** The options of a {@link HaltonOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends DesignOptimizer.Builder<Builder, HaltonOptimizer> {

    private Builder(SearchSpace space) {
      super(space, HaltonOptimizer.class);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the space has more parameters than the sequence has
     *     dimensions, {@link HaltonSequence#MAX_DIMENSION}
     */
    @Override
    public HaltonOptimizer build() {
      if (space().dimension() > HaltonSequence.MAX_DIMENSION) {
        throw new IllegalArgumentException(
            "the space has %d parameters: expected at most %d for a Halton sequence"
                .formatted(space().dimension(), HaltonSequence.MAX_DIMENSION));
      }
      return new HaltonOptimizer(this);
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }
  }
}
