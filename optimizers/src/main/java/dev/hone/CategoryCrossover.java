package dev.hone;

/** How a genetic method mixes the categories of two parents. */
public enum CategoryCrossover {
  /** Each one from either parent, by the toss of a coin. */
  UNIFORM,
  /** Those before a random place from one parent, those behind it from the other. */
  ONE_POINT
}
