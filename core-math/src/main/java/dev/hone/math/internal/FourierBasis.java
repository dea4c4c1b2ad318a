package dev.hone.math.internal;

import dev.hone.math.gp.FourierFeatures;
import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.random.CounterRandom;
import java.util.Arrays;

/** Evaluates random Fourier features: amplitudes are left to whoever weighs them. */
final class FourierBasis {
  private final int dimension;
  private final int count;
  private final FourierFeatures drawn;

  /** ω with a row for each feature. */
  private final double[] transposed;

  private final int[] categories;
  private final long[] signs;

  FourierBasis(FourierFeatures drawn) {
    this.drawn = drawn;
    this.dimension = drawn.dimension();
    this.count = drawn.count();
    this.categories = drawn.categories();
    this.signs = new long[drawn.words()];
    this.transposed = new double[count * dimension];
    for (int l = 0; l < count; l++) {
      for (int k = 0; k < dimension; k++) {
        transposed[l * dimension + k] = drawn.frequencies()[k * count + l];
      }
    }
  }

  /** The number of frequencies, each of a cosine and a sine. */
  int count() {
    return count;
  }

  /** ω with a row of d for each feature; not to be written to. */
  double[] frequencyRows() {
    return transposed;
  }

  /**
   * Writes sign·cos(ωᵀx) and sign·sin(ωᵀx) of m points, a row for each frequency.
   *
   * @param x row-major points, for their categories
   * @param columns the points again, a row for each dimension
   * @param ld leading dimension of {@code columns}, {@code cosines} and {@code sines}
   */
  void features(
      KernelSet kernels,
      LinearAlgebra la,
      int m,
      double[] x,
      double[] columns,
      int ld,
      double[] cosines,
      double[] sines) {
    double[] frequencies = drawn.frequencies();
    Arrays.fill(cosines, 0, count * ld, 0);
    la.gemmTn(count, m, dimension, 1, frequencies, 0, count, columns, 0, ld, cosines, 0, ld);
    for (int l = 0; l < count; l++) {
      kernels.vectorMath().sin(m, cosines, l * ld, sines, l * ld);
      kernels.vectorMath().cos(m, cosines, l * ld, cosines, l * ld);
    }
    if (categories.length > 0) {
      for (int j = 0; j < m; j++) {
        findSigns(x, j * dimension);
        flip(cosines, j, ld);
        flip(sines, j, ld);
      }
    }
  }

  /** The features that are negative for the categories of one point, as bits. */
  private void findSigns(double[] x, int at) {
    Arrays.fill(signs, 0);
    for (int c = 0; c < categories.length; c++) {
      // Adding 0 makes one category of the two zeros.
      long code = Double.doubleToLongBits(x[at + categories[c]] + 0.0);
      CounterRandom random = CounterRandom.of(drawn.seed(c), code);
      for (int word = 0; word < signs.length; word++) {
        signs[word] ^= random.nextLong() & drawn.seen(c)[word];
      }
    }
  }

  private void flip(double[] rows, int column, int ld) {
    for (int l = 0; l < count; l++) {
      long sign = (signs[l / 64] >>> (l % 64)) << 63;
      int at = l * ld + column;
      rows[at] = Double.longBitsToDouble(Double.doubleToRawLongBits(rows[at]) ^ sign);
    }
  }
}
