package dev.hone.internal.descent;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The options of {@link dev.hone.Adam}.
 *
 * @param rate α, the length of the first steps in the unit cube
 * @param beta1 how slowly the mean of gradients forgets
 * @param beta2 how slowly the mean of their squares forgets
 * @param epsilon what keeps the quotient finite, in units of the gradient
 * @param decaying whether step t is of length α/√t
 */
public record AdamStrategy(
    double rate, double beta1, double beta2, double epsilon, boolean decaying) {
  /**
   * As published but for the rate: 0.001 is meant for weights of a network and many thousand steps,
   * and would take a thousand trials to cross a range.
   */
  public static final AdamStrategy DEFAULT = new AdamStrategy(0.1, 0.9, 0.999, 1e-8, true);

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public AdamStrategy {
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException("learningRate = " + rate + ": expected above 0, up to 1");
    }
    checkBeta("beta1", beta1);
    checkBeta("beta2", beta2);
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "epsilon = " + epsilon + ": expected a finite number above 0");
    }
  }

  private static void checkBeta(String name, double beta) {
    if (!(beta >= 0 && beta < 1)) {
      throw new IllegalArgumentException(name + " = " + beta + ": expected 0 or more, below 1");
    }
  }

  /** As this, with another rate. */
  public AdamStrategy withRate(double alpha) {
    return new AdamStrategy(alpha, beta1, beta2, epsilon, decaying);
  }

  /** As this, with means that forget otherwise. */
  public AdamStrategy withBetas(double first, double second) {
    return new AdamStrategy(rate, first, second, epsilon, decaying);
  }

  /** As this, with another ε. */
  public AdamStrategy withEpsilon(double smallest) {
    return new AdamStrategy(rate, beta1, beta2, smallest, decaying);
  }

  /** As this, with or without decay. */
  public AdamStrategy withDecaying(boolean on) {
    return new AdamStrategy(rate, beta1, beta2, epsilon, on);
  }

  /** Writes what {@link #load} reads. */
  public void save(DataOutput out) throws IOException {
    out.writeDouble(rate);
    out.writeDouble(beta1);
    out.writeDouble(beta2);
    out.writeDouble(epsilon);
    out.writeBoolean(decaying);
  }

  /** Reads what {@link #save} wrote. */
  public static AdamStrategy load(DataInput in) throws IOException {
    return new AdamStrategy(
        in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readBoolean());
  }

  /** The descents of these options. */
  public Descent.Factory descents() {
    return (start, number) -> new StepDescent(start, new AdamRule(this, start.length));
  }
}
