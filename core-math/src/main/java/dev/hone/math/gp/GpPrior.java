package dev.hone.math.gp;

import dev.hone.math.special.SpecialFunctions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The prior over the hyperparameters θ of a Gaussian process: one {@link HyperparameterPrior} each,
 * independent of each other.
 *
 * <p>A fit moves the <em>free coordinates</em>: one per hyperparameter that is not fixed, in the
 * order of θ. The sets here are meant for inputs in the unit cube and standardised targets.
 *
 * @param components one for each hyperparameter, in the order of {@link GpModel}: for the default
 *     model d length-scales, the output scale s², the noise variance
 */
public record GpPrior(List<HyperparameterPrior> components) {
  private static final double LOWER_LENGTH_SCALE = SpecialFunctions.log(0.005);
  private static final double UPPER_LENGTH_SCALE = SpecialFunctions.log(1000);
  private static final double LOWER_OUTPUT_SCALE = -5;
  private static final double UPPER_OUTPUT_SCALE = 6;
  private static final double LOWER_NOISE = -18;
  private static final double UPPER_NOISE = SpecialFunctions.log(1.5);
  private static final double SMALL_NOISE = -5;
  private static final double LEAST_NOISE = 1e-6;

  /**
   * In so many dimensions, a search comes so near to a minimum that noise gets in its way, and its
   * trials tell how much the objective varies; in ten, a scale below 1 ended it too soon.
   */
  private static final int FEW = 8;

  private static final double LEAST_NOISE_IN_FEW = 1e-8;

  private static final double WEIGHT_RANGE = 6;
  private static final double CONCENTRATION_RANGE = 2.5;

  /** log a ~ N(0, √0.1): a fit leaves the identity only for a reason. */
  private static final HyperparameterPrior CONCENTRATION =
      new HyperparameterPrior.Free(
          new LogDensity.LogNormal(0, Math.sqrt(0.1)),
          0,
          -CONCENTRATION_RANGE,
          CONCENTRATION_RANGE,
          0);

  /**
   * Checks and copies the components.
   *
   * @throws IllegalArgumentException if there are fewer than three
   */
  public GpPrior {
    components = List.copyOf(components);
    if (components.size() < 3) {
      throw new IllegalArgumentException(
          "components has "
              + components.size()
              + " entries: expected a length-scale, the output scale and the noise at least");
    }
  }

  /**
   * The default. Length-scales are log-normal and grow with √d, so that a sample path varies about
   * equally in any number of dimensions; ℓ ~ LogNormal(√2 + ½ ln d, √3) with the density taken in
   * ℓ. The output scale is fixed at 1. The noise variance is 10⁻⁶ + eᵗ with t ~ N(−8, 3): wide
   * enough for noise-free functions and noisy trainings alike.
   *
   * <p>Source of the length-scales: Hvarfner et al., Vanilla Bayesian Optimization Performs Great
   * in High Dimensions (2024).
   *
   * @throws IllegalArgumentException if {@code dimension} is less than 1
   */
  public static GpPrior dimensionScaled(int dimension) {
    checkDimension(dimension);
    var density =
        new LogDensity.LogNormal(
            Math.sqrt(2) + 0.5 * SpecialFunctions.log(dimension), Math.sqrt(3));
    return of(
        dimension,
        lengthScale(density, density.mode()),
        new HyperparameterPrior.Fixed(0),
        noise(LEAST_NOISE));
  }

  /** least + eᵗ with t ~ N(−8, 3). */
  private static HyperparameterPrior noise(double least) {
    return new HyperparameterPrior.Free(
        new LogDensity.Normal(-8, 3), least, LOWER_NOISE, UPPER_NOISE, -8);
  }

  /**
   * The default for any model. The length-scales of a part of d dimensions are those of {@link
   * #dimensionScaled(int)} for d; the weights of T terms are LogNormal(−ln T, 1), so that their sum
   * is about 1, and start at 1/T; the concentrations of warped dimensions are LogNormal(0, √0.1)
   * and start at 1. Output scale and noise are those of {@link #dimensionScaled(int)}. For a
   * default model it is {@link #dimensionScaled(int)}.
   */
  public static GpPrior dimensionScaled(GpModel model) {
    // A class of its own, as a lambda may be the first of its JVM, which takes milliseconds.
    return ofParts(
        model,
        new IntFunction<>() {
          @Override
          public GpPrior apply(int dimension) {
            return dimensionScaled(dimension);
          }
        });
  }

