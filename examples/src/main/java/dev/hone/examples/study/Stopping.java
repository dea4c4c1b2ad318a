package dev.hone.examples.study;

import dev.hone.pruner.Pruner;

/** The pruners that can be chosen on the command line. */
public enum Stopping {
  /** Every trial runs to its end. */
  NONE(Pruner.none());

  private final Pruner pruner;

  Stopping(Pruner pruner) {
    this.pruner = pruner;
  }

  /** The pruner with its defaults. */
  public Pruner pruner() {
    return pruner;
  }
}
