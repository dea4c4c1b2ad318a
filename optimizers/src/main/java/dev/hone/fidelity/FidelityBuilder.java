package dev.hone.fidelity;

import dev.hone.SearchSpace;
import dev.hone.pruner.Rungs;
import dev.hone.spi.OptimizerBuilder;
import dev.hone.spi.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * The options that methods on top of Hyperband have in common. Not safe for use from several
 * threads.
 *
 * @param <B> the type of the builder itself
 */
public abstract sealed class FidelityBuilder<B extends FidelityBuilder<B>>
    extends OptimizerBuilder<B> permits BohbOptimizer.Builder, DehbOptimizer.Builder {
  private static final int FACTOR = 3;

  private @Nullable Levels levels;

  /** Starts without budgets. */
  FidelityBuilder(SearchSpace space) {
    super(space);
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
    levels = new Levels(rungs);
    return self();
  }

  /**
   * Makes an optimizer with the options set; the builder may be used further.
   *
   * @throws IllegalStateException if no budgets are set
   * @throws IllegalArgumentException if the options do not fit the space
   */
  @Override
  public abstract FidelityOptimizer build();

  /** New levels, without trials. */
  final Levels newLevels() {
    if (levels == null) {
      throw new IllegalStateException("no budgets are set: expected budgets(first, last)");
    }
    return new Levels(levels.rungs());
  }

  /** Reads what all of them have in common, with the budgets of trials. */
  final Levels asSavedLevels(Snapshot snapshot) {
    takeOver(snapshot);
    Levels saved = snapshot.read(Levels::load);
    levels = saved;
    return saved;
  }
}
