package dev.hone.math.gp;

/** How two values of one input dimension are compared. */
public enum DimensionKind {
  /** By their difference: (x − x')². */
  NUMERIC,
  /** By whether they differ: [x ≠ x']. Any distinct codes will do for distinct categories. */
  CATEGORICAL
}