  /** {@link #gamma(int)} for each part of any model; weights and warping as by default. */
  public static GpPrior gamma(GpModel model) {
    return ofParts(model, GpPrior::gamma);
  }

  /** {@link #inverseSquared(int)} for each part of any model; weights and warping as by default. */
  public static GpPrior inverseSquared(GpModel model) {
    return ofParts(model, GpPrior::inverseSquared);
  }

  /**
   * No priors: a fit is one of maximum likelihood, within the bounds of the other sets. The output
   * scale is inferred.
   */
  public static GpPrior flat(GpModel model) {
    return ofParts(
        model,
        d ->
            of(
                d,
                lengthScale(new LogDensity.Flat(), 0.5 * SpecialFunctions.log(0.1 * d)),
                outputScale(new LogDensity.Flat(), 0),
                new HyperparameterPrior.Free(
                    new LogDensity.Flat(), 0, LOWER_NOISE, UPPER_NOISE, SMALL_NOISE)));
  }

  /** An output scale that is inferred under LogNormal(0, 1). */
  public static HyperparameterPrior inferredOutputScale() {
    return outputScale(new LogDensity.LogNormal(0, 1), 0);
  }

  private static GpPrior ofParts(GpModel model, IntFunction<GpPrior> set) {
    List<HyperparameterPrior> components = new ArrayList<>();
    for (Kernel.Part part : model.kernel().parts()) {
      GpPrior ofPart = set.apply(part.dimensions().size());
      components.addAll(ofPart.components.subList(0, part.dimensions().size()));
    }
    int terms = model.kernel().weightCount();
    double mean = -SpecialFunctions.log(Math.max(1, terms));
    var weight =
        new HyperparameterPrior.Free(
            new LogDensity.LogNormal(mean, 1), 0, mean - WEIGHT_RANGE, mean + WEIGHT_RANGE, mean);
    components.addAll(Collections.nCopies(terms, weight));
    components.addAll(Collections.nCopies(2 * model.warped().size(), CONCENTRATION));
    GpPrior joint = set.apply(model.dimension());
    components.addAll(joint.components.subList(model.dimension(), model.dimension() + 2));
    return new GpPrior(components);
  }

  /**
   * Priors for a search by a model, which expect structure: ln ℓ ~ N(−1 + ln(d)/4, 0.6²) along
   * numeric dimensions, so that what was not looked at stays uncertain. In up to {@value #FEW}
   * dimensions the output scale is inferred, and the noise variance may become as low as 10⁻⁸. All
   * else is as in {@link #dimensionScaled(GpModel)}: categories, the output scale and the noise of
   * more dimensions, and all length-scales of a model other than the default one.
   *
   * <p>Source: chosen by experiment, on functions and on recorded trainings (the decision record on
   * the default of {@code GpOptimizer}); close to the Gamma(3, 6) of Balandat et al. (2020) for ten
   * dimensions.
   */
  public static GpPrior explorative(GpModel model) {
    GpPrior scaled = dimensionScaled(model);
    if (model.dimension() <= FEW) {
      scaled = scaled.withOutputScale(inferredOutputScale()).withNoise(noise(LEAST_NOISE_IN_FEW));
    }
    if (!model.isDefault()) {
      return scaled;
    }
    var density =
        new LogDensity.LogNormal(-1 + 0.25 * SpecialFunctions.log(model.dimension()), 0.6);
    List<HyperparameterPrior> components = new ArrayList<>(scaled.components);
    for (int k = 0; k < model.dimension(); k++) {
      if (model.dimensions().get(k) == DimensionKind.NUMERIC) {
        components.set(k, lengthScale(density, density.mode()));
      }
    }
    return new GpPrior(components);
  }

