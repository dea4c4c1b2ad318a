package dev.hone.internal.tpe;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.special.VectorMath;
import java.util.Arrays;

/**
 * What densities of normal distributions between two bounds are divided by, many at a time: σ·P(low
 * ≤ x ≤ high), without the factor √(2π). A mean lies between its bounds.
 *
 * <p>P is 1 less two tails, ½·exp(−z²/2)·erfcx(z/√2) each, to a few roundings of 1.
 */
final class TruncatedNormals {
  /** Beyond so many deviations, less is cut off than the last bit of the rest. */
  private static final double NOTHING = 8.5;

  private final VectorMath math;
  private int count;
  private double[] deviations = new double[16];

  /** Two for each distribution: z/√2, then what is made of it. */
  private double[] tails = new double[32];

  private double[] squares = new double[32];

  TruncatedNormals(Backend backend) {
    math = Engines.vectorMath(backend);
  }

  /** Adds a distribution to those that {@link #normalizers} looks at. */
  void add(double mean, double deviation, double low, double high) {
    if (count == deviations.length) {
      deviations = Arrays.copyOf(deviations, 2 * count);
      tails = Arrays.copyOf(tails, 4 * count);
      squares = Arrays.copyOf(squares, 4 * count);
    }
    deviations[count] = deviation;
    setTail(2 * count, (mean - low) / deviation);
    setTail(2 * count + 1, (high - mean) / deviation);
    count++;
  }

  private void setTail(int i, double z) {
    double near = Math.min(z, NOTHING);
    tails[i] = near * Math.sqrt(0.5);
    squares[i] = -0.5 * near * near;
  }

  /** The divisors of all that were added, in that order; the array is good until the next call. */
  double[] normalizers() {
    math.erfcx(2 * count, tails, 0, tails, 0);
    math.exp(2 * count, squares, 0, squares, 0);
    for (int i = 0; i < count; i++) {
      double below = tails[2 * i] * squares[2 * i];
      double above = tails[2 * i + 1] * squares[2 * i + 1];
      deviations[i] *= 1 - 0.5 * (below + above);
    }
    count = 0;
    return deviations;
  }
}
