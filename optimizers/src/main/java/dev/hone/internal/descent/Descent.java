package dev.hone.internal.descent;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One way down from one start in the unit cube. It wants one or several points at a time, its
 * probes, and moves when it has been told of them.
 */
public interface Descent {
  /** What {@link #next} returns while there is nothing to hand out. */
  int WAITING = -1;

  /** The number of the probe to hand out next, or {@link #WAITING}. */
  int next();

  /**
   * Hands out the probe that is {@link #next}.
   *
   * @return a copy of its point
   */
  double[] handOut();

  /**
   * Takes in what became of a probe.
   *
   * @param evaluation null if it failed
   */
  void told(int probe, @Nullable Evaluation evaluation);

  /** Whether it has come to its end. */
  boolean isFinished();

  /** Writes all that {@link #load} needs. */
  void save(DataOutput out) throws IOException;

  /** Reads what {@link #save} wrote, into a descent from any start. */
  void load(DataInput in) throws IOException;

  /** Makes descents. */
  @FunctionalInterface
  interface Factory {

    /**
     * A descent from a point.
     *
     * @param start d coordinates, not kept
     * @param number of this descent, from 0; the key of its random choices
     */
    Descent from(double[] start, long number);
  }
}
