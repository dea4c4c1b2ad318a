package dev.hone.math.cma;

/** Why a {@link CmaEs} has come to its end. */
public enum CmaStop {
  /** A value at or below the target was told. */
  TARGET,
  /** The evaluations it was allowed are used up. */
  MAX_EVALUATIONS,
  /** The generations it was allowed are used up. */
  MAX_GENERATIONS,
  /** All standard deviations have shrunk to nothing: {@link StopTolerances#x}. */
  TOL_X,
  /** All values of the last generations are all but equal: {@link StopTolerances#fun}. */
  TOL_FUN,
  /** The best values of the last generations are equal: {@link StopTolerances#funHistory}. */
  TOL_FUN_HISTORY,
  /** A standard deviation has grown far beyond the start: {@link StopTolerances#facUpX}. */
  TOL_FAC_UP_X,
  /** The step size grows while the distribution does not: {@link StopTolerances#upSigma}. */
  TOL_UP_SIGMA,
  /** Neither best nor median values have improved for long. */
  STAGNATION,
  /** A large share of each generation has one and the same value: the function is flat. */
  FLAT_FITNESS,
  /** A step along an axis of the distribution no longer changes the mean. */
  NO_EFFECT_AXIS,
  /** A step along a coordinate no longer changes the mean. */
  NO_EFFECT_COORDINATE,
  /** The covariance is singular to working precision: {@link StopTolerances#condition}. */
  CONDITION,
  /** The mean has left the range of numbers that can be computed with. */
  OUT_OF_RANGE
}
