package dev.hone.internal.auto;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Chooses among arms by how often, and how lately, each has made progress, and by how seldom it was
 * tried: the area under the curve of its successes in a window of the last uses, and a bonus
 * C·√(2 ln n / nᵢ). No unit of the objective enters.
 *
 * <p>Source: Fialho, Schoenauer and Sebag, Toward Comparison-based Adaptive Operator Selection
 * (2010); Ansel et al., OpenTuner: An Extensible Framework for Program Autotuning (2014), for the
 * area with success or failure only. Uses that have no result yet count as uses without success, so
 * that a batch is spread.
 *
 * <p>Not safe for use from several threads.
 */
public final class Bandit {

  /** A use with its result. */
  private record Use(int arm, boolean progress) {}

  private final int window;
  private final double exploration;
  private final Deque<Use> uses = new ArrayDeque<>();
  private final int[] pending;

  /**
   * A bandit that knows nothing.
   *
   * @param arms how many there are, at least 1
   * @param window how many results are remembered, at least 1
   * @param exploration C, 0 or more; infinite for arms in turn
   */
  public Bandit(int arms, int window, double exploration) {
    this.window = window;
    this.exploration = exploration;
    pending = new int[arms];
  }

  /** Chooses an arm, which then waits for its result. */
  public int choose() {
    double[] counts = new double[pending.length];
    double[] areas = new double[pending.length];
    for (Use use : uses) {
      counts[use.arm]++;
      areas[use.arm] += use.progress ? counts[use.arm] : 0;
    }
    double all = 0;
    for (int i = 0; i < counts.length; i++) {
      // The newest uses weigh most: those under way would weigh more than all that have ended.
      areas[i] = counts[i] == 0 ? 0 : 2 * areas[i] / (counts[i] * (counts[i] + 1));
      counts[i] += pending[i];
      all += counts[i];
    }
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < counts.length; i++) {
      double worth = worth(areas[i], counts[i], all);
      if (worth > highest) {
        best = i;
        highest = worth;
      }
    }
    take(best);
    return best;
  }

  /** Chooses this arm, which then waits for its result. */
  public void take(int arm) {
    pending[arm]++;
  }

  private double worth(double area, double count, double all) {
    if (count == 0) {
      return Double.POSITIVE_INFINITY;
    }
    return exploration == Double.POSITIVE_INFINITY
        ? -count
        : area + exploration * Math.sqrt(2 * StrictMath.log(all) / count);
  }

  /**
   * Takes in the result of a choice.
   *
   * @param progress whether it was better than all before
   */
  public void told(int arm, boolean progress) {
    cancel(arm);
    uses.addLast(new Use(arm, progress));
    if (uses.size() > window) {
      uses.removeFirst();
    }
  }

  /** Takes a choice back. */
  public void cancel(int arm) {
    pending[arm]--;
  }

  /** Writes what {@link #load} reads. */
  public void save(DataOutput out) throws IOException {
    for (int count : pending) {
      out.writeInt(count);
    }
    out.writeInt(uses.size());
    for (Use use : uses) {
      out.writeInt(use.arm);
      out.writeBoolean(use.progress);
    }
  }

  /** Reads what {@link #save} wrote, into a bandit with the same options that knows nothing. */
  public void load(DataInput in) throws IOException {
    for (int i = 0; i < pending.length; i++) {
      pending[i] = in.readInt();
    }
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      int arm = in.readInt();
      if (arm < 0 || arm >= pending.length) {
        throw new IOException("arm " + arm + " of " + pending.length);
      }
      uses.addLast(new Use(arm, in.readBoolean()));
    }
  }
}
