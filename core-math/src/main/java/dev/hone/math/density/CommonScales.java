package dev.hone.math.density;

import dev.hone.math.internal.MixtureKernels;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Which blocks of a mixture's components have the same scales, those of the last component that
 * counts, and half of their squared shifts.
 *
 * <p>What is said of a block follows from its components that have weight, and not from the way
 * they came about. Looks again only at blocks that have changed, or at all when the common scales
 * have.
 */
final class CommonScales {
  private static final int BLOCK = MixtureKernels.BLOCK;

  /** With fewer coordinates, multiplying out gains nothing. */
  private static final int LEAST_NUMBERS = 4;

  private final int numbers;
  private final double[] scales;
  private final BitSet stale = new BitSet();
  private final BitSet alike = new BitSet();
  private double[] halfSquares = {};

  CommonScales(int numbers) {
    this.numbers = numbers;
    scales = new double[numbers];
  }

  void setCapacity(int components) {
    halfSquares = Arrays.copyOf(halfSquares, components);
  }

  /** A component has other scales or shifts, or has come to count or not to. */
  void changed(int j) {
    stale.set(j / BLOCK);
  }

  /** Looks at the first n components. */
  void bringUpToDate(int n, double[] scale, double[] shift, double[] weight) {
    if (numbers < LEAST_NUMBERS) {
      return;
    }
    int last = n - 1;
    while (last >= 0 && !(weight[last] > 0)) {
      last--;
    }
    if (last < 0) {
      return;
    }
    boolean same = true;
    for (int k = 0; k < numbers; k++) {
      double s = scale[at(last / BLOCK, k) + last % BLOCK];
      same &= s == scales[k];
      scales[k] = s;
    }
    int blocks = (n + BLOCK - 1) / BLOCK;
    if (!same) {
      stale.set(0, Math.max(blocks, stale.length()));
    }
    for (int b = stale.nextSetBit(0); b >= 0 && b < blocks; b = stale.nextSetBit(b + 1)) {
      look(b, scale, shift, weight);
      stale.clear(b);
    }
  }

  private void look(int b, double[] scale, double[] shift, double[] weight) {
    boolean all = true;
    for (int j = 0; j < BLOCK; j++) {
      boolean counts = weight[b * BLOCK + j] > 0;
      double sum = 0;
      for (int k = 0; k < numbers; k++) {
        int at = at(b, k) + j;
        sum = Math.fma(shift[at], shift[at], sum);
        all &= !counts || scale[at] == scales[k];
      }
      // Also for those that do not count: without it their exponents could be above 0.
      halfSquares[b * BLOCK + j] = 0.5 * sum;
    }
    alike.set(b, all);
  }

  private int at(int block, int k) {
    return (block * numbers + k) * BLOCK;
  }

  /** Whether the components of the block that j is in have the common scales. */
  boolean has(int j) {
    return alike.get(j / BLOCK);
  }

  /** Takes half of the squared shifts off what exponents begin with. */
  void completeBases(int j, int length, double[] bases) {
    for (int c = j; c < j + length; c++) {
      bases[c] -= halfSquares[c];
    }
  }

  /** Scales a point; returns half of its squared norm then. */
  double scale(double[] x, int offset, double[] scaled) {
    // Two sums: neither waits for the other.
    double even = 0;
    double odd = 0;
    for (int k = 0; k < numbers; k += 2) {
      double product = x[offset + k] * scales[k];
      scaled[offset + k] = product;
      even = Math.fma(product, product, even);
      if (k + 1 < numbers) {
        product = x[offset + k + 1] * scales[k + 1];
        scaled[offset + k + 1] = product;
        odd = Math.fma(product, product, odd);
      }
    }
    return 0.5 * (even + odd);
  }
}
