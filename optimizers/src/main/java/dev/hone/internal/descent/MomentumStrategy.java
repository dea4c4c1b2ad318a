package dev.hone.internal.descent;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The options of {@link dev.hone.SgdMomentum}.
 *
 * @param rate η, the length of the first step along its longest coordinate
 * @param momentum μ, how much of its velocity a descent keeps
 * @param decay after k steps the rate is η/(1 + decay·k)
 * @param nesterov whether the gradient counts as taken where the velocity leads to
 */
public record MomentumStrategy(double rate, double momentum, double decay, boolean nesterov) {
  /** A step of a twentieth of the range, momentum 0.9. */
  public static final MomentumStrategy DEFAULT = new MomentumStrategy(0.05, 0.9, 0, false);

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public MomentumStrategy {
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException("learningRate = " + rate + ": expected above 0, up to 1");
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "momentum = " + momentum + ": expected 0 or more, below 1");
    }
    if (!(decay >= 0 && decay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "decay = " + decay + ": expected a finite number of 0 or more");
    }
  }

  /** As this, with another rate. */
  public MomentumStrategy withRate(double eta) {
    return new MomentumStrategy(eta, momentum, decay, nesterov);
  }

  /** As this, with another momentum. */
  public MomentumStrategy withMomentum(double mu) {
    return new MomentumStrategy(rate, mu, decay, nesterov);
  }

  /** As this, with another decay. */
  public MomentumStrategy withDecay(double share) {
    return new MomentumStrategy(rate, momentum, share, nesterov);
  }

  /** As this, with or without acceleration. */
  public MomentumStrategy withNesterov(boolean on) {
    return new MomentumStrategy(rate, momentum, decay, on);
  }

  /** Writes what {@link #load} reads. */
  public void save(DataOutput out) throws IOException {
    out.writeDouble(rate);
    out.writeDouble(momentum);
    out.writeDouble(decay);
    out.writeBoolean(nesterov);
  }

  /** Reads what {@link #save} wrote. */
  public static MomentumStrategy load(DataInput in) throws IOException {
    return new MomentumStrategy(
        in.readDouble(), in.readDouble(), in.readDouble(), in.readBoolean());
  }

  /** The descents of these options. */
  public Descent.Factory descents() {
    return (start, number) -> new StepDescent(start, new MomentumRule(this, start.length));
  }
}
