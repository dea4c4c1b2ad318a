package dev.hone.math.internal;

import dev.hone.math.gp.CovarianceFunction;
import dev.hone.math.gp.DimensionKind;
import dev.hone.math.gp.GpModel;
import dev.hone.math.gp.Kernel;
import dev.hone.math.linalg.LinearAlgebra;
import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Random Fourier features of a model's prior: amplitude·sign(x)·cos(ωᵀx) and the same with sin.
 *
 * <p>Every covariance function here is a mixture of normals, k(r) = E exp(−τr²/2): of one for RBF,
 * and with 1/τ ~ χ²(2ν)/2ν for Matérn-ν, whose spectral density thus is a Student t of 2ν degrees
 * of freedom. Given τ, a part is a product over its dimensions. Along a number it is the
 * expectation of cos(ω(x − x')) for ω ~ N(0, τ/ℓ²). Along a category it is e⁻ʷ + (1 − e⁻ʷ)[a = b]
 * with w = τ/(2ℓ²), which is the expectation of sign(a)·sign(b), where with probability 1 − e⁻ʷ
 * each category has a fair sign of its own, and else all have the same. So features stand for mixed
 * spaces as exactly as for numbers alone, whether a category adds to r² or has a kernel of its own.
 * A product of parts adds up frequencies and multiplies signs; each term of a sum has its share of
 * features.
 */
final class FourierBasis {
  private static final int FREQUENCIES = 1024;

  /** However many terms share the features, each has so many. */
  private static final int LEAST = 128;

  private final int dimension;
  private final int count;

  /** ω, a row for each dimension, and again a row for each feature. */
  private final double[] frequencies;

  private final double[] transposed;
  private final double[] amplitudes;

  /** Categorical dimensions, with the features that see them as bits, and a seed for each. */
  private final int[] categories;

  private final long[][] seen;
  private final long[] seeds;
  private final long[] signs;

  /**
   * Draws frequencies, and which features see which category.
   *
   * @param random a stream of its own
   */
  FourierBasis(GpModel model, double[] theta, CounterRandom random) {
    this.dimension = model.dimension();
    KernelTerms terms = new KernelTerms(model, 0);
    terms.set(theta);
    int perTerm = Math.max(LEAST, (FREQUENCIES + terms.count() - 1) / terms.count());
    this.count = perTerm * terms.count();
    this.frequencies = new double[dimension * count];
    this.transposed = new double[count * dimension];
    this.amplitudes = new double[count];
    this.categories =
        IntStream.range(0, dimension)
            .filter(k -> model.dimensions().get(k) == DimensionKind.CATEGORICAL)
            .toArray();
    int words = (count + 63) / 64;
    this.seen = new long[categories.length][words];
    this.signs = new long[words];
    this.seeds = random.longs(categories.length).toArray();
    for (int t = 0; t < terms.count(); t++) {
      double amplitude = Math.sqrt(terms.scale(t) / perTerm);
      for (int l = t * perTerm; l < (t + 1) * perTerm; l++) {
        amplitudes[l] = amplitude;
        for (int part : terms.parts(t)) {
          draw(model, part, theta, l, random);
        }
      }
    }
    for (int l = 0; l < count; l++) {
      for (int k = 0; k < dimension; k++) {
        transposed[l * dimension + k] = frequencies[k * count + l];
      }
    }
  }

  /** Draws one feature of a part into what feature l has of other parts. */
  private void draw(GpModel model, int partIndex, double[] theta, int l, CounterRandom random) {
    Kernel.Part part = model.kernel().parts().get(partIndex);
    double precision = precision(part.function(), random);
    int index = model.lengthScaleIndex(partIndex);
    for (int k : part.dimensions()) {
      double inverse = SpecialFunctions.exp(-theta[index++]);
      if (model.dimensions().get(k) == DimensionKind.NUMERIC) {
        frequencies[k * count + l] += Math.sqrt(precision) * inverse * random.nextGaussian();
      } else {
        double blind = SpecialFunctions.exp(-0.5 * precision * inverse * inverse);
        if (random.nextOpenDouble() > blind) {
          seen[Arrays.binarySearch(categories, k)][l / 64] |= 1L << (l % 64);
        }
      }
    }
  }

  /** Draws τ. */
  private static double precision(CovarianceFunction function, CounterRandom random) {
    int degrees =
        switch (function) {
          case MATERN_52 -> 5;
          case MATERN_32 -> 3;
          case MATERN_12 -> 1;
          case RBF -> 0;
        };
    double squares = 0;
    for (int i = 0; i < degrees; i++) {
      double normal = random.nextGaussian();
      squares += normal * normal;
    }
    return degrees == 0 ? 1 : degrees / squares;
  }

  /** The number of frequencies, each of a cosine and a sine. */
  int count() {
    return count;
  }

  /** The amplitude of a frequency. */
  double amplitude(int l) {
    return amplitudes[l];
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
      CounterRandom random = CounterRandom.of(seeds[c], code);
      for (int word = 0; word < signs.length; word++) {
        signs[word] ^= random.nextLong() & seen[c][word];
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
