package dev.hone.math.minimize;

/** Why a minimisation ended. */
public enum Termination {
  /** The projected gradient is within its tolerance: a stationary point of the bounded problem. */
  PROJECTED_GRADIENT,
  /**
   * The last iteration lowered the function by no more than the tolerance, or, in a run that knew
   * the curvature before, the next one promises no more.
   */
  RELATIVE_REDUCTION,
  /** The budget of iterations is spent. */
  MAX_ITERATIONS,
  /** The budget of evaluations is spent. */
  MAX_EVALUATIONS,
  /** No step along the projected gradient lowers the function: it is noisy, or at its precision. */
  LINE_SEARCH_FAILED,
  /** The function or its gradient is not finite at the start. */
  START_NOT_FINITE
}
