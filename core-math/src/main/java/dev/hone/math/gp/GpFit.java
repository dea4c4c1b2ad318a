package dev.hone.math.gp;

import dev.hone.math.linalg.NumericalException;
import dev.hone.math.minimize.Curvature;
import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fits the hyperparameters of a Gaussian process: maximum a posteriori by L-BFGS-B from several
 * starts, of which the best end is kept. The likelihood has local maxima, above all when there are
 * few observations: one start is not enough.
 *
 * <p>Deterministic. Each evaluation of the likelihood is O(n³); an iteration takes one or two. All
 * starts go on together, so that an engine may evaluate their likelihoods {@linkplain
 * GpEngine#logMarginalLikelihoods as a batch}.
 *
 * @param prior the prior over hyperparameters
 * @param maxIterations most L-BFGS-B iterations per start, at least 1
 * @param maxObservations most observations that hyperparameters are fitted to, at least 2
 * @param tolerance a start has ended when an iteration raises the log posterior by no more than
 *     this, relative to its magnitude or 1, whichever is larger; 0 or more
 */
public record GpFit(GpPrior prior, int maxIterations, int maxObservations, double tolerance) {
  private static final int DEFAULT_ITERATIONS = 30;

  /** What double precision gives, or nearly. */
  private static final double DEFAULT_TOLERANCE = 2.2e-9;

  /** A likelihood of 3,000 observations takes about a second; a fit takes a hundred of them. */
  private static final int DEFAULT_OBSERVATIONS = 3000;

  /** How many starts are looked at before some are gone on from. */
  private static final int SCREENED = 40;

  /** Natural logarithms: length-scales from 0.03 to 10. */
  private static final double LOWEST_LENGTH = -3.5;

  private static final double LENGTH_RANGE = 5.8;

  /** What the noise variance is raised to, in turn, when no start has a likelihood. */
  static final double[] RESCUE_NOISE = {1e-4, 1e-2, 1};

  /** Raises no noise. */
  private static final double AS_IT_IS = 0;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is less than it has to be
   */
  public GpFit {
    if (maxIterations < 1) {
      throw new IllegalArgumentException(
          "maxIterations = " + maxIterations + ": expected at least 1");
    }
    if (maxObservations < 2) {
      throw new IllegalArgumentException(
          "maxObservations = " + maxObservations + ": expected at least 2");
    }
    if (!(tolerance >= 0 && tolerance < 1)) {
      throw new IllegalArgumentException("tolerance = " + tolerance + ": expected 0 to below 1");
    }
  }

  /**
   * A fit to at most {@value #DEFAULT_OBSERVATIONS} observations.
   *
   * @param prior the prior over hyperparameters
   * @param maxIterations most iterations per start
   * @throws IllegalArgumentException if {@code maxIterations} is less than 1
   */
  public GpFit(GpPrior prior, int maxIterations) {
    this(prior, maxIterations, DEFAULT_OBSERVATIONS, DEFAULT_TOLERANCE);
  }

  /**
   * A fit of at most {@value #DEFAULT_ITERATIONS} iterations per start to at most {@value
   * #DEFAULT_OBSERVATIONS} observations.
   */
  public static GpFit under(GpPrior prior) {
    return new GpFit(prior, DEFAULT_ITERATIONS);
  }

  /**
   * The same fit, to at most so many observations.
   *
   * @throws IllegalArgumentException if {@code count} is less than 2
   */
  public GpFit withMaxObservations(int count) {
    return new GpFit(prior, maxIterations, count, tolerance);
  }

  /**
   * The same fit, ended earlier or later.
   *
   * @param tolerance as {@link #tolerance}
   * @throws IllegalArgumentException if it is not in [0, 1)
   */
  public GpFit withTolerance(double tolerance) {
    return new GpFit(prior, maxIterations, maxObservations, tolerance);
  }

  /**
   * The usual starts: the last fit if there is one, the start of the prior, and draws around it
   * (normal, with standard deviation 1 in each free coordinate and 2 in the noise).
   *
   * @param last hyperparameters as natural logarithms, or null
   * @param jittered number of draws, 0 or more
   * @param seed the draws are a pure function of it
   * @throws IllegalArgumentException if {@code jittered} is negative
   */
  public List<double[]> starts(double @Nullable [] last, int jittered, long seed) {
    if (jittered < 0) {
      throw new IllegalArgumentException("jittered = " + jittered + ": expected 0 or more");
    }
    List<double[]> starts = new ArrayList<>();
    if (last != null) {
      starts.add(last.clone());
    }
    starts.add(theta(prior.start()));
    for (int i = 0; i < jittered; i++) {
      starts.add(theta(jittered(CounterRandom.of(seed, i))));
    }
    return starts;
  }

  /**
   * The most promising of many starts: the last fit, the start of the prior, and the best by their
   * log posterior at the data of the engine of {@value #SCREENED} others. These are spread over the
   * middle of the bounds, half of them with the same length-scale everywhere. As many likelihoods
   * are evaluated, once, and no gradient.
   *
   * <p>For a likelihood with many maxima: the ends of one or two starts may lie many nats apart.
   *
   * @param engine holds the data, at most {@link #maxObservations} of them
   * @param last hyperparameters as natural logarithms, or null
   * @param kept number of starts returned beside the last fit and that of the prior, 0 or more
   * @param seed the others are a pure function of it
   * @throws IllegalArgumentException if {@code kept} is negative or above {@value #SCREENED}
   */
  public List<double[]> screenedStarts(
      GpEngine engine, double @Nullable [] last, int kept, long seed) {
    if (kept < 0 || kept > SCREENED) {
      throw new IllegalArgumentException("kept = " + kept + ": expected 0 to " + SCREENED);
    }
    List<double[]> starts = starts(last, 0, seed);
    List<double[]> others = new ArrayList<>();
    double[] worth = new double[SCREENED];
    double[] gradient = new double[prior.freeCount()];
    for (int i = 0; i < SCREENED; i++) {
      double[] coordinates = spread(CounterRandom.of(seed, i), i % 2 == 0);
      others.add(theta(coordinates));
      worth[i] =
          engine.logMarginalLikelihood(others.getLast(), null)
              + prior.logDensity(coordinates, gradient);
    }
    boolean[] taken = new boolean[SCREENED];
    for (int k = 0; k < kept; k++) {
      int best = -1;
      for (int i = 0; i < SCREENED; i++) {
        if (!taken[i] && (best < 0 || worth[i] > worth[best])) {
          best = i;
        }
      }
      taken[best] = true;
      starts.add(others.get(best));
    }
    return starts;
  }

  /** A point of the middle of the bounds: ℓ from 0.03 to 10 and noise from e⁻¹² to e⁰. */
  private double[] spread(CounterRandom random, boolean isotropic) {
    double[] theta = theta(prior.start());
    double common = LOWEST_LENGTH + LENGTH_RANGE * random.nextDouble();
    int scales = Math.max(1, theta.length - 2);
    for (int k = 0; k < scales; k++) {
      double own = LOWEST_LENGTH + LENGTH_RANGE * random.nextDouble();
      theta[k] = isotropic ? common : own;
    }
    theta[theta.length - 2] = 2 * random.nextDouble() - 0.5;
    theta[theta.length - 1] = -12 * random.nextDouble();
    return prior.coordinates(theta);
  }

  private double[] jittered(CounterRandom random) {
    double[] coordinates = prior.start();
    double[] lower = prior.lower();
    double[] upper = prior.upper();
    for (int i = 0; i < coordinates.length; i++) {
      double deviation = i == prior.noiseCoordinate() ? 2 : 1;
      double moved = coordinates[i] + deviation * random.nextGaussian();
      coordinates[i] = Math.clamp(moved, lower[i], upper[i]);
    }
    return coordinates;
  }

  private double[] theta(double[] coordinates) {
    double[] theta = new double[prior.components().size()];
    prior.hyperparameters(coordinates, theta);
    return theta;
  }

  /**
   * Gives the engine data, fits hyperparameters to them and leaves the engine conditioned on all of
   * them. Of more than {@link #maxObservations} observations, so many are chosen to fit to: the one
   * of the smallest target, and then each time the farthest from those chosen (Gonzalez, 1985); see
   * {@link GpFitResult#observations}.
   *
   * @param engine its model has the dimension of the prior; its data are replaced
   * @param n number of observations
   * @param x n×d, copied
   * @param y n targets, copied
   * @param starts as in {@link #fit(GpEngine, List)}
   * @throws IllegalArgumentException if an array is too short or a value is not finite, there is no
   *     start, or a dimension differs
   * @throws NumericalException if the likelihood is not finite anywhere, whatever the noise
   */
  public GpFitResult fit(GpEngine engine, int n, double[] x, double[] y, List<double[]> starts) {
    return fit(engine, n, x, y, null, starts);
  }

  /**
   * As {@link #fit(GpEngine, int, double[], double[], List)}, with a variance known for the noise
   * of each observation.
   *
   * @param noise n variances as in {@link GpEngine#setData(int, double[], double[], double[])}, or
   *     null if none is known
   */
  public GpFitResult fit(
      GpEngine engine,
      int n,
      double[] x,
      double[] y,
      double @Nullable [] noise,
      List<double[]> starts) {
    return fit(engine, n, x, y, noise, starts, null);
  }

  /**
   * As {@link #fit(GpEngine, int, double[], double[], double[], List)}, going on from a fit to
   * nearly the same data: with the curvature known where that ended, one or two evaluations of the
   * likelihood are enough.
   *
   * @param known {@link GpFitResult#curvature} of the fit that the first start comes from, or null
   * @throws IllegalArgumentException also if that is of a fit with other free coordinates
   */
  public GpFitResult fit(
      GpEngine engine,
      int n,
      double[] x,
      double[] y,
      double @Nullable [] noise,
      List<double[]> starts,
      @Nullable Curvature known) {
    setData(engine, n, x, y, noise);
    if (n <= maxObservations) {
      return fit(engine, starts, known);
    }
    FitSubset subset =
        FitSubset.choose(maxObservations, n, engine.model().dimensions(), x, y, noise);
    setData(engine, maxObservations, subset.points(), subset.targets(), subset.noise());
    GpFitResult result;
    try {
      result = fit(engine, starts, known);
    } finally {
      setData(engine, n, x, y, noise);
    }
    engine.condition(result.theta());
    return result;
  }

  private static void setData(
      GpEngine engine, int n, double[] x, double[] y, double @Nullable [] noise) {
    if (noise == null) {
      engine.setData(n, x, y);
    } else {
      engine.setData(n, x, y, noise);
    }
  }

  /**
   * Fits all data of the engine and leaves it conditioned on the best hyperparameters. Where no
   * start has a finite likelihood, each is tried again with more noise.
   *
   * @param engine holds the data; its model has the dimension of the prior
   * @param starts hyperparameters to start from, as natural logarithms; moved into the prior's
   *     bounds
   * @throws IllegalArgumentException if there is no start or a dimension differs
   * @throws NumericalException if the likelihood is not finite anywhere, whatever the noise
   */
  public GpFitResult fit(GpEngine engine, List<double[]> starts) {
    return fit(engine, starts, null);
  }

  private GpFitResult fit(GpEngine engine, List<double[]> starts, @Nullable Curvature known) {
    if (engine.model().hyperparameterCount() != prior.components().size()) {
      throw new IllegalArgumentException(
          "the prior has "
              + prior.components().size()
              + " components: expected one for each hyperparameter of the model, "
              + engine.model().hyperparameterCount());
    }
    if (starts.isEmpty()) {
      throw new IllegalArgumentException("starts = []: expected at least one");
    }
    FitSearch search = new FitSearch(engine, this);
    search.from(coordinates(starts, AS_IT_IS), known);
    if (prior.noiseCoordinate() >= 0) {
      for (int i = 0; !search.hasEnd() && i < RESCUE_NOISE.length; i++) {
        search.from(coordinates(starts, RESCUE_NOISE[i]), null);
      }
    }
    GpFitResult result = search.result();
    engine.condition(result.theta());
    return result;
  }

  /** The free coordinates of starts, with a noise variance of at least so much. */
  private List<double[]> coordinates(List<double[]> starts, double variance) {
    List<double[]> coordinates = new ArrayList<>();
    for (double[] start : starts) {
      double[] free = prior.coordinates(start);
      coordinates.add(variance > AS_IT_IS ? withNoise(free, variance) : free);
    }
    return coordinates;
  }

  /** Raises the noise to a variance, or as far as the prior lets it. */
  double[] withNoise(double[] coordinates, double variance) {
    int noise = prior.noiseCoordinate();
    double raised = Math.min(SpecialFunctions.log(variance), prior.upper()[noise]);
    coordinates[noise] = Math.max(coordinates[noise], raised);
    return coordinates;
  }
}
