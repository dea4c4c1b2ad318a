package dev.hone.internal.tpe;

import dev.hone.math.special.SpecialFunctions;
import java.util.Arrays;

/**
 * The numbers of a point as the middle of a kernel, how wide it is, and what it is divided by for
 * it. All of that stays with the point where it comes to another slot, and is worked out again only
 * where a width has changed.
 */
final class Kernel {
  /** A product of normalizers below this is taken to its logarithm: one for many. */
  private static final double SMALL = 1e-100;

  private final double[] mean;
  private final double[] binVariance;
  private final double[] deviation;
  private final double[] wide;

  /** By number; NaN where a width has changed. */
  private final double[] normalizers;

  private double logNormalizer;
  private boolean stale = true;

  private Kernel(int numbers) {
    mean = new double[numbers];
    binVariance = new double[numbers];
    deviation = new double[numbers];
    wide = new double[numbers];
    normalizers = new double[numbers];
    Arrays.fill(deviation, Double.NaN);
    Arrays.fill(normalizers, Double.NaN);
  }

  /** The kernel around a point, of no width yet. */
  static Kernel around(double[] point, ParameterGroup group) {
    Kernel kernel = new Kernel(group.numbers());
    for (int k = 0; k < kernel.mean.length; k++) {
      double x = group.number(k, point);
      double bin = group.bin(k, x);
      kernel.mean[k] = x;
      kernel.binVariance[k] = bin * bin / 12;
    }
    return kernel;
  }

  /** A kernel in the middle of the range, of no width yet. */
  static Kernel ofPrior(ParameterGroup group) {
    Kernel kernel = new Kernel(group.numbers());
    Arrays.fill(kernel.mean, 0.5);
    return kernel;
  }

  /** The middle. */
  double mean(int k) {
    return mean[k];
  }

  /** σ; NaN if it was not set. */
  double deviation(int k) {
    return deviation[k];
  }

  /** σ, and what the bin of a discrete value adds to it. */
  double wide(int k) {
    return wide[k];
  }

  /** Makes the kernel so wide. */
  void setDeviation(int k, double sigma) {
    deviation[k] = sigma;
    wide[k] = Math.sqrt(Math.fma(sigma, sigma, binVariance[k]));
    normalizers[k] = Double.NaN;
    stale = true;
  }

  /**
   * Draws numbers from the kernel between the ends of the range, by rejection.
   *
   * @param outside for use in here; as long as there are numbers, and one more
   */
  void draw(NormalsAhead normals, ParameterGroup group, double[] x, int offset, int[] outside) {
    normals.fill(x, offset, mean.length);
    for (int k = 0; k < mean.length; k++) {
      x[offset + k] = Math.fma(deviation[k], x[offset + k], mean[k]);
    }
    int count = group.outside(x, offset, outside);
    for (int i = 0; i < count; i++) {
      int k = outside[i];
      double number;
      do {
        // With a deviation of at most the width of the range, more than a third lie inside.
        number = Math.fma(deviation[k], normals.next(), mean[k]);
      } while (!(number >= group.low(k) && number <= group.high(k)));
      x[offset + k] = number;
    }
  }

  /** The logarithm of what the exponential is divided by, over all numbers. */
  double logNormalizer(TruncatedNormals work, ParameterGroup group) {
    if (stale) {
      setNormalizers(work, group);
      double sum = 0;
      double product = 1;
      for (double normalizer : normalizers) {
        product *= normalizer;
        if (product < SMALL) {
          sum += SpecialFunctions.log(product);
          product = 1;
        }
      }
      logNormalizer = sum + SpecialFunctions.log(product);
      stale = false;
    }
    return logNormalizer;
  }

  private void setNormalizers(TruncatedNormals work, ParameterGroup group) {
    for (int k = 0; k < normalizers.length; k++) {
      if (Double.isNaN(normalizers[k])) {
        work.add(mean[k], wide[k], group.low(k), group.high(k));
      }
    }
    double[] found = work.normalizers();
    int i = 0;
    for (int k = 0; k < normalizers.length; k++) {
      if (Double.isNaN(normalizers[k])) {
        normalizers[k] = found[i++];
      }
    }
  }
}
