package dev.hone;

import dev.hone.internal.descent.LbfgsbStrategy;
import dev.hone.math.minimize.Lbfgsb;
import java.io.DataInput;
import java.io.IOException;
import java.util.Objects;

/**
 * L-BFGS-B with gradients that are told: a handful of trials to a minimum, where they are exact.
 *
 * <p>Each descent models the curvature by its last steps and searches lines, within the ranges (see
 * {@link Lbfgsb}); when it has converged, another one starts elsewhere. Every trial of its own must
 * be told with a {@linkplain Outcome#withGradient gradient}; without one, telling is an error and
 * the trial stays pending. Where gradients are noisy, {@link Adam} goes further. Everything else as
 * in {@link DescentOptimizer}.
 *
 * <p>A suggestion costs O(dm²) for a memory of m; snapshots hold what each descent under way was
 * told, and restoring repeats it.
 *
 * <p>Source: Byrd, Lu, Nocedal and Zhu, A Limited Memory Algorithm for Bound Constrained
 * Optimization (1995); Morales and Nocedal, Remark on Algorithm 778: L-BFGS-B (2011).
 */
public final class LbfgsbOptimizer extends DescentOptimizer {

  private LbfgsbOptimizer(Builder builder) {
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
  public static LbfgsbOptimizer restore(byte[] snapshot, SearchSpace space) {
    return on(space).restore(snapshot);
  }

  /** The options of {@link LbfgsbOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends DescentOptimizer.Builder<Builder, LbfgsbOptimizer> {
    private LbfgsbStrategy strategy = LbfgsbStrategy.DEFAULT;

    private Builder(SearchSpace space) {
      super(space, LbfgsbOptimizer.class);
    }

    /**
     * Sets memory, budget and tolerances of each descent, in the unit cube; unless set, those of
     * {@link Lbfgsb#defaults()} with a projected gradient of 1e-10.
     */
    public Builder options(Lbfgsb options) {
      strategy = new LbfgsbStrategy(Objects.requireNonNull(options, "options"));
      return this;
    }

    @Override
    public LbfgsbOptimizer build() {
      return new LbfgsbOptimizer(this);
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      super.loadOptions(in);
      strategy = LbfgsbStrategy.load(in);
    }
  }
}
