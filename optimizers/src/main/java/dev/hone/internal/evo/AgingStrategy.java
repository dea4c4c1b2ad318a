package dev.hone.internal.evo;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The options of a {@link dev.hone.RegularizedEvolution}.
 *
 * @param populationSize P
 * @param sampleSize S, of which the best has a child
 */
public record AgingStrategy(int populationSize, int sampleSize) {
  /** Of Real, Aggarwal, Huang and Le (2019), section 4. */
  public static final AgingStrategy DEFAULT = new AgingStrategy(100, 25);

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public AgingStrategy {
    if (populationSize < 2) {
      throw new IllegalArgumentException(
          "populationSize = " + populationSize + ": expected at least 2");
    }
    if (sampleSize < 1 || sampleSize > populationSize) {
      throw new IllegalArgumentException(
          "sampleSize = " + sampleSize + ": expected 1 to the population's " + populationSize);
    }
  }

  /** Writes what {@link #load} reads. */
  public void save(DataOutput out) throws IOException {
    out.writeInt(populationSize);
    out.writeInt(sampleSize);
  }

  /** Reads what {@link #save} wrote. */
  public static AgingStrategy load(DataInput in) throws IOException {
    return new AgingStrategy(in.readInt(), in.readInt());
  }
}