  /**
   * Gamma priors: ℓ ~ Gamma(3, 6), s² ~ Gamma(2, 0.15), noise variance ~ Gamma(1.1, 0.05) and at
   * least 10⁻⁴. A fit starts at the prior means, except that the noise starts small: its prior mean
   * of 22 would explain standardised targets away.
   *
   * <p>Source: the defaults of BoTorch before version 0.12 (Balandat et al. 2020).
   *
   * @throws IllegalArgumentException if {@code dimension} is less than 1
   */
  public static GpPrior gamma(int dimension) {
    return of(
        dimension,
        lengthScale(new LogDensity.Gamma(3, 6), SpecialFunctions.log(3.0 / 6.0)),
        outputScale(new LogDensity.Gamma(2, 0.15), SpecialFunctions.log(2 / 0.15)),
        new HyperparameterPrior.Free(
            new LogDensity.Gamma(1.1, 0.05),
            0,
            SpecialFunctions.log(1e-4),
            UPPER_NOISE,
            SMALL_NOISE));
  }

  /**
   * The penalty −0.1·(ℓ² + ℓ⁻²) on length-scales, s² ~ Gamma(2, 1), noise variance ~ Gamma(1.1, 30)
   * and at least 10⁻⁶. A fit starts at ℓ = s² = 1.
   *
   * <p>Source: the defaults of Optuna's GPSampler.
   *
   * @throws IllegalArgumentException if {@code dimension} is less than 1
   */
  public static GpPrior inverseSquared(int dimension) {
    return of(
        dimension,
        lengthScale(new LogDensity.InverseSquared(0.1), 0),
        outputScale(new LogDensity.Gamma(2, 1), 0),
        new HyperparameterPrior.Free(
            new LogDensity.Gamma(1.1, 30),
            0,
            SpecialFunctions.log(1e-6),
            UPPER_NOISE,
            SMALL_NOISE));
  }

  /**
   * A prior with the same component for every length-scale.
   *
   * @throws IllegalArgumentException if {@code dimension} is less than 1
   */
  public static GpPrior of(
      int dimension,
      HyperparameterPrior lengthScale,
      HyperparameterPrior outputScale,
      HyperparameterPrior noise) {
    checkDimension(dimension);
    List<HyperparameterPrior> components =
        new ArrayList<>(Collections.nCopies(dimension, lengthScale));
    components.add(outputScale);
    components.add(noise);
    return new GpPrior(components);
  }

  /** This prior with another component for the output scale s². */
  public GpPrior withOutputScale(HyperparameterPrior outputScale) {
    return with(components.size() - 2, outputScale);
  }

  /** This prior with another component for the noise variance. */
  public GpPrior withNoise(HyperparameterPrior noise) {
    return with(components.size() - 1, noise);
  }

  private GpPrior with(int index, HyperparameterPrior component) {
    List<HyperparameterPrior> changed = new ArrayList<>(components);
    changed.set(index, component);
    return new GpPrior(changed);
  }

  private static HyperparameterPrior lengthScale(LogDensity density, double start) {
    return new HyperparameterPrior.Free(density, 0, LOWER_LENGTH_SCALE, UPPER_LENGTH_SCALE, start);
  }

  private static HyperparameterPrior outputScale(LogDensity density, double start) {
    return new HyperparameterPrior.Free(density, 0, LOWER_OUTPUT_SCALE, UPPER_OUTPUT_SCALE, start);
  }

  /** The number of free coordinates. */
  public int freeCount() {
    int count = 0;
    for (HyperparameterPrior component : components) {
      if (component instanceof HyperparameterPrior.Free) {
        count++;
      }
    }
    return count;
  }

  /** Index of the noise among the free coordinates, or -1 if it is fixed. */
  int noiseCoordinate() {
    return components.getLast() instanceof HyperparameterPrior.Free ? freeCount() - 1 : -1;
  }

  /** The free coordinates a fit starts from. */
  public double[] start() {
    List<HyperparameterPrior.Free> free = free();
    double[] start = new double[free.size()];
    for (int i = 0; i < start.length; i++) {
      start[i] = free.get(i).start();
    }
    return start;
  }

  /** Lower bounds of the free coordinates. */
  public double[] lower() {
    List<HyperparameterPrior.Free> free = free();
    double[] lower = new double[free.size()];
    for (int i = 0; i < lower.length; i++) {
      lower[i] = free.get(i).lower();
    }
    return lower;
  }

