package dev.hone.examples.quality;

import dev.hone.examples.tabular.Method;

/** Something to be optimised, whose best is known, within a budget. Safe to use from threads. */
public interface Problem {

  /** What sort of problem it is. */
  enum Kind {
    /** A function of numbers. */
    FUNCTION,
    /** Recorded trainings. */
    TABLE,
    /** Several objectives. */
    FRONT,
    /** Trainings that can be cut short. */
    CURVE
  }

  /** What sort of problem this is. */
  Kind kind();

  /** How reports call it, such as {@code ackley-20 q=4}. */
  String name();

  /** How many trials a run has. */
  int trials();

  /** Whether the method can work on it at all. */
  default boolean suits(Method method) {
    return true;
  }

  /**
   * Runs a method. What comes out depends on the arguments only.
   *
   * @return after each trial, how far the best so far is from the best there is, 0 or more
   */
  double[] run(Method method, long seed);
}
