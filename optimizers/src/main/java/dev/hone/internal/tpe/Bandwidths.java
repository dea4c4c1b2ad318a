package dev.hone.internal.tpe;

import dev.hone.TpeBandwidth;
import dev.hone.math.Backend;
import dev.hone.math.density.KernelMixture;
import java.util.Arrays;
import java.util.BitSet;

/**
 * How wide the kernels of a {@link ParzenEstimator} are, and what they are divided by for it.
 *
 * <p>Slot 0 is that of the prior: the middle of the range, as wide as the range. No kernel is
 * narrower than the range over min(100, n + 2), or wider than the range.
 */
abstract sealed class Bandwidths permits ScottBandwidths, NeighbourBandwidths {
  private static final int PRIOR = ParzenEstimator.PRIOR;

  /** Kernels are never narrower than such a part of the range. */
  private static final int FINEST = 100;

  private final ParameterGroup group;
  private final TruncatedNormals normals;
  private final BitSet occupied = new BitSet();

  /** For each number, the slots whose kernels may have another width now, new kernels aside. */
  private final BitSet[] stale;

  /** The slots that another kernel has come to. */
  private final BitSet moved = new BitSet();

  /** The slots whose normalizer may be another. */
  private final BitSet changed = new BitSet();

  /** By slot; what is in a free one does not count. */
  private Kernel[] kernels = {};

  Bandwidths(ParameterGroup group, Backend backend) {
    this.group = group;
    normals = new TruncatedNormals(backend);
    stale = new BitSet[group.numbers()];
    Arrays.setAll(stale, k -> new BitSet());
    setCapacity(1);
    occupied.set(PRIOR);
  }

  static Bandwidths of(TpeBandwidth bandwidth, ParameterGroup group, Backend backend) {
    return switch (bandwidth) {
      case SCOTT -> new ScottBandwidths(group, backend);
      case NEIGHBOUR -> new NeighbourBandwidths(group, backend);
    };
  }

  /** Makes room for so many slots. */
  void setCapacity(int slots) {
    int before = kernels.length;
    if (slots > before) {
      kernels = Arrays.copyOf(kernels, slots);
      Arrays.fill(kernels, before, slots, before == 0 ? Kernel.ofPrior(group) : kernels[PRIOR]);
    }
  }

  final ParameterGroup group() {
    return group;
  }

  /** The kernel in a slot. */
  final Kernel kernel(int slot) {
    return kernels[slot];
  }

  /** The logarithm of what the exponential of a kernel is divided by. */
  final double logNormalizer(int slot) {
    return kernels[slot].logNormalizer(normals, group);
  }

  /** The middle of a kernel. */
  final double mean(int k, int slot) {
    return kernels[slot].mean(k);
  }

  /** A kernel has come. */
  final void add(int slot, Kernel kernel) {
    kernels[slot] = kernel;
    occupied.set(slot);
    moved.set(slot);
    changed.set(slot);
    for (int k = 0; k < group.numbers(); k++) {
      added(k, slot);
    }
  }

  /** A kernel has gone. */
  final void remove(int slot) {
    occupied.clear(slot);
    moved.clear(slot);
    changed.clear(slot);
    for (int k = 0; k < group.numbers(); k++) {
      removed(k, slot);
      stale[k].clear(slot);
    }
  }

  /** Marks a kernel whose width may change. */
  final void touch(int k, int slot) {
    stale[k].set(slot);
  }

  /**
   * Makes kernels as wide as they should be.
   *
   * @param n the number of points
   * @param mixture receives what is not as before: normals, and log factors without categories
   */
  final void update(int n, KernelMixture mixture) {
    BitSet whole = changesAll(n) ? occupied : moved;
    for (int slot = whole.nextSetBit(0); slot >= 0; slot = whole.nextSetBit(slot + 1)) {
      boolean hasMoved = moved.get(slot);
      for (int k = 0; k < group.numbers(); k++) {
        setWidth(k, slot, n, hasMoved, mixture);
      }
    }
    for (int k = 0; k < group.numbers(); k++) {
      for (int slot = stale[k].nextSetBit(0); slot >= 0; slot = stale[k].nextSetBit(slot + 1)) {
        setWidth(k, slot, n, false, mixture);
      }
      stale[k].clear();
    }
    for (int slot = changed.nextSetBit(0); slot >= 0; slot = changed.nextSetBit(slot + 1)) {
      mixture.setLogFactor(slot, -logNormalizer(slot));
    }
    changed.clear();
    moved.clear();
  }

  private void setWidth(int k, int slot, int n, boolean hasMoved, KernelMixture mixture) {
    double sigma = slot == PRIOR ? group.range(k) : width(k, slot, n);
    Kernel kernel = kernels[slot];
    boolean same = sigma == kernel.deviation(k);
    if (!same) {
      kernel.setDeviation(k, sigma);
      changed.set(slot);
    }
    if (!same || hasMoved) {
      mixture.setNormal(slot, k, kernel.mean(k), kernel.wide(k));
    }
  }

  /** A width within the limits that n points set. */
  final double limited(double width, int k, int n) {
    double range = group.range(k);
    return Math.clamp(width, range / finest(n), range);
  }

  /** So many of the narrowest kernels fill the range. */
  static int finest(int n) {
    return Math.min(FINEST, n + 2);
  }

  /** σ, within its {@linkplain #limited limits}. */
  abstract double width(int k, int slot, int n);

  /** Called before any {@link #width} of n points: whether they change kernels all over. */
  abstract boolean changesAll(int n);

  /** The number in a slot has come. */
  abstract void added(int k, int slot);

  /** The number in a slot has gone; {@link #mean} still tells it. */
  abstract void removed(int k, int slot);
}
