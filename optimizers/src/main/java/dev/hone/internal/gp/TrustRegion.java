package dev.hone.internal.gp;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * One trust region's state: how long it is, and how its rounds have gone. It grows after rounds
 * that improved, shrinks after rounds that did not, and starts over elsewhere when it has become
 * too small.
 *
 * <p>A round is as many ended trials as were asked for at once: so one of a batch that never ends
 * does not hold it up.
 *
 * <p>Source: Eriksson, Pearce, Gardner, Turner and Poloczek, Scalable Global Optimization via Local
 * Bayesian Optimization (2019), section 2 and the values of its experiments.
 */
final class TrustRegion {
  static final double FIRST_LENGTH = 0.8;
  static final double LONGEST = 1.6;
  static final double SHORTEST = 0x1p-7;
  private static final int SUCCESSES = 3;
  private static final int LEAST_FAILURES = 4;

  /** A value counts as better if it is so by this share of the best one's magnitude. */
  private static final double IMPROVEMENT = 1e-3;

  private final int dimension;
  private double length = FIRST_LENGTH;
  private int successes;
  private int failures;
  private double best = Double.POSITIVE_INFINITY;

  /** Trials that make a round, and what of the round has come. */
  private int roundSize = 1;

  private int ended;
  private boolean improved;

  /** Points of the design that this region has asked for since it started. */
  private int designed;

  /** The complete trials of this region since it started, by rank. */
  private int[] members = {};

  private int size;

  TrustRegion(int dimension) {
    this.dimension = dimension;
  }

  double length() {
    return length;
  }

  int designed() {
    return designed;
  }

  /** Takes note that a point of the design was suggested. */
  void countDesigned() {
    designed++;
  }

  /** The number of complete trials of this region. */
  int size() {
    return size;
  }

  /** The complete trials of this region by rank. */
  int[] members() {
    return Arrays.copyOf(members, size);
  }

  /** Takes note that so many suggestions were asked for at once. */
  void asked(int count) {
    roundSize = count;
  }

  /**
   * Takes a complete trial in.
   *
   * @param rank its rank
   * @param value to be minimised
   * @param suggested whether this region suggested it, and is to be judged by it
   */
  void told(int rank, double value, boolean suggested) {
    if (size == members.length) {
      members = Arrays.copyOf(members, 2 * size + 8);
    }
    members[size++] = rank;
    boolean better =
        best == Double.POSITIVE_INFINITY || value < best - IMPROVEMENT * Math.abs(best);
    improved |= suggested && better;
    best = Math.min(best, value);
    if (suggested) {
      endOne();
    }
  }

  /** Takes a failed trial in: one that did not improve. */
  void failed() {
    endOne();
  }

  private void endOne() {
    ended++;
    if (ended < roundSize) {
      return;
    }
    successes = improved ? successes + 1 : 0;
    failures = improved ? 0 : failures + 1;
    ended = 0;
    improved = false;
    if (successes == SUCCESSES) {
      length = Math.min(2 * length, LONGEST);
      successes = 0;
    } else if (failures >= Math.ceilDiv(Math.max(LEAST_FAILURES, dimension), roundSize)) {
      length /= 2;
      failures = 0;
    }
    if (length < SHORTEST) {
      startOver();
    }
  }

  private void startOver() {
    length = FIRST_LENGTH;
    successes = 0;
    failures = 0;
    best = Double.POSITIVE_INFINITY;
    designed = 0;
    size = 0;
  }

  void save(DataOutput out) throws IOException {
    out.writeDouble(length);
    out.writeInt(successes);
    out.writeInt(failures);
    out.writeDouble(best);
    out.writeInt(roundSize);
    out.writeInt(ended);
    out.writeBoolean(improved);
    out.writeInt(designed);
    out.writeInt(size);
    for (int i = 0; i < size; i++) {
      out.writeInt(members[i]);
    }
  }

  /** Reads what {@link #save} wrote, where there are so many complete trials. */
  void load(DataInput in, int complete) throws IOException {
    length = in.readDouble();
    successes = in.readInt();
    failures = in.readInt();
    best = in.readDouble();
    roundSize = in.readInt();
    ended = in.readInt();
    improved = in.readBoolean();
    designed = in.readInt();
    size = in.readInt();
    if (!(length >= SHORTEST && length <= LONGEST)
        || roundSize < 1
        || size < 0
        || size > complete) {
      throw new IOException("a trust region of length " + length + " with " + size + " trials");
    }
    members = new int[size];
    for (int i = 0; i < size; i++) {
      members[i] = in.readInt();
      if (members[i] < 0 || members[i] >= complete) {
        throw new IOException("trial " + members[i] + " of " + complete);
      }
    }
  }
}