  /** Upper bounds of the free coordinates. */
  public double[] upper() {
    List<HyperparameterPrior.Free> free = free();
    double[] upper = new double[free.size()];
    for (int i = 0; i < upper.length; i++) {
      upper[i] = free.get(i).upper();
    }
    return upper;
  }

  private List<HyperparameterPrior.Free> free() {
    List<HyperparameterPrior.Free> all = new ArrayList<>();
    for (HyperparameterPrior component : components) {
      if (component instanceof HyperparameterPrior.Free free) {
        all.add(free);
      }
    }
    return all;
  }

  /**
   * The free coordinates, within bounds, that come closest to {@code theta}.
   *
   * @param theta a natural logarithm for each component
   */
  public double[] coordinates(double[] theta) {
    checkLength("theta", components.size(), theta);
    double[] coordinates = new double[freeCount()];
    int at = 0;
    for (int i = 0; i < components.size(); i++) {
      if (components.get(i) instanceof HyperparameterPrior.Free free) {
        coordinates[at++] = free.coordinate(theta[i]);
      }
    }
    return coordinates;
  }

  /**
   * Writes θ at free coordinates.
   *
   * @param coordinates {@link #freeCount} values
   * @param theta receives a natural logarithm for each component
   */
  public void hyperparameters(double[] coordinates, double[] theta) {
    checkLength("coordinates", freeCount(), coordinates);
    checkLength("theta", components.size(), theta);
    int at = 0;
    for (int i = 0; i < components.size(); i++) {
      if (components.get(i) instanceof HyperparameterPrior.Free free) {
        theta[i] = free.logarithm(coordinates[at++]);
      } else if (components.get(i) instanceof HyperparameterPrior.Fixed fixed) {
        theta[i] = fixed.logarithm();
      }
    }
  }

  /**
   * Returns the log prior density at free coordinates, up to a constant, and its gradient. Does not
   * look at bounds.
   *
   * @param coordinates {@link #freeCount} values
   * @param gradient receives as many derivatives
   */
  public double logDensity(double[] coordinates, double[] gradient) {
    checkLength("coordinates", freeCount(), coordinates);
    checkLength("gradient", freeCount(), gradient);
    double sum = 0;
    int at = 0;
    for (HyperparameterPrior component : components) {
      if (component instanceof HyperparameterPrior.Free free) {
        sum += free.density().value(coordinates[at]);
        gradient[at] = free.density().derivative(coordinates[at]);
        at++;
      }
    }
    return sum;
  }

  /** Adds to {@code gradient} what a gradient by θ amounts to by the free coordinates. */
  void addPulledBack(double[] coordinates, double[] thetaGradient, double[] gradient) {
    int at = 0;
    for (int i = 0; i < components.size(); i++) {
      if (components.get(i) instanceof HyperparameterPrior.Free free) {
        gradient[at] += thetaGradient[i] * free.slope(coordinates[at]);
        at++;
      }
    }
  }

  /**
   * Returns what a fit minimises at free coordinates, up to a constant, and its gradient.
   *
   * @param thetaGradient that of the likelihood by θ
   * @param gradient receives {@link #freeCount} derivatives, NaN where the likelihood is 0
   */
  double negativeLogPosterior(
      double[] coordinates, double logLikelihood, double[] thetaGradient, double[] gradient) {
    if (logLikelihood == Double.NEGATIVE_INFINITY) {
      Arrays.fill(gradient, Double.NaN);
      return Double.POSITIVE_INFINITY;
    }
    double logPosterior = logLikelihood + logDensity(coordinates, gradient);
    addPulledBack(coordinates, thetaGradient, gradient);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = -gradient[i];
    }
    return -logPosterior;
  }

  private static void checkDimension(int dimension) {
    if (dimension < 1) {
      throw new IllegalArgumentException("dimension = " + dimension + ": expected at least 1");
    }
  }

  private static void checkLength(String name, int length, double[] array) {
    if (array.length < length) {
      throw new IllegalArgumentException(
          name + " has length " + array.length + ": expected at least " + length);
    }
  }
}
