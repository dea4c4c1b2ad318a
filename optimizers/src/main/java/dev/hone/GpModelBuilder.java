package dev.hone;

import dev.hone.internal.gp.GpStrategy;
import dev.hone.internal.gp.ModelOptions;
import dev.hone.internal.gp.RefitSchedule;
import dev.hone.spi.OptimizerBuilder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The options of a Gaussian process model of what is told: how values become targets, priors and
 * terms, and when hyperparameters are fitted again. Not safe for use from several threads.
 *
 * @param <B> the type of the builder itself, which the setters return
 */
public abstract sealed class GpModelBuilder<B extends GpModelBuilder<B>> extends OptimizerBuilder<B>
    permits GpOptimizer.Builder {
  private GpStrategy strategy;
  private @Nullable PriorMean priorMean;

  GpModelBuilder(SearchSpace space) {
    super(space);
    strategy = GpStrategy.forDimension(space.dimension());
  }

  /** All options that decide about suggestions. */
  final GpStrategy strategy() {
    return strategy;
  }

  /** The same, with what depends on how many objectives there are. */
  final GpStrategy strategy(int objectives) {
    return strategy.forObjectives(objectives, priorMean);
  }

  /** Sets all options that decide about suggestions. */
  final B with(GpStrategy other) {
    strategy = other;
    return self();
  }

  /**
   * Sets above which quantile of all values a bad value counts only as that bad ({@link
   * OutputTransform#CLIP}). With 1 every value counts in full.
   *
   * @throws IllegalArgumentException if it is not in (0, 1]
   */
  public B clipQuantile(double quantile) {
    return with(strategy.withScaling(strategy.scaling().withClipQuantile(quantile)));
  }

  /**
   * Sets what happens to told values before they are modelled; {@link OutputTransform#COMPRESS}
   * unless set. Of several objectives, values on the front are never clipped or compressed.
   */
  public B outputTransform(OutputTransform transform) {
    Objects.requireNonNull(transform, "transform");
    return with(strategy.withScaling(strategy.scaling().withTransform(transform)));
  }

  /**
   * Sets what the model expects where nothing was tried; unless set, {@link
   * PriorMean#UPPER_QUARTILE} of one objective and {@link PriorMean#AVERAGE} of several. With
   * {@link OutputTransform#NONE} it is 0.
   */
  public B priorMean(PriorMean mean) {
    priorMean = Objects.requireNonNull(mean, "mean");
    return self();
  }

  /** Sets the priors of the model's hyperparameters; exploring ones unless set. */
  public B prior(ModelPrior prior) {
    Objects.requireNonNull(prior, "prior");
    return with(strategy.withModel(strategy.model().withPrior(prior)));
  }

  /**
   * Sets whether the signal variance of the model is inferred, under a prior LogNormal(0, 1) around
   * that of the targets, or fixed at it. Unless set, as {@link ModelPrior} says, but fixed under
   * {@link ModelPrior#EXPLORATIVE} if there are several objectives.
   */
  public B inferSignalVariance(boolean inferred) {
    ModelOptions.Signal signal =
        inferred ? ModelOptions.Signal.INFERRED : ModelOptions.Signal.FIXED;
    return with(strategy.withModel(strategy.model().withSignal(signal)));
  }

  /**
   * Fixes the noise variance of the model, relative to the variance of the values: about 1e-6 for
   * an objective without noise. Inferred unless set. Noise that is known of single trials is told
   * with their {@linkplain Outcome#withNoiseVariance outcomes} and comes on top.
   *
   * @throws IllegalArgumentException if it is not in [1e-8, 1]
   */
  public B noiseVariance(double variance) {
    if (Double.isNaN(variance)) {
      throw new IllegalArgumentException("noiseVariance = NaN: expected a value in [1e-8, 1]");
    }
    return with(strategy.withModel(strategy.model().withNoise(variance)));
  }

  /**
   * Sets whether numeric parameters are warped by a function with two hyperparameters each, for
   * objectives that change fast at one end of a range and hardly at the other; off unless set.
   * Takes longer.
   *
   * <p>Source: Snoek et al., Input Warping for Bayesian Optimization of Non-Stationary Functions
   * (2014).
   */
  public B inputWarping(boolean on) {
    return with(strategy.withModel(strategy.model().withWarping(on)));
  }

  /**
   * Sets whether a term of each parameter alone is added to the model, for objectives that are
   * nearly sums of such; off unless set. Takes three to four times as long.
   *
   * <p>Source: Duvenaud, Nickisch and Rasmussen, Additive Gaussian Processes (2011).
   */
  public B additiveTerms(boolean on) {
    return with(strategy.withModel(strategy.model().withAdditiveTerms(on)));
  }

  /** Sets what pending trials are taken to come out as; as expected unless set. */
  public B pendingBelief(PendingBelief belief) {
    Objects.requireNonNull(belief, "belief");
    return with(strategy.withModel(strategy.model().withPending(belief)));
  }

  /**
   * Sets when hyperparameters are fitted again: when the number of told trials has grown by this
   * share since the last fit, or after a value that surprises the model. 0.05 unless set: after
   * every trial up to 40, every fifth one at 100. With 0 always after every trial.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public B refitGrowth(double share) {
    return with(strategy.withSchedule(new RefitSchedule(share, strategy.schedule().surprise())));
  }
}
