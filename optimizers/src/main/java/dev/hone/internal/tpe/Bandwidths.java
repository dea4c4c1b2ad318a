package dev.hone.internal.tpe;

import dev.hone.TpeOptimizer.Bandwidth;
import dev.hone.math.density.KernelMixture;
import dev.hone.math.special.SpecialFunctions;
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

  /** A product of normalizers below this is taken to its logarithm: one for many. */
  private static final double SMALL = 1e-100;

  private final ParameterGroup group;
  private final BitSet occupied = new BitSet();

  /** For each number, the slots whose kernels may have another width now. */
  private final BitSet[] stale;

  private final BitSet changed = new BitSet();
  private int lastCount = -1;
  private int capacity;
  private double[] mean = {};
  private double[] deviation = {};
  private double[] binVariance = {};
  private double[] normalizers = {};

  Bandwidths(ParameterGroup group) {
    this.group = group;
    stale = new BitSet[group.numbers()];
    setCapacity(1);
    occupied.set(PRIOR);
    for (int k = 0; k < stale.length; k++) {
      stale[k] = new BitSet();
      mean[at(k, PRIOR)] = 0.5;
    }
  }

  static Bandwidths of(Bandwidth bandwidth, ParameterGroup group) {
    return switch (bandwidth) {
      case SCOTT -> new ScottBandwidths(group);
      case NEIGHBOUR -> new NeighbourBandwidths(group);
    };
  }

  /** Makes room for so many slots. */
  void setCapacity(int slots) {
    if (slots > capacity) {
      mean = grown(mean, slots);
      deviation = grown(deviation, slots);
      binVariance = grown(binVariance, slots);
      normalizers = grown(normalizers, slots);
      capacity = slots;
    }
  }

  private double[] grown(double[] rows, int slots) {
    return Arrays.copyOf(rows, group.numbers() * slots);
  }

  /** A kernel's numbers lie side by side. */
  private int at(int k, int slot) {
    return slot * group.numbers() + k;
  }

  final ParameterGroup group() {
    return group;
  }

  /** The middle of a kernel. */
  final double mean(int k, int slot) {
    return mean[at(k, slot)];
  }

  /** σ of a kernel. */
  final double deviation(int k, int slot) {
    return deviation[at(k, slot)];
  }

  /** The logarithm of what the exponential of a kernel is divided by, over all numbers. */
  final double logNormalizer(int slot) {
    double sum = 0;
    double product = 1;
    for (int k = 0; k < group.numbers(); k++) {
      product *= normalizers[at(k, slot)];
      if (product < SMALL) {
        sum += SpecialFunctions.log(product);
        product = 1;
      }
    }
    return sum + SpecialFunctions.log(product);
  }

  /** A point has come. */
  final void add(int slot, double[] point) {
    occupied.set(slot);
    changed.set(slot);
    for (int k = 0; k < group.numbers(); k++) {
      double x = group.number(k, point);
      double bin = group.bin(k, x);
      int i = at(k, slot);
      mean[i] = x;
      binVariance[i] = bin * bin / 12;
      deviation[i] = Double.NaN;
      touch(k, slot);
      added(k, slot);
    }
  }

  /** A point has gone. */
  final void remove(int slot) {
    occupied.clear(slot);
    changed.clear(slot);
    for (int k = 0; k < group.numbers(); k++) {
      removed(k, slot);
      stale[k].clear(slot);
    }
  }

  /** All points have gone. */
  final void clear() {
    occupied.clear(PRIOR + 1, occupied.length());
    changed.clear();
    for (int k = 0; k < group.numbers(); k++) {
      stale[k].clear();
      cleared(k);
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
    boolean all = changesAll(lastCount, n) || finest(n) != finest(lastCount);
    lastCount = n;
    for (int k = 0; k < group.numbers(); k++) {
      if (all) {
        stale[k].or(occupied);
      }
      for (int slot = stale[k].nextSetBit(0); slot >= 0; slot = stale[k].nextSetBit(slot + 1)) {
        setWidth(k, slot, n, mixture);
      }
      stale[k].clear();
    }
    for (int slot = changed.nextSetBit(0); slot >= 0; slot = changed.nextSetBit(slot + 1)) {
      mixture.setLogFactor(slot, -logNormalizer(slot));
    }
    changed.clear();
  }

  private static int finest(int n) {
    return Math.min(FINEST, n + 2);
  }

  private void setWidth(int k, int slot, int n, KernelMixture mixture) {
    double low = group.low(k);
    double high = group.high(k);
    double range = high - low;
    double sigma = slot == PRIOR ? range : Math.clamp(width(k, slot, n), range / finest(n), range);
    int i = at(k, slot);
    if (sigma == deviation[i]) {
      return;
    }
    double wide = Math.sqrt(Math.fma(sigma, sigma, binVariance[i]));
    deviation[i] = sigma;
    normalizers[i] = TruncatedNormal.normalizer(mean[i], wide, low, high);
    mixture.setNormal(slot, k, mean[i], wide);
    changed.set(slot);
  }

  /** What σ would be without limits. */
  abstract double width(int k, int slot, int n);

  /** Whether n points instead of so many as before change the width of kernels all over. */
  abstract boolean changesAll(int before, int n);

  /** The number in a slot has come. */
  abstract void added(int k, int slot);

  /** The number in a slot is about to go. */
  abstract void removed(int k, int slot);

  /** All numbers have gone. */
  abstract void cleared(int k);
}
