package dev.hone.reinforcement;

import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What chooses and learns. Not safe for use from several threads: its optimizer holds a lock.
 */
interface Learner {

  /**
   * The canonical point to try next.
   *
   * @param history what was tried already
   * @param trialNumber the number the trial will have; the key of all random choices
   */
  double[] suggest(History history, long trialNumber);

  /**
   * Takes in how a trial ended, be it asked, enqueued or observed.
   *
   * @param trialNumber its number
   * @param point its canonical point
   * @param minimized its value, smaller being better; NaN if it failed
   */
  void told(long trialNumber, double[] point, double minimized);

  /** Writes all that has been learnt. */
  void save(DataOutput out) throws IOException;

  /** Reads what {@link #save} wrote, into a learner that was never asked. */
  void load(DataInput in) throws IOException;
}
