package dev.hone.fidelity;

import dev.hone.Trial;
import org.jspecify.annotations.Nullable;

/** A place on a rung, and what became of it. */
final class Slot {
  /** The number of its trial. */
  final long trial;

  /** The point as it was proposed; it need not be canonical. */
  final double[] genome;

  /** The trial, once it has ended. */
  @Nullable Trial ended;

  Slot(long trial, double[] genome) {
    this.trial = trial;
    this.genome = genome;
  }

  boolean isComplete() {
    return ended != null && ended.state() == Trial.State.COMPLETE;
  }
}
