package dev.hone.internal.tpe;

import dev.hone.math.Backend;
import dev.hone.math.special.SpecialFunctions;

/**
 * One width for all kernels of a number, by Scott's rule: a fifth of the range, times n^(−1/(m +
 * 4)).
 *
 * <p>n is rounded down to its three leading bits, and in many dimensions, where n hardly counts, to
 * one. That changes a width by 4 % at most, and spares the work of changing all kernels for every
 * point.
 */
final class ScottBandwidths extends Bandwidths {
  private static final double AT_ONE_POINT = 0.2;

  /** From so many dimensions on, twice the points make kernels narrower by 4 % at most. */
  private static final int MANY = 14;

  private final int dimensions;

  /** σ by number. */
  private final double[] widths;

  ScottBandwidths(ParameterGroup group, Backend backend) {
    super(group, backend);
    dimensions = group.numbers() + group.categories();
    widths = new double[group.numbers()];
  }

  @Override
  boolean changesAll(int n) {
    double exponent = -1.0 / (dimensions + 4);
    double factor =
        AT_ONE_POINT * SpecialFunctions.exp(exponent * SpecialFunctions.log(rounded(n)));
    boolean others = false;
    for (int k = 0; k < widths.length; k++) {
      double width = limited(factor * group().range(k), k, n);
      others |= width != widths[k];
      widths[k] = width;
    }
    return others;
  }

  private int rounded(int n) {
    int leading = Integer.highestOneBit(Math.max(n, 1));
    return dimensions >= MANY ? leading : Math.max(n, 1) & -Math.max(leading >> 2, 1);
  }

  @Override
  double width(int k, int slot, int n) {
    return widths[k];
  }

  @Override
  void added(int k, int slot) {}

  @Override
  void removed(int k, int slot) {}
}
