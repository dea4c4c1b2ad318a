package dev.hone.internal.evo;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The options of a {@link dev.hone.ParticleSwarm}.
 *
 * @param size S, how many particles there are
 * @param informants K, how many particles each informs, drawn with repetition
 * @param inertia w, how much of its velocity a particle keeps
 * @param acceleration c, how strongly it is drawn to the best places it knows
 */
public record SwarmStrategy(int size, int informants, double inertia, double acceleration) {
  /** Of Clerc (2012): S = 40, K = 3, w = 1/(2 ln 2), c = 1/2 + ln 2. */
  public static final SwarmStrategy DEFAULT =
      new SwarmStrategy(40, 3, 0.7213475204444817, 1.1931471805599454);

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public SwarmStrategy {
    if (size < 2) {
      throw new IllegalArgumentException("size = " + size + ": expected at least 2");
    }
    if (informants < 1) {
      throw new IllegalArgumentException("informants = " + informants + ": expected at least 1");
    }
    if (!(inertia >= 0 && inertia < 1)) {
      throw new IllegalArgumentException("inertia = " + inertia + ": expected 0 or more, below 1");
    }
    if (!(acceleration > 0 && acceleration < 4)) {
      throw new IllegalArgumentException(
          "acceleration = " + acceleration + ": expected above 0, below 4");
    }
  }

  /** Writes what {@link #load} reads. */
  public void save(DataOutput out) throws IOException {
    out.writeInt(size);
    out.writeInt(informants);
    out.writeDouble(inertia);
    out.writeDouble(acceleration);
  }

  /** Reads what {@link #save} wrote. */
  public static SwarmStrategy load(DataInput in) throws IOException {
    return new SwarmStrategy(in.readInt(), in.readInt(), in.readDouble(), in.readDouble());
  }
}
