package dev.hone;

import dev.hone.internal.descent.MomentumStrategy;
import java.io.DataInput;
import java.io.IOException;

/**
 * Gradient descent with momentum: the plain method, for gradients that are told and well scaled.
 *
 * <p>Gradients count relative to the largest one of a descent so far: the first step changes the
 * parameter that matters most by the learning rate, in parts of its range, and the unit of the
 * objective does not matter. Every trial of its own must be told with a {@linkplain
 * Outcome#withGradient gradient}; without one, telling is an error and the trial stays pending.
 * Everything else as in {@link DescentOptimizer}.
 *
 * <p>Source: Polyak, Some methods of speeding up the convergence of iteration methods (1964);
 * Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum in deep
 * learning (2013), for Nesterov acceleration.
 */
public final class SgdMomentum extends DescentOptimizer {

  private SgdMomentum(Builder builder) {
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
  public static SgdMomentum restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The options of {@link SgdMomentum}. Not safe for use from several threads. */
  public static final class Builder extends DescentOptimizer.Builder<Builder, SgdMomentum> {
    private MomentumStrategy strategy = MomentumStrategy.DEFAULT;

    private Builder(SearchSpace space) {
      super(space, SgdMomentum.class);
    }

    /**
     * Sets η, the length of the first step along its longest coordinate in the unit cube; 0.05
     * unless set.
     *
     * @throws IllegalArgumentException if it is not in (0, 1]
     */
    public Builder learningRate(double eta) {
      strategy = strategy.withRate(eta);
      return this;
    }

    /**
     * Sets μ, how much of its velocity a descent keeps; 0.9 unless set, 0 for none.
     *
     * @throws IllegalArgumentException if it is not in [0, 1)
     */
    public Builder momentum(double mu) {
      strategy = strategy.withMomentum(mu);
      return this;
    }

    /**
     * Makes the rate of step k η/(1 + decay·k); 0 unless set. With noisy gradients only rates that
     * decay come to rest.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public Builder decay(double decay) {
      strategy = strategy.withDecay(decay);
      return this;
    }

    /** Sets whether Nesterov acceleration is used; it is not unless set. */
    public Builder nesterov(boolean on) {
      strategy = strategy.withNesterov(on);
      return this;
    }

    @Override
    public SgdMomentum build() {
      return new SgdMomentum(this);
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      super.loadOptions(in);
      strategy = MomentumStrategy.load(in);
    }
  }
}
