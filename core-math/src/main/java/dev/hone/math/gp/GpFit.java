package dev.hone.math.gp;

import dev.hone.math.linalg.NumericalException;
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
 */
public record GpFit(GpPrior prior, int maxIterations) {
  private static final int DEFAULT_ITERATIONS = 30;

  /** What the noise variance is raised to, in turn, when no start has a likelihood. */
  private static final double[] RESCUE_NOISE = {1e-4, 1e-2, 1};

  /**
   * Checks the number of iterations.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public GpFit {
    if (maxIterations < 1) {
      throw new IllegalArgumentException(
          "maxIterations = " + maxIterations + ": expected at least 1");
    }
  }

  /** A fit of at most {@value #DEFAULT_ITERATIONS} iterations per start. */
  public static GpFit under(GpPrior prior) {
    return new GpFit(prior, DEFAULT_ITERATIONS);
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
   * Fits the engine's data and leaves the engine conditioned on the best hyperparameters. Where no
   * start has a finite likelihood, each is tried again with more noise.
   *
   * @param engine holds the data; its model has the dimension of the prior
   * @param starts hyperparameters to start from, as natural logarithms; moved into the prior's
   *     bounds
   * @throws IllegalArgumentException if there is no start or a dimension differs
   * @throws NumericalException if the likelihood is not finite anywhere, whatever the noise
   */
  public GpFitResult fit(GpEngine engine, List<double[]> starts) {
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
    FitSearch search = new FitSearch(engine, prior, maxIterations);
    search.from(starts.stream().map(prior::coordinates).toList());
    if (prior.noiseCoordinate() >= 0) {
      for (int i = 0; !search.hasEnd() && i < RESCUE_NOISE.length; i++) {
        double variance = RESCUE_NOISE[i];
        search.from(
            starts.stream().map(start -> withNoise(prior.coordinates(start), variance)).toList());
      }
    }
    GpFitResult result = search.result();
    engine.condition(result.theta());
    return result;
  }

  /** Raises the noise to a variance, or as far as the prior lets it. */
  private double[] withNoise(double[] coordinates, double variance) {
    int noise = prior.noiseCoordinate();
    double raised = Math.min(SpecialFunctions.log(variance), prior.upper()[noise]);
    coordinates[noise] = Math.max(coordinates[noise], raised);
    return coordinates;
  }
}
