package dev.hone.internal.tpe;

import dev.hone.TpeBandwidth;
import dev.hone.TpeWeighting;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How the tree-structured Parzen estimator works.
 *
 * @param startupTrials trials before the first estimate
 * @param candidates points drawn for a suggestion
 * @param goodShare which share of the trials counts as good
 * @param goodLimit how many do at most
 * @param priorWeight the weight of the uniform-like kernel beside those of the trials
 * @param bandwidth how wide kernels are
 * @param weighting how much each good trial counts
 */
public record TpeStrategy(
    int startupTrials,
    int candidates,
    double goodShare,
    int goodLimit,
    double priorWeight,
    TpeBandwidth bandwidth,
    TpeWeighting weighting) {

  /** Found on recorded tables, see the decision record of this method. */
  public static final TpeStrategy DEFAULT =
      new TpeStrategy(5, 24, 0.15, 25, 1, TpeBandwidth.SCOTT, TpeWeighting.IMPROVEMENT);

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public TpeStrategy {
    atLeastOne("startupTrials", startupTrials);
    atLeastOne("candidates", candidates);
    atLeastOne("goodLimit", goodLimit);
    if (!(goodShare > 0 && goodShare < 1)) {
      throw new IllegalArgumentException(
          "goodShare = " + goodShare + ": expected above 0 and below 1");
    }
    if (!(priorWeight > 0 && priorWeight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "priorWeight = " + priorWeight + ": expected a finite number above 0");
    }
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " = " + value + ": expected at least 1");
    }
  }

  /** With this set. */
  public TpeStrategy withStartupTrials(int startupTrials) {
    return new TpeStrategy(
        startupTrials, candidates, goodShare, goodLimit, priorWeight, bandwidth, weighting);
  }

  /** With this set. */
  public TpeStrategy withCandidates(int candidates) {
    return new TpeStrategy(
        startupTrials, candidates, goodShare, goodLimit, priorWeight, bandwidth, weighting);
  }

  /** With this set. */
  public TpeStrategy withPriorWeight(double priorWeight) {
    return new TpeStrategy(
        startupTrials, candidates, goodShare, goodLimit, priorWeight, bandwidth, weighting);
  }

  /** With this set. */
  public TpeStrategy withBandwidth(TpeBandwidth bandwidth) {
    return new TpeStrategy(
        startupTrials, candidates, goodShare, goodLimit, priorWeight, bandwidth, weighting);
  }

  /** With this set. */
  public TpeStrategy withWeighting(TpeWeighting weighting) {
    return new TpeStrategy(
        startupTrials, candidates, goodShare, goodLimit, priorWeight, bandwidth, weighting);
  }

  /** With both set. */
  public TpeStrategy withGood(double share, int limit) {
    return new TpeStrategy(
        startupTrials, candidates, share, limit, priorWeight, bandwidth, weighting);
  }

  /** How many of n trials count as good. */
  int good(int n) {
    return Math.min((int) Math.ceil(goodShare * n), goodLimit);
  }

  /** Writes what {@link #load} reads. */
  public void save(DataOutput out) throws IOException {
    out.writeInt(startupTrials);
    out.writeInt(candidates);
    out.writeDouble(goodShare);
    out.writeInt(goodLimit);
    out.writeDouble(priorWeight);
    out.writeUTF(bandwidth.name());
    out.writeUTF(weighting.name());
  }

  /** Reads what {@link #save} wrote. */
  public static TpeStrategy load(DataInput in) throws IOException {
    try {
      return new TpeStrategy(
          in.readInt(),
          in.readInt(),
          in.readDouble(),
          in.readInt(),
          in.readDouble(),
          TpeBandwidth.valueOf(in.readUTF()),
          TpeWeighting.valueOf(in.readUTF()));
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    }
  }
}
