package dev.hone;

import dev.hone.internal.descent.AdamStrategy;
import java.io.DataInput;
import java.io.IOException;

/**
 * Adam: descent by running means of gradients, with steps of about the same length in every
 * parameter, whatever the sizes of its derivatives. The choice where gradients are told and noisy,
 * as those of a minibatch or of a training that is cut short.
 *
 * {@snippet lang=java :
 * try (Optimizer optimizer = Adam.on(space).build()) {
 *   for (int i = 0; i < 50; i++) {
 *     Trial trial = optimizer.ask();
 *     Validation v = validate(trial); // the loss and its derivatives by the hyperparameters
 *     optimizer.tell(trial, Outcome.of(v.loss()).withGradient(v.gradient()));
 *   }
 * }
 * }
 *
 * <p>Every trial of its own must be told with a {@linkplain Outcome#withGradient gradient}; without
 * one, telling is an error and the trial stays pending. Everything else as in {@link
 * DescentOptimizer}.
 *
 * <p>Source: Kingma and Ba, Adam: A Method for Stochastic Optimization (2015). Means and ε as
 * published; the rate is a tenth of the range and decays as in its section 4, since a search over
 * hyperparameters has tens of steps, not thousands.
 */
public final class Adam extends DescentOptimizer {

  private Adam(Builder builder) {
    super(builder, true, builder.strategy.descents(), builder.strategy::save);
  }

  /** Starts building an optimizer of a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /**
   * An optimizer that goes on where a {@link #snapshot()} was taken, with the options it had then;
   * see {@link Builder#restore}.
   */
  public static Adam restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The options of {@link Adam}. Not safe for use from several threads. */
  public static final class Builder extends DescentOptimizer.Builder<Builder, Adam> {
    private AdamStrategy strategy = AdamStrategy.DEFAULT;

    private Builder(SearchSpace space) {
      super(space, Adam.class);
    }

    /**
     * Sets α, the length of the first steps in the unit cube; 0.1 unless set.
     *
     * @throws IllegalArgumentException if it is not in (0, 1]
     */
    public Builder learningRate(double alpha) {
      strategy = strategy.withRate(alpha);
      return this;
    }

    /**
     * Sets how slowly the means of gradients and of their squares forget; 0.9 and 0.999 unless set.
     *
     * @throws IllegalArgumentException if one is not in [0, 1)
     */
    public Builder betas(double beta1, double beta2) {
      strategy = strategy.withBetas(beta1, beta2);
      return this;
    }

    /**
     * Sets ε, what is added to the root of the mean of squares, in units of the gradient by unit
     * coordinates; 1e-8 unless set.
     *
     * @throws IllegalArgumentException if it is not finite and above 0
     */
    public Builder epsilon(double epsilon) {
      strategy = strategy.withEpsilon(epsilon);
      return this;
    }

    /** Sets whether step t is of length α/√t rather than α; it is unless set. */
    public Builder decaying(boolean on) {
      strategy = strategy.withDecaying(on);
      return this;
    }

    @Override
    public Adam build() {
      return new Adam(this);
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      super.loadOptions(in);
      strategy = AdamStrategy.load(in);
    }
  }
}
