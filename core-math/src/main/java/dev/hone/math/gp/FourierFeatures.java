package dev.hone.math.gp;

import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A draw of random Fourier features of a model's prior: amplitude·sign(x)·cos(ωᵀx) and the same
 * with sin. Only what is drawn stands here; whoever evaluates them does so on hardware of its own.
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
 *
 * <p>Immutable, but for arrays that are handed out as they are. Source: Rahimi and Recht, Random
 * Features for Large-Scale Kernel Machines (2007).
 */
public final class FourierFeatures {
  private static final int FREQUENCIES = 1024;

  /** However many terms share the features, each has so many. */
  private static final int LEAST = 128;

  private final int dimension;
  private final int count;
  private final double[] frequencies;
  private final double[] amplitudes;
  private final int[] categories;
  private final long[][] seen;
  private final long[] seeds;

  /**
   * Draws frequencies, and which features see which category; O(Fd) for F features.
   *
   * @param model of the prior
   * @param theta its hyperparameters
   * @param random a stream of its own
   */
  public FourierFeatures(GpModel model, double[] theta, CounterRandom random) {
    dimension = model.dimension();
    List<List<Integer>> terms = model.kernel().terms();
    int perTerm = Math.max(LEAST, (FREQUENCIES + terms.size() - 1) / terms.size());
    count = perTerm * terms.size();
    frequencies = new double[dimension * count];
    amplitudes = new double[count];
    categories =
        IntStream.range(0, dimension)
            .filter(k -> model.dimensions().get(k) == DimensionKind.CATEGORICAL)
            .toArray();
    seen = new long[categories.length][words()];
    seeds = random.longs(categories.length).toArray();
    for (int t = 0; t < terms.size(); t++) {
      double amplitude = Math.sqrt(scale(model, theta, t) / perTerm);
      for (int l = t * perTerm; l < (t + 1) * perTerm; l++) {
        amplitudes[l] = amplitude;
        for (int part : terms.get(t)) {
          draw(model, part, theta, l, random);
        }
      }
    }
  }

  /** The variance of a term of the kernel. */
  private static double scale(GpModel model, double[] theta, int term) {
    double outputScale = SpecialFunctions.exp(theta[model.outputScaleIndex()]);
    Kernel kernel = model.kernel();
    return outputScale
        * (kernel.weighted()
            ? SpecialFunctions.exp(theta[model.weightIndex() + term])
            : 1.0 / kernel.terms().size());
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

  /** The number F of frequencies, each of a cosine and a sine. */
  public int count() {
    return count;
  }

  /** The number d of coordinates of a point. */
  public int dimension() {
    return dimension;
  }

  /** Words of 64 bits that have one for each feature. */
  public int words() {
    return (count + 63) / 64;
  }

  /** The amplitude of a frequency. */
  public double amplitude(int l) {
    return amplitudes[l];
  }

  /** ω, d×F, a row for each dimension; 0 along categories. Not to be written to. */
  public double[] frequencies() {
    return frequencies;
  }

  /** The categorical dimensions, ascending; not to be written to. */
  public int[] categories() {
    return categories;
  }

  /**
   * The features that see a categorical dimension, as bits; not to be written to.
   *
   * @param category its index in {@link #categories}
   */
  public long[] seen(int category) {
    return seen[category];
  }

  /**
   * The seed of the signs of a categorical dimension: a feature that sees it is negative for the
   * code x where the bit of the feature is set in the words of the stream {@code
   * Double.doubleToLongBits(x + 0.0)} of this seed.
   *
   * @param category its index in {@link #categories}
   */
  public long seed(int category) {
    return seeds[category];
  }
}
