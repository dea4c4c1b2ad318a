package dev.hone;

import dev.hone.internal.gp.GpSuggester;
import dev.hone.internal.gp.RefitSchedule;
import dev.hone.internal.gp.TargetScaling;
import dev.hone.math.Backend;
import dev.hone.spi.Deadline;
import dev.hone.spi.History;
import dev.hone.spi.OptimizerBase;
import dev.hone.spi.OptimizerBuilder;
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
  private final GpSuggester suggester;

  private GpOptimizer(Builder builder) {
    super(builder);
    suggester =
        new GpSuggester(
            space(),
            seed(),
            builder.backend,
            builder.initialTrials,
            new TargetScaling(builder.clipQuantile),
            builder.schedule);
  }

  /** Starts building an optimizer of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
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
    private int initialTrials = 10;
    private RefitSchedule schedule = RefitSchedule.DEFAULT;
    private double clipQuantile = TargetScaling.DEFAULT.clipQuantile();

    private Builder(SearchSpace space) {
      super(space);
    }

    /**
     * Sets how many trials are spread over the space before the first model; 10 unless set.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder initialTrials(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("initialTrials = " + count + ": expected at least 1");
      }
      initialTrials = count;
      return this;
    }

    /**
     * Sets above which quantile of all values a bad value counts only as that bad; 0.75 unless set.
     * With 1 every value counts in full.
     *
     * @throws IllegalArgumentException if it is not in (0, 1]
     */
    public Builder clipQuantile(double quantile) {
      clipQuantile = new TargetScaling(quantile).clipQuantile();
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
      schedule = new RefitSchedule(share, schedule.surprise());
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

    @Override
    protected Builder self() {
      return this;
    }
  }
}
