package dev.hone.internal.evo;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The options of a {@link dev.hone.CooperativeCoevolution}.
 *
 * @param separableGroup how many separable parameters are searched together at most
 */
public record CooperationStrategy(int separableGroup) {
  /** Separable parameters by the fifty, as is customary. */
  public static final CooperationStrategy DEFAULT = new CooperationStrategy(50);

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public CooperationStrategy {
    if (separableGroup < 1) {
      throw new IllegalArgumentException(
          "separableGroup = " + separableGroup + ": expected at least 1");
    }
  }

  /** Trials in a turn of a group of so many coordinates: two usual generations. */
  int turn(int dimension) {
    return 2 * (4 + (int) (3 * StrictMath.log(dimension)));
  }

  /** Writes what {@link #load} reads. */
  public void save(DataOutput out) throws IOException {
    out.writeInt(separableGroup);
  }

  /** Reads what {@link #save} wrote. */
  public static CooperationStrategy load(DataInput in) throws IOException {
    return new CooperationStrategy(in.readInt());
  }
}
