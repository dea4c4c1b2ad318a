package dev.hone.internal.evo;

import dev.hone.Outcome;
import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A population that is asked for points one by one and told what became of them, in any order. Not
 * safe for use from several threads: its optimizer holds a lock.
 */
public interface Evolution {

  /**
   * The point to try next; a canonical one is made of it by the optimizer.
   *
   * @param history what was tried already
   * @param trialNumber the number the trial will have; the key of all random choices
   */
  double[] suggest(History history, long trialNumber);

  /**
   * Takes in how a trial ended.
   *
   * @param trialNumber its number; one that was never suggested was observed or enqueued
   * @param point its canonical point
   * @param minimized its outcome, smaller being better; null if it failed
   */
  void told(long trialNumber, double[] point, @Nullable Outcome minimized);

  /** Releases what is not on the heap; nothing unless overridden. */
  default void close() {}

  /** Writes all that has been learnt. */
  void save(DataOutput out) throws IOException;

  /** Reads what {@link #save} wrote, into a population that was never asked. */
  void load(DataInput in) throws IOException;
}
