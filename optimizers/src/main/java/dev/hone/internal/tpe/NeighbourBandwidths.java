package dev.hone.internal.tpe;

import dev.hone.math.Backend;
import java.util.Arrays;

/**
 * Each kernel as wide as the larger of the gaps to its neighbours, the prior's middle among them;
 * at the ends the gap to the one neighbour counts, not that to the bound.
 */
final class NeighbourBandwidths extends Bandwidths {
  /** For each number, the slots in ascending order of it; the prior is one of them. */
  private final int[][] sorted;

  private int size = 1;
  private int lastFinest = -1;

  NeighbourBandwidths(ParameterGroup group, Backend backend) {
    super(group, backend);
    sorted = new int[group.numbers()][1];
  }

  @Override
  boolean changesAll(int n) {
    boolean others = finest(n) != lastFinest;
    lastFinest = finest(n);
    return others;
  }

  @Override
  double width(int k, int slot, int n) {
    int p = position(k, slot, n + 1);
    double below = p > 0 ? gap(k, p - 1) : 0;
    double above = p < n ? gap(k, p) : 0;
    return limited(Math.max(below, above), k, n);
  }

  private double gap(int k, int p) {
    return mean(k, sorted[k][p + 1]) - mean(k, sorted[k][p]);
  }

  @Override
  void added(int k, int slot) {
    int before = k == 0 ? size++ : size - 1;
    int p = position(k, slot, before);
    if (sorted[k].length == before) {
      sorted[k] = Arrays.copyOf(sorted[k], 2 * before);
    }
    System.arraycopy(sorted[k], p, sorted[k], p + 1, before - p);
    sorted[k][p] = slot;
    touchAt(k, p - 1);
    touchAt(k, p + 1);
  }

  @Override
  void removed(int k, int slot) {
    int before = k == 0 ? size-- : size + 1;
    int p = position(k, slot, before);
    System.arraycopy(sorted[k], p + 1, sorted[k], p, before - p - 1);
    touchAt(k, p - 1);
    touchAt(k, p);
  }

  private void touchAt(int k, int p) {
    if (p >= 0 && p < size) {
      touch(k, sorted[k][p]);
    }
  }

  /** Where a slot is, or would come, among so many; equal numbers go by slot. */
  private int position(int k, int slot, int length) {
    double x = mean(k, slot);
    int low = 0;
    int high = length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int other = sorted[k][middle];
      double y = mean(k, other);
      if (y < x || (y == x && other < slot)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
