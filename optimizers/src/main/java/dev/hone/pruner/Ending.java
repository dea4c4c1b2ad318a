package dev.hone.pruner;

/** How a trial that reported came to its end. */
public enum Ending {
  /** It ran to its last step. */
  COMPLETE,
  /** A {@link Pruner} stopped it. */
  PRUNED,
  /** It broke off without a value. */
  FAILED
}
