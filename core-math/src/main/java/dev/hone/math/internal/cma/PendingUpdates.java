package dev.hone.math.internal.cma;

import dev.hone.math.linalg.LinearAlgebra;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The rank-one terms of several generations, not yet added to the covariance: it is only read when
 * it is decomposed, and one wide product then passes over it once.
 *
 * <p>With d the product of the decays since, C = d·(C₀ + P − N), where P and N are sums of outer
 * products of the rows held here: a term of weight w that comes in at d has the factor √(w/d).
 */
final class PendingUpdates {
  private final int n;
  private final double[] positive;
  private final double[] negative;
  private int positives;
  private int negatives;
  private double decay = 1;

  PendingUpdates(int n, long positiveRows, long negativeRows) {
    if (n * Math.max(positiveRows, negativeRows) > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException(
          positiveRows + " terms of " + n + " dimensions: expected fewer than 2³¹ numbers");
    }
    this.n = n;
    positive = new double[(int) (positiveRows * n)];
    negative = new double[(int) (negativeRows * n)];
  }

  double decay() {
    return decay;
  }

  void decayBy(double factor) {
    decay *= factor;
  }

  /** The factor of a row of this weight's magnitude. */
  double rowFactor(double weight) {
    return Math.sqrt(Math.abs(weight) / decay);
  }

  boolean isFull(int morePositive, int moreNegative) {
    return (long) (positives + morePositive) * n > positive.length
        || (long) (negatives + moreNegative) * n > negative.length;
  }

  double[] positive() {
    return positive;
  }

  double[] negative() {
    return negative;
  }

  /** Where the next positive row goes. */
  int nextPositive() {
    return n * positives++;
  }

  /** Where the next negative row goes. */
  int nextNegative() {
    return n * negatives++;
  }

  /** c ← c + P − N on the upper triangle; {@link #decay} is left to the caller. */
  void addTo(LinearAlgebra la, double[] c, int ld) {
    if (positives > 0) {
      la.syrkTn(n, positives, 1, positive, 0, n, c, 0, ld);
    }
    if (negatives > 0) {
      la.syrkTn(n, negatives, -1, negative, 0, n, c, 0, ld);
    }
  }

  void clear() {
    positives = 0;
    negatives = 0;
    decay = 1;
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(positives);
    out.writeInt(negatives);
    out.writeLong(Double.doubleToRawLongBits(decay));
    Doubles.write(out, positive, positives * n);
    Doubles.write(out, negative, negatives * n);
  }

  void load(DataInput in) throws IOException {
    positives = in.readInt();
    negatives = in.readInt();
    decay = Double.longBitsToDouble(in.readLong());
    Doubles.read(in, positive, positives * n);
    Doubles.read(in, negative, negatives * n);
  }
}
