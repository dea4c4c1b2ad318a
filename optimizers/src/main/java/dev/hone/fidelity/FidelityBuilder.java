package dev.hone.fidelity;

import dev.hone.SearchSpace;
import dev.hone.pruner.Rungs;
import dev.hone.spi.ResumableOptimizer;
import java.io.DataInput;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The options that methods on top of Hyperband have in common. Not safe for use from several
 * threads.
 *
 * @param <B> the type of the builder itself
 * @param <O> the type of the optimizer
 */
public abstract sealed class FidelityBuilder<
        B extends FidelityBuilder<B, O>, O extends FidelityOptimizer>
    extends ResumableOptimizer.Builder<B, O> permits BohbOptimizer.Builder, DehbOptimizer.Builder {
  private static final int FACTOR = 3;

  private @Nullable Rungs rungs;

  /** Those of a snapshot, with the budgets of its trials. */
  private @Nullable Levels saved;

  /** Starts without budgets. */
  FidelityBuilder(SearchSpace space, Class<O> method) {
    super(space, method);
  }

  /**
   * Sets the budgets: first, 3·first, 9·first, … and last. To be set before {@link #build}.
   *
   * @param first of the shortest trials, at least 1
   * @param last of the longest ones
   * @throws IllegalArgumentException if the first is less than 1, or not below the last
   */
  public final B budgets(long first, long last) {
    return budgets(new Rungs(first, FACTOR, last));
  }

  /** Sets the budgets: the steps of rungs, and their last step. */
  public final B budgets(Rungs rungs) {
    this.rungs = Objects.requireNonNull(rungs, "rungs");
    return self();
  }

  /**
   * Makes an optimizer with the options set; the builder may be used further.
   *
   * @throws IllegalStateException if no budgets are set
   * @throws IllegalArgumentException if the options do not fit the space
   */
  @Override
  public abstract O build();

  /** What the optimizer starts with: no trials, unless it goes on from a snapshot. */
  final Levels levels() {
    if (saved != null) {
      return saved;
    }
    if (rungs == null) {
      throw new IllegalStateException("no budgets are set: expected budgets(first, last)");
    }
    return new Levels(rungs);
  }

  @Override
  protected void loadOptions(DataInput in) throws IOException {
    saved = Levels.load(in);
  }
}
