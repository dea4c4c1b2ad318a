package dev.hone.internal.descent;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Makes steps of gradients. */
interface StepRule {

  /**
   * The next step.
   *
   * @param gradient at the place reached, not changed
   * @return d numbers, to be added to the place
   */
  double[] step(double[] gradient);

  /** Writes what {@link #load} reads. */
  void save(DataOutput out) throws IOException;

  /** Reads what {@link #save} wrote. */
  void load(DataInput in) throws IOException;
}
