package dev.hone.math.gp;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The fixed part of a Gaussian-process model: everything but data and hyperparameters. The prior
 * mean is zero.
 *
 * <p>The hyperparameters θ are natural logarithms, in this order:
 *
 * <ol>
 *   <li>length-scales: those of each part of the kernel, in the order of its dimensions;
 *   <li>the weights of the kernel's terms, if it is weighted;
 *   <li>for each warped dimension the two concentrations a and b;
 *   <li>the output scale s², which multiplies the kernel;
 *   <li>the noise variance.
 * </ol>
 *
 * The default, {@link Kernel#joint} without warping, so has d + 2: one length-scale for each
 * dimension, s² and the noise.
 *
 * <p>A warped dimension enters the kernel as 1 − (1 − xᵃ)ᵇ, the distribution function of
 * Kumaraswamy; a = b = 1 leaves it as it is. The unit interval is first shrunk by 10⁻⁷ at either
 * end, where slopes may be infinite; outside of it the covariance does not change.
 *
 * <p>Source of the warping: Snoek, Swersky, Zemel and Adams, Input Warping for Bayesian
 * Optimization of Non-Stationary Functions (2014), with the distribution of Kumaraswamy (1980) in
 * the place of the beta distribution.
 *
 * @param kernel how the covariance is put together
 * @param dimensions one kind per input dimension
 * @param warped numeric dimensions that are warped, in ascending order; often none
 */
public record GpModel(Kernel kernel, List<DimensionKind> dimensions, List<Integer> warped) {

  /**
   * Checks and copies the components.
   *
   * @throws IllegalArgumentException if there is no dimension, the kernel or the warping names one
   *     that is not there, or a categorical one is warped
   */
  public GpModel {
    dimensions = List.copyOf(dimensions);
    warped = List.copyOf(warped);
    if (dimensions.isEmpty()) {
      throw new IllegalArgumentException("dimensions = []: expected at least one");
    }
    for (Kernel.Part part : kernel.parts()) {
      if (part.dimensions().getLast() >= dimensions.size()) {
        throw new IllegalArgumentException(
            "kernel = " + kernel + ": expected dimensions below " + dimensions.size());
      }
    }
    for (int i = 0; i < warped.size(); i++) {
      int k = warped.get(i);
      if (k < 0 || k >= dimensions.size() || dimensions.get(k) != DimensionKind.NUMERIC) {
        throw new IllegalArgumentException(
            "warped = " + warped + ": expected numeric dimensions below " + dimensions.size());
      }
      if (i > 0 && k <= warped.get(i - 1)) {
        throw new IllegalArgumentException("warped = " + warped + ": expected ascending order");
      }
    }
  }

  /**
   * The default model: one covariance function of all dimensions, and no warping.
   *
   * @throws IllegalArgumentException if there is no dimension
   */
  public GpModel(CovarianceFunction covariance, List<DimensionKind> dimensions) {
    this(Kernel.joint(covariance, checked(dimensions).size()), dimensions, List.of());
  }

  /**
   * A default model whose dimensions are all numeric.
   *
   * @throws IllegalArgumentException if {@code dimension} is less than 1
   */
  public static GpModel numeric(CovarianceFunction covariance, int dimension) {
    if (dimension < 1) {
      throw new IllegalArgumentException("dimension = " + dimension + ": expected at least 1");
    }
    return new GpModel(covariance, Collections.nCopies(dimension, DimensionKind.NUMERIC));
  }

  private static List<DimensionKind> checked(List<DimensionKind> dimensions) {
    if (dimensions.isEmpty()) {
      throw new IllegalArgumentException("dimensions = []: expected at least one");
    }
    return dimensions;
  }

  /** This model with another kernel. */
  public GpModel withKernel(Kernel kernel) {
    return new GpModel(kernel, dimensions, warped);
  }

  /** This model with all numeric dimensions warped. */
  public GpModel withWarping() {
    List<Integer> numeric =
        IntStream.range(0, dimension())
            .filter(k -> dimensions.get(k) == DimensionKind.NUMERIC)
            .boxed()
            .toList();
    return new GpModel(kernel, dimensions, numeric);
  }

  /** Whether it is one covariance function of all dimensions without warping. */
  public boolean isDefault() {
    return warped.isEmpty()
        && kernel.parts().size() == 1
        && kernel.parts().getFirst().dimensions().size() == dimension();
  }

  /** The number d of input dimensions. */
  public int dimension() {
    return dimensions.size();
  }

  /** The length of the hyperparameter vector; d + 2 for the default. */
  public int hyperparameterCount() {
    return noiseIndex() + 1;
  }

  /** Index of the first log length-scale of a part of the kernel in the hyperparameter vector. */
  public int lengthScaleIndex(int part) {
    int index = 0;
    for (int p = 0; p < part; p++) {
      index += kernel.parts().get(p).dimensions().size();
    }
    return index;
  }

  /** Index of the log weight of the first term, if the kernel is weighted. */
  public int weightIndex() {
    return kernel.lengthScaleCount();
  }

  /** Index of log a of the first warped dimension, if there is one; log b follows. */
  public int warpIndex() {
    return weightIndex() + kernel.weightCount();
  }

  /** Index of log s² in the hyperparameter vector. */
  public int outputScaleIndex() {
    return warpIndex() + 2 * warped.size();
  }

  /** Index of the log noise variance in the hyperparameter vector. */
  public int noiseIndex() {
    return outputScaleIndex() + 1;
  }
}
