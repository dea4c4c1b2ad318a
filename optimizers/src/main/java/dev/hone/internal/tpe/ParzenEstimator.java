package dev.hone.internal.tpe;

import dev.hone.TpeBandwidth;
import dev.hone.math.Backend;
import dev.hone.math.density.KernelMixture;
import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The density of points of one group of parameters: a kernel around each of them, and one wide
 * kernel, the prior, over all.
 *
 * <p>A kernel is a product of truncated normals for numbers and, for categories, of the chance to
 * see the kernel's own value: (1 + a)/(1 + La), or another: a/(1 + La), with a = prior weight/(n +
 * 1). The bin of a discrete value adds its variance h²/12 to that of the kernel, which makes the
 * density at its middle, times h, the mass of the bin but for a small error.
 *
 * <p>Points come and go at the cost of their neighbours' kernels, O(d·log n) and a copy of d arrays
 * of n integers. The state depends on which point is in which slot only, not on how it came there.
 */
final class ParzenEstimator {
  /** The prior's slot. */
  static final int PRIOR = 0;

  private final ParameterGroup group;
  private final double priorWeight;
  private final KernelMixture mixture;
  private final Bandwidths bandwidths;
  private final NormalsAhead normals;
  private final BitSet occupied = new BitSet();

  /** By slot, the points that were {@linkplain #setPoints set}. */
  private List<double[]> set = List.of();

  private double[] categories = {};

  /** For numbers that are out of range when they are drawn. */
  private final int[] outside;

  private double commonFactor;
  private int count;
  private boolean stale = true;

  ParzenEstimator(
      ParameterGroup group, TpeBandwidth bandwidth, double priorWeight, Backend backend) {
    this.group = group;
    this.priorWeight = priorWeight;
    mixture = new KernelMixture(backend, group.numbers(), group.categories());
    bandwidths = Bandwidths.of(bandwidth, group, backend);
    normals = new NormalsAhead(backend);
    outside = new int[group.numbers() + 1];
    reserve(1);
    occupied.set(PRIOR);
    for (int l = 0; l < group.categories(); l++) {
      mixture.setCode(PRIOR, l, Double.NaN);
    }
  }

  /** The number of points. */
  int count() {
    return count;
  }

  /** The slots from 0 to the last that a point is in, empty ones included. */
  int slots() {
    return occupied.length();
  }

  /** Adds a point in the first free slot, with weight 0; returns the slot. */
  int add(double[] point) {
    int slot = occupied.nextClearBit(PRIOR + 1);
    addAt(slot, point);
    return slot;
  }

  /** Adds a point, with weight 0, in a slot that is free. */
  void addAt(int slot, double[] point) {
    addAt(slot, point, Kernel.around(point, group));
  }

  private void addAt(int slot, double[] point, Kernel kernel) {
    reserve(slot + 1);
    occupied.set(slot);
    for (int l = 0; l < group.categories(); l++) {
      double code = group.category(l, point);
      categories[slot * group.categories() + l] = code;
      mixture.setCode(slot, l, code);
    }
    count++;
    bandwidths.add(slot, kernel);
    stale = true;
  }

  /** Takes the point out of a slot. */
  void remove(int slot) {
    occupied.clear(slot);
    setWeight(slot, 0);
    count--;
    bandwidths.remove(slot);
    stale = true;
  }

  /**
   * Has these points in the slots from 1 on and no others, where no other method adds or removes
   * any. Those that were there before, by their arrays, keep their kernels; those that come to
   * another slot have weight 0.
   */
  void setPoints(List<double[]> points) {
    IdentityHashMap<double[], Integer> before = new IdentityHashMap<>();
    for (int i = 0; i < set.size(); i++) {
      before.put(set.get(i), i + 1);
    }
    BitSet stay = new BitSet();
    List<Kernel> kernels = new ArrayList<>();
    for (double[] point : points) {
      Integer slot = before.remove(point);
      kernels.add(slot == null ? Kernel.around(point, group) : bandwidths.kernel(slot));
      stay.set(kernels.size(), slot != null && slot == kernels.size());
    }
    for (int slot = 1; slot <= set.size(); slot++) {
      if (!stay.get(slot)) {
        remove(slot);
      }
    }
    for (int slot = 1; slot <= points.size(); slot++) {
      if (!stay.get(slot)) {
        addAt(slot, points.get(slot - 1), kernels.get(slot - 1));
      }
    }
    set = List.copyOf(points);
  }

