package dev.hone.pruner;

import java.util.Arrays;

/**
 * What a trial was worth at a step; immutable.
 *
 * <p>Values are to be minimised: those of objectives to maximise are negated, so that a pruner need
 * not know the {@linkplain Reports#directions directions}.
 */
public final class Report {
  private final long trial;
  private final long step;
  private final double[] minimized;

  /** Keeps the array itself. */
  Report(long trial, long step, double[] minimized) {
    this.trial = trial;
    this.step = step;
    this.minimized = minimized;
  }

  /** The number of the trial. */
  public long trial() {
    return trial;
  }

  /** The step: an epoch, a number of examples or seconds, the number of a fold. */
  public long step() {
    return step;
  }

  /** The value of the first objective, to be minimised. */
  public double value() {
    return minimized[0];
  }

  /**
   * The value of an objective, to be minimised.
   *
   * @param objective from 0
   */
  public double value(int objective) {
    return minimized[objective];
  }

  /** A copy of the values of all objectives, to be minimised. */
  public double[] values() {
    return minimized.clone();
  }

  /** The values themselves. */
  double[] minimized() {
    return minimized;
  }

  @Override
  public String toString() {
    return "trial " + trial + " at step " + step + ": " + Arrays.toString(minimized);
  }
}
