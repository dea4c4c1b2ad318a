package dev.hone.math.gp;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.linalg.NumericalException;
import dev.hone.math.special.SpecialFunctions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Gaussian-process regression on plain arrays: fit once, then predict.
 *
 * <pre>{@code
 * try (GaussianProcess gp = GaussianProcess.builder(2).fit(n, x, y)) {
 *   Prediction p = gp.predict(new double[] {0.3, 0.7});
 * }
 * }</pre>
 *
 * <p>Points are row-major in the unit cube (n×d); the default prior is meant for that range.
 * Targets are standardised before the fit, unless the builder says otherwise, and predictions are
 * in the units of the targets as given. Not safe for use from several threads at once.
 */
public final class GaussianProcess implements AutoCloseable {
  private final GpEngine engine;
  private final GpFitResult fit;
  private final double mean;
  private final double scale;

  private GaussianProcess(GpEngine engine, GpFitResult fit, double mean, double scale) {
    this.engine = engine;
    this.fit = fit;
    this.mean = mean;
    this.scale = scale;
  }

  /**
   * A Matérn-5/2 process of d numeric dimensions under the {@linkplain
   * GpPrior#dimensionScaled(GpModel) default prior}, until told otherwise.
   *
   * @throws IllegalArgumentException if {@code dimension} is less than 1
   */
  public static Builder builder(int dimension) {
    return new Builder(dimension);
  }

  /**
   * Posterior of the latent function at one point.
   *
   * @param mean its mean
   * @param variance its variance without noise, 0 or more
   */
  public record Prediction(double mean, double variance) {}

  /** Predicts the latent function at one point of d coordinates; O(n²). */
  public Prediction predict(double[] x) {
    double[] pointMean = new double[1];
    double[] pointVariance = new double[1];
    predict(1, x, pointMean, pointVariance);
    return new Prediction(pointMean[0], pointVariance[0]);
  }

  /**
   * Predicts the latent function at m points; O(mn²), or O(mn) for means alone.
   *
   * @param x m×d
   * @param mean receives m means
   * @param variance receives m variances without noise, or null if not wanted
   * @throws IllegalArgumentException if an array is too short
   */
  public void predict(int m, double[] x, double[] mean, double @Nullable [] variance) {
    engine.posterior(m, x, mean, variance);
    for (int j = 0; j < m; j++) {
      mean[j] = Math.fma(scale, mean[j], this.mean);
    }
    if (variance != null) {
      for (int j = 0; j < m; j++) {
        variance[j] *= scale * scale;
      }
    }
  }

  /**
   * Adds one observation at the hyperparameters fitted before; O(n²).
   *
   * @param x a point of d coordinates
   * @param y its target
   * @throws NumericalException if the point all but repeats another and the noise is tiny; nothing
   *     is changed then
   */
  public void append(double[] x, double y) {
    engine.append(x, (y - mean) / scale);
  }

  /** Returns the log marginal likelihood of all targets as given; O(n³). */
  public double logMarginalLikelihood() {
    return engine.logMarginalLikelihood(fit.theta(), null)
        - engine.size() * SpecialFunctions.log(scale);
  }

  /**
   * Predicts each observation from all others at the hyperparameters fitted; O(n³) once, not for
   * each.
   *
   * <p>Source: Rasmussen and Williams (2006), eqs. 5.10 to 5.12.
   *
   * @param mean receives n means
   * @param variance receives n variances of the targets, noise included
   * @return the sum of the log densities of the targets as given
   * @throws IllegalArgumentException if an array is too short
   */
  public double leaveOneOut(double[] mean, double[] variance) {
    double sum = engine.leaveOneOut(mean, variance);
    for (int i = 0; i < engine.size(); i++) {
      mean[i] = Math.fma(scale, mean[i], this.mean);
      variance[i] *= scale * scale;
    }
    return sum - engine.size() * SpecialFunctions.log(scale);
  }

  /**
   * Returns the log density that the model, before it is told, gives to an observation; O(n²).
   *
   * @param x a point of d coordinates
   * @param y its target
   */
  public double logPredictiveDensity(double[] x, double y) {
    return engine.logPredictiveDensity(x, (y - mean) / scale) - SpecialFunctions.log(scale);
  }

  /** The number n of observations. */
  public int size() {
    return engine.size();
  }

  /** How the fit went. Its hyperparameters are those of the standardised targets. */
  public GpFitResult fit() {
    return fit;
  }

  @Override
  public void close() {
    engine.close();
  }

  /** Says what to fit; each option has a default. */
  public static final class Builder {
    /** Starts gone on from, beside that of the prior: chosen by {@code FitQuality}. */
    private static final int SCREENED_STARTS = 4;

    private static final int ITERATIONS = 100;

    private final List<DimensionKind> dimensions;
    private CovarianceFunction covariance = CovarianceFunction.MATERN_52;
    private @Nullable Kernel kernel;
    private @Nullable GpPrior prior;
    private boolean warped;
    private @Nullable Backend backend;
    private boolean standardize = true;
    private OptionalInt subset = OptionalInt.empty();
    private long seed;

    private Builder(int dimension) {
      if (dimension < 1) {
        throw new IllegalArgumentException("dimension = " + dimension + ": expected at least 1");
      }
      this.dimensions = new ArrayList<>(Collections.nCopies(dimension, DimensionKind.NUMERIC));
    }

