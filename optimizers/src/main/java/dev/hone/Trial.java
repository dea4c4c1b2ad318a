package dev.hone;

/**
 * One evaluation: a configuration handed out by an {@link Optimizer}, and what came of it.
 *
 * <p>A trial is written once, by its optimizer, when it is told or failed; it is safe to read from
 * any thread.
 */
public interface Trial {

  /** What is known of a trial. */
  enum State {
    /** Handed out, and not told yet. */
    PENDING,
    /** Told, all objectives and constraints with finite values. */
    COMPLETE,
    /** Given up, or told with NaN or an infinity. */
    FAILED
  }

  /** The number of this trial in its optimizer, counted from 0 in the order of creation. */
  long number();

  /** The point to evaluate. */
  Configuration configuration();

  /** What is known now. */
  State state();

  /**
   * All that was told.
   *
   * @throws IllegalStateException unless the state is {@link State#COMPLETE}
   */
  Outcome outcome();

  /**
   * The objective value, as it was told.
   *
   * @throws IllegalStateException unless the state is {@link State#COMPLETE} and there is one
   *     objective
   */
  default double value() {
    Outcome outcome = outcome();
    if (outcome.objectiveCount() != 1) {
      throw new IllegalStateException(
          this + " has " + outcome.objectiveCount() + " objectives: see outcome()");
    }
    return outcome.objective(0);
  }

  /** Whether it is complete and all its constraints are met. */
  default boolean isFeasible() {
    return state() == State.COMPLETE && outcome().isFeasible();
  }

  /** As {@link Configuration#get(DoubleParam)}. */
  default double get(DoubleParam param) {
    return configuration().get(param);
  }

  /** As {@link Configuration#get(IntParam)}. */
  default int get(IntParam param) {
    return configuration().get(param);
  }

  /** As {@link Configuration#get(Param)}. */
  default <T> T get(Param<T> param) {
    return configuration().get(param);
  }

  /** As {@link Configuration#isActive}. */
  default boolean isActive(Param<?> param) {
    return configuration().isActive(param);
  }
}
