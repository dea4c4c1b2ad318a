package dev.hone.fidelity;

import dev.hone.Trial;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** Says which configurations a bracket is filled with. Guarded by the lock of its optimizer. */
interface Proposer {

  /**
   * A point of the unit cube, and whether it is that of the candidate, so that its training may go
   * on.
   *
   * @param genome the point; it need not be canonical
   * @param continues whether it is the candidate's
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
  record Proposal(double[] genome, boolean continues) {}

  /**
   * What to try on the lowest rung of a bracket.
   *
   * @param trialNumber the number the trial will have
   * @param level the budget's number
   * @param round how often Hyperband went through all brackets before
   */
  Proposal begin(long trialNumber, int level, int round);

  /**
   * What to try on a higher rung.
   *
   * @param trialNumber the number the trial will have
   * @param level the budget's number
   * @param candidate one of the best of the rung below
   * @param width how many trials the rung has
   * @param round how often Hyperband went through all brackets before
   */
  Proposal ascend(long trialNumber, int level, Slot candidate, int width, int round);

  /**
   * Takes in a trial that has ended, of a bracket or not.
   *
   * @param level the number of its budget
   */
  void told(Trial trial, int level);

  /** Takes in that a configuration does not get to the next rung, or has been on the last one. */
  void dropped(Slot slot);

  /** Releases what is not on the heap. */
  void close();

  /** Writes all that has been learnt. */
  void save(DataOutput out) throws IOException;

  /** Reads what {@link #save} wrote, with the trials it was written with. */
  void load(DataInput in, List<Trial> trials) throws IOException;
}
