package dev.hone;

import dev.hone.internal.gp.GpStrategy;
import dev.hone.internal.gp.GpSuggester;
import dev.hone.internal.gp.RefitSchedule;
import dev.hone.internal.gp.TargetScaling;
import dev.hone.math.Backend;
import dev.hone.spi.Deadline;
import dev.hone.spi.History;
import dev.hone.spi.OptimizerBase;
import dev.hone.spi.OptimizerBuilder;
import dev.hone.spi.Snapshot;
import java.util.Objects;

/**
 * Bayesian optimisation with a Gaussian process: the choice where a trial is expensive.
 *
 * <p>After an initial design of scrambled Sobol points, every suggestion maximises Log Expected
 * Improvement under a Matérn-5/2 model with one length-scale per parameter, fitted to all completed
 * trials by maximum a posteriori with dimension-scaled priors (Hvarfner, Hellsten and Nardi,
 * Vanilla Bayesian Optimization Performs Great in High Dimensions, 2024). The bad tail of the told
 * values is clipped before the fit, and improvement is measured against the best posterior mean
 * rather than the best noisy value. Pending trials count as if they had come out as the model
 * expects. A point that was tried is never suggested again, unless a finite space has no other
 * left.
 *
 * <p>One suggestion after n trials costs O(n³) for the fit, made once for all suggestions between
 * two tells, and O(n²) per candidate scored. The same seed and the same order of asks and tells
 * give the same suggestions, bit for bit, on one backend and instruction set. Safe to use from many
 * threads; suggestions are made one at a time.
 */
public final class GpOptimizer extends OptimizerBase {
  private static final String METHOD = "GpOptimizer";
  private static final int VERSION = 1;

  private final GpStrategy strategy;
  private final GpSuggester suggester;

  private GpOptimizer(Builder builder) {
    super(builder);
    strategy = builder.strategy;
    suggester = new GpSuggester(space(), seed(), builder.backend, strategy);
  }

  private GpOptimizer(Builder builder, Snapshot snapshot) {
    this(builder);
    try {
      restore(
          snapshot,
          in -> {
            suggester.load(history(), in);
            return suggester;
          });
    } catch (RuntimeException e) {
      suggester.close();
      throw e;
    }
  }

  /** Starts building an optimizer of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /**
   * An optimizer that goes on where a {@link #snapshot()} was taken, with the options it had then;
   * {@link Builder#restore} takes a backend.
   *
   * @param snapshot the bytes
   * @param space declared as the one before; values that differ only in the object count as the
   *     same
   * @throws IllegalArgumentException if the bytes are altered or cut off, or of another space,
   *     format version or method; the message says which
   */
  public static GpOptimizer restore(byte[] snapshot, SearchSpace space) {
    return new Builder(space).restore(snapshot);
  }

  /**
   * Everything as bytes: space, options, trials (pending ones too), queue and hyperparameters. The
   * optimizer that {@link #restore} makes of it suggests what this one would, bit for bit on the
   * same backend and instruction set; its {@link #trials} can be told as these. A fit that goes on
   * in the background is not part of it. O(nd); restoring is O(n³), once.
   *
   * @throws IllegalStateException if this optimizer is closed
   */
  public byte[] snapshot() {
    return snapshot(METHOD, VERSION, strategy::save, suggester::save);
  }

  @Override
  protected double[] suggest(History history, long trialNumber) {
    return suggester.suggest(history, trialNumber, Deadline.never());
  }

  @Override
  protected double[] suggest(History history, long trialNumber, Deadline deadline) {
    return suggester.suggest(history, trialNumber, deadline);
  }

  @Override
  protected void told(Trial trial) {
    suggester.told(history());
  }

  @Override
  protected void release() {
    suggester.close();
  }

  /** The options of a {@link GpOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends OptimizerBuilder<Builder> {
    private Backend backend = Backend.configured();
    private GpStrategy strategy;

    private Builder(SearchSpace space) {
      super(space);
      strategy = GpStrategy.forDimension(space.dimension());
    }

    /**
     * Sets how many trials are spread over the space before the first model; unless set, 5 to 10,
     * the more parameters there are.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder initialTrials(int count) {
      strategy = new GpStrategy(count, strategy.scaling(), strategy.schedule());
      return this;
    }

    /**
     * Sets above which quantile of all values a bad value counts only as that bad; 0.75 unless set.
     * With 1 every value counts in full.
     *
     * @throws IllegalArgumentException if it is not in (0, 1]
     */
    public Builder clipQuantile(double quantile) {
      strategy =
          new GpStrategy(
              strategy.initialTrials(), new TargetScaling(quantile), strategy.schedule());
      return this;
    }

    /**
     * Sets when hyperparameters are fitted again: when the number of told trials has grown by this
     * share since the last fit, or after a value that surprises the model. 0.05 unless set: after
     * every trial up to 40, every fifth one at 100. With 0 always after every trial.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public Builder refitGrowth(double share) {
      strategy =
          new GpStrategy(
              strategy.initialTrials(),
              strategy.scaling(),
              new RefitSchedule(share, strategy.schedule().surprise()));
      return this;
    }

    /**
     * Forces a backend; unless set, what {@value Backend#PROPERTY} says, or the fastest present.
     */
    public Builder backend(Backend backend) {
      this.backend = Objects.requireNonNull(backend, "backend");
      return this;
    }

    /**
     * Makes the optimizer.
     *
     * @throws dev.hone.math.BackendUnavailableException if a backend is forced and missing
     */
    @Override
    public GpOptimizer build() {
      return new GpOptimizer(this);
    }

    /**
     * Makes an optimizer that goes on where a {@linkplain #snapshot() snapshot} was taken, instead
     * of a new one, with the options that the snapshot has, on the backend set here. On another one
     * than before, bits may differ.
     *
     * @throws IllegalArgumentException if the bytes are refused, see {@link GpOptimizer#restore}
     * @throws dev.hone.math.BackendUnavailableException if a backend is forced and missing
     */
    public GpOptimizer restore(byte[] snapshot) {
      Snapshot opened = Snapshot.open(snapshot, METHOD, VERSION, space());
      Builder saved = new Builder(space()).backend(backend);
      saved.takeOver(opened);
      saved.strategy = opened.read(GpStrategy::load);
      return new GpOptimizer(saved, opened);
    }

    @Override
    protected Builder self() {
      return this;
    }
  }
}