  /** Whether a slot is free. */
  boolean isFree(int slot) {
    return !occupied.get(slot);
  }

  /** Sets how much some points count; as {@link #setWeight}. */
  void setWeights(int n, int[] slots, double[] weights) {
    for (int i = 0; i < n; i++) {
      mixture.setWeight(slots[i], weights[i]);
    }
    stale = true;
  }

  /** Sets how much a point counts, where 1 is as much as a plain one. */
  void setWeight(int slot, double weight) {
    mixture.setWeight(slot, weight);
    stale = true;
  }

  private void reserve(int slots) {
    if (slots <= mixture.capacity()) {
      return;
    }
    mixture.setCapacity(slots);
    bandwidths.setCapacity(mixture.capacity());
    categories = Arrays.copyOf(categories, mixture.capacity() * group.categories());
  }

  private void bringUpToDate() {
    if (!stale) {
      return;
    }
    bandwidths.update(count, mixture);
    double a = priorWeight / (count + 1.0);
    double priorFactor = -bandwidths.logNormalizer(PRIOR);
    commonFactor = 0;
    for (int l = 0; l < group.categories(); l++) {
      double own = (1 + a) / (1 + group.size(l) * a);
      double penalty = SpecialFunctions.log((1 + a) / a);
      mixture.setPenalty(l, penalty);
      commonFactor += SpecialFunctions.log(own);
      priorFactor += penalty - SpecialFunctions.log((double) group.size(l));
    }
    mixture.setLogFactor(PRIOR, priorFactor - commonFactor);
    mixture.setWeight(PRIOR, priorWeight);
    stale = false;
  }

  /**
   * Writes the logarithm of the density at some points, but for the constants that all points
   * share: (2π)^(−m/2), and the widths of bins.
   *
   * @param x numbers, those of a point side by side
   * @param a categories, those of a point side by side
   */
  void logDensities(int points, double[] x, double[] a, double[] out) {
    logShares(points, x, a, out);
    double common = commonFactor - SpecialFunctions.log(totalWeight());
    for (int i = 0; i < points; i++) {
      out[i] += common;
    }
  }

  /** As {@link #logDensities}, but for what is the same everywhere. */
  void logShares(int points, double[] x, double[] a, double[] out) {
    bringUpToDate();
    mixture.logDensities(points, x, a, slots(), out);
  }

  /** The point where a bonus less the {@linkplain #logShares share} is largest, the first such. */
  int best(int points, double[] x, double[] a, double[] bonus) {
    bringUpToDate();
    return mixture.best(points, x, a, slots(), bonus);
  }

  /** Draws some points; as {@link #logDensities} takes them. */
  void draw(CounterRandom random, int points, double[] x, double[] a) {
    bringUpToDate();
    normals.begin(random, (long) points * group.numbers());
    double totalWeight = totalWeight();
    for (int i = 0; i < points; i++) {
      int slot = drawSlot(random, totalWeight);
      bandwidths.kernel(slot).draw(normals, group, x, i * group.numbers(), outside);
      group.snap(x, i * group.numbers());
      for (int l = 0; l < group.categories(); l++) {
        a[i * group.categories() + l] = drawCategory(random, slot, l);
      }
    }
  }

  private double totalWeight() {
    double total = 0;
    int slots = slots();
    for (int slot = 0; slot < slots; slot++) {
      total += mixture.weight(slot);
    }
    return total;
  }

  private int drawSlot(CounterRandom random, double totalWeight) {
    double rest = random.nextDouble() * totalWeight;
    int last = PRIOR;
    int slots = slots();
    for (int slot = 0; slot < slots; slot++) {
      double weight = mixture.weight(slot);
      if (weight > 0) {
        last = slot;
        rest -= weight;
        if (rest < 0) {
          break;
        }
      }
    }
    return last;
  }

  private double drawCategory(CounterRandom random, int slot, int l) {
    double others = group.size(l) * (priorWeight / (count + 1.0));
    if (slot != PRIOR && random.nextDouble() * (1 + others) < 1) {
      return categories[slot * group.categories() + l];
    }
    return group.encoded(l, random.nextInt((int) group.size(l)));
  }
}
