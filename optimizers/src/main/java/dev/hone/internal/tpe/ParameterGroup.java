package dev.hone.internal.tpe;

import dev.hone.CategoricalParam;
import dev.hone.DiscreteParam;
import dev.hone.Param;
import dev.hone.SearchSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * Parameters that are active together, as one estimate sees them: numbers, which have a distance,
 * and categories, which have none. Parameters of a single value are left out.
 *
 * <p>A value of a discrete parameter stands for a bin around its encoding, so that the range of a
 * number begins half a bin before 0 and ends half a bin after 1. Immutable.
 */
final class ParameterGroup {
  private final SearchSpace space;
  private final int first;
  private final List<Param<?>> numbers = new ArrayList<>();
  private final List<DiscreteParam<?>> categories = new ArrayList<>();
  private final double[] low;
  private final double[] high;
  private boolean hasBins;

  ParameterGroup(SearchSpace space, List<Param<?>> parameters) {
    this.space = space;
    first = parameters.getFirst().index();
    for (Param<?> param : parameters) {
      if (param instanceof CategoricalParam<?> category) {
        if (category.size() > 1) {
          categories.add(category);
        }
      } else if (!(param instanceof DiscreteParam<?> discrete) || discrete.size() > 1) {
        numbers.add(param);
      }
    }
    low = new double[numbers.size()];
    high = new double[numbers.size()];
    for (int k = 0; k < low.length; k++) {
      low[k] = -0.5 * bin(k, 0);
      high[k] = 1 + 0.5 * bin(k, 1);
      hasBins |= numbers.get(k) instanceof DiscreteParam<?>;
    }
  }

  static List<ParameterGroup> of(SearchSpace space) {
    return space.groups().stream().map(g -> new ParameterGroup(space, g)).toList();
  }

  /** Whether the group is active at an encoded point. */
  boolean isActive(double[] point) {
    return space.isActive(first, point, 0);
  }

  int numbers() {
    return low.length;
  }

  int categories() {
    return categories.size();
  }

  /** The number of values of a category. */
  long size(int l) {
    return categories.get(l).size();
  }

  /** Where the range of a number begins. */
  double low(int k) {
    return low[k];
  }

  /** Where the range of a number ends. */
  double high(int k) {
    return high[k];
  }

  /** How long the range of a number is. */
  double range(int k) {
    return high[k] - low[k];
  }

  /**
   * Finds the numbers that are not within their ranges.
   *
   * @param outside receives their indices, in order; as long as there are numbers, and one more
   * @return how many they are
   */
  int outside(double[] x, int offset, int[] outside) {
    int count = 0;
    for (int k = 0; k < low.length; k++) {
      double number = x[offset + k];
      // The sign of a negative distance, without a branch on what is as good as random.
      long below = Double.doubleToRawLongBits(number - low[k]);
      long above = Double.doubleToRawLongBits(high[k] - number);
      outside[count] = k;
      count += (int) ((below | above) >>> 63);
    }
    return count;
  }

  double number(int k, double[] point) {
    return point[numbers.get(k).index()];
  }

  double category(int l, double[] point) {
    return point[categories.get(l).index()];
  }

  /** The encoding of a category's value. */
  double encoded(int l, long index) {
    return categories.get(l).encodeIndex(index);
  }

  /** How wide the bin is that a number stands for: 0 for continuous parameters. */
  double bin(int k, double unit) {
    if (!(numbers.get(k) instanceof DiscreteParam<?> discrete)) {
      return 0;
    }
    long i = discrete.decodeIndex(unit);
    long below = Math.max(i - 1, 0);
    long above = Math.min(i + 1, discrete.size() - 1);
    return (discrete.encodeIndex(above) - discrete.encodeIndex(below)) / (above - below);
  }

  /** Has each of a point's numbers be the value nearest to it, as the space encodes it. */
  void snap(double[] x, int offset) {
    for (int k = 0; k < low.length && hasBins; k++) {
      x[offset + k] = snapped(k, x[offset + k]);
    }
  }

  private double snapped(int k, double x) {
    double unit = Math.clamp(x, 0.0, 1.0);
    if (!(numbers.get(k) instanceof DiscreteParam<?> discrete)) {
      return unit;
    }
    long i = discrete.decodeIndex(unit);
    double best = discrete.encodeIndex(i);
    for (long j = Math.max(i - 1, 0); j <= Math.min(i + 1, discrete.size() - 1); j++) {
      double other = discrete.encodeIndex(j);
      best = Math.abs(other - unit) < Math.abs(best - unit) ? other : best;
    }
    return best;
  }

  /** Writes numbers and categories of this group into a point. */
  void write(double[] x, int xOffset, double[] a, int aOffset, double[] point) {
    for (int k = 0; k < low.length; k++) {
      point[numbers.get(k).index()] = x[xOffset + k];
    }
    for (int l = 0; l < categories.size(); l++) {
      point[categories.get(l).index()] = a[aOffset + l];
    }
  }
}