    /** Sets the covariance function of a single part over all dimensions. */
    public Builder covariance(CovarianceFunction covariance) {
      this.covariance = covariance;
      this.kernel = null;
      return this;
    }

    /** Sets a kernel of several parts, in the place of {@link #covariance}. */
    public Builder kernel(Kernel kernel) {
      this.kernel = kernel;
      return this;
    }

    /** Warps all numeric dimensions, as in {@link GpModel}; they must lie in the unit interval. */
    public Builder warped() {
      this.warped = true;
      return this;
    }

    /**
     * Makes dimensions categorical.
     *
     * @param indices from 0
     * @throws IndexOutOfBoundsException if there is no such dimension
     */
    public Builder categorical(int... indices) {
      for (int index : indices) {
        dimensions.set(index, DimensionKind.CATEGORICAL);
      }
      return this;
    }

    /** Sets the prior over hyperparameters; {@link GpPrior#dimensionScaled(GpModel)} without. */
    public Builder prior(GpPrior prior) {
      this.prior = prior;
      return this;
    }

    /** Sets the backend; the {@linkplain Backend#configured configured} one without. */
    public Builder backend(Backend backend) {
      this.backend = backend;
      return this;
    }

    /** Whether targets are brought to mean 0 and variance 1 before the fit; true by default. */
    public Builder standardize(boolean standardize) {
      this.standardize = standardize;
      return this;
    }

    /**
     * Sets how many observations hyperparameters are fitted to at most; 3,000 by default. Of more,
     * a well-spread subset with the smallest target is taken ({@link GpFit#maxObservations}) and
     * named in the result; predictions are made from all.
     *
     * @throws IllegalArgumentException if {@code count} is less than 2
     */
    public Builder fitOnAtMost(int count) {
      if (count < 2) {
        throw new IllegalArgumentException("count = " + count + ": expected at least 2");
      }
      subset = OptionalInt.of(count);
      return this;
    }

    /** Sets the seed of the fit's random starts; 0 by default. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Fits hyperparameters and conditions on the data; O(n³) per likelihood evaluation, of which
     * there are some hundred.
     *
     * @param n number of observations, 0 or more
     * @param x n×d, copied
     * @param y n targets, copied
     * @throws IllegalArgumentException if an array is too short, a value is not finite, or the
     *     prior has another dimension
     * @throws NumericalException if the likelihood is not finite anywhere
     */
    public GaussianProcess fit(int n, double[] x, double[] y) {
      return fit(n, x, y, null);
    }

    /**
     * As {@link #fit(int, double[], double[])}, with a variance known for the noise of each
     * observation: it comes on top of the noise that is inferred.
     *
     * @param noiseVariances n variances in squared units of the targets, 0 or more; null if none is
     *     known
     * @throws IllegalArgumentException also if one is negative or not finite
     */
    public GaussianProcess fit(int n, double[] x, double[] y, double @Nullable [] noiseVariances) {
      if (n < 0 || y.length < n) {
        throw new IllegalArgumentException(
            "n = " + n + ": expected 0 to the length of y, " + y.length);
      }
      for (int i = 0; i < n; i++) {
        if (!Double.isFinite(y[i])) {
          throw new IllegalArgumentException(
              "y[" + i + "] = " + y[i] + ": expected a finite number");
        }
      }
      double mean = standardize ? mean(n, y) : 0;
      double scale = standardize ? standardDeviation(n, y, mean) : 1;
      double[] targets = new double[n];
      for (int i = 0; i < n; i++) {
        targets[i] = (y[i] - mean) / scale;
      }
      double[] noise = null;
      if (noiseVariances != null) {
        noise = noiseVariances.clone();
        for (int i = 0; i < noise.length; i++) {
          noise[i] /= scale * scale;
        }
      }
      GpModel model = model();
      GpFit fit = new GpFit(prior == null ? GpPrior.dimensionScaled(model) : prior, ITERATIONS);
      if (subset.isPresent()) {
        fit = fit.withMaxObservations(subset.getAsInt());
      }
      GpEngine engine = Engines.gp(backend == null ? Backend.configured() : backend, model);
      try {
        GpFitResult result =
            fit.fit(engine, n, x, targets, noise, starts(fit, engine, n, x, targets, noise));
        return new GaussianProcess(engine, result, mean, scale);
      } catch (RuntimeException e) {
        engine.close();
        throw e;
      }
    }

    private List<double[]> starts(
        GpFit fit,
        GpEngine engine,
        int n,
        double[] x,
        double[] targets,
        double @Nullable [] noise) {
      if (n > fit.maxObservations()) {
        return fit.starts(null, SCREENED_STARTS, seed);
      }
      if (noise == null) {
        engine.setData(n, x, targets);
      } else {
        engine.setData(n, x, targets, noise);
      }
      return fit.screenedStarts(engine, null, SCREENED_STARTS, seed);
    }

    private GpModel model() {
      GpModel model = new GpModel(covariance, dimensions);
      if (kernel != null) {
        model = model.withKernel(kernel);
      }
      return warped ? model.withWarping() : model;
    }

    private static double mean(int n, double[] y) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += y[i];
      }
      return n == 0 ? 0 : sum / n;
    }

    /** A constant target has no scale of its own: 1. */
    private static double standardDeviation(int n, double[] y, double mean) {
      double squares = 0;
      for (int i = 0; i < n; i++) {
        squares += (y[i] - mean) * (y[i] - mean);
      }
      return squares > 0 ? Math.sqrt(squares / n) : 1;
    }
  }
}
