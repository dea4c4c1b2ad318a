package dev.hone.math.cma;

import dev.hone.math.Backend;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a {@link CmaEs} was built with, all checked. */
final class CmaOptions {
  /** Leaves room for a run's growth before numbers overflow. */
  private static final double LARGEST = 1e250;

  final double[] start;
  final double sigma;
  final double[] scales;
  final double[] lower;
  final double[] upper;
  final boolean bounded;
  final double[] @Nullable [] thresholds;
  final double @Nullable [] covariance;
  final StrategyParameters parameters;
  final boolean active;
  final boolean adaptLearningRates;
  final double stepDamping;
  final Backend backend;
  final @Nullable Executor background;
  final StopTolerances tolerances;
  final double target;
  final long maxEvaluations;
  final long maxGenerations;
  final long seed;
  final long stream;

  CmaOptions(CmaEsBuilder b) {
    start = b.start;
    int n = start.length;
    sigma = b.sigma;
    scales = b.scales;
    lower = b.lower;
    upper = b.upper;
    thresholds = b.thresholds;
    covariance = b.covariance;
    active = b.active;
    adaptLearningRates = b.adaptLearningRates;
    stepDamping = b.stepDamping;
    backend = b.backend;
    background = b.background;
    tolerances = b.tolerances;
    target = b.target;
    maxEvaluations = b.maxEvaluations;
    maxGenerations = b.maxGenerations;
    seed = b.seed;
    stream = b.stream;
    int lambda =
        b.populationSize > 0 ? b.populationSize : StrategyParameters.defaultPopulationSize(n);
    // What a restricted model cannot do is asked for: then a full one.
    boolean full = adaptLearningRates || covariance != null;
    CovarianceModel model = full ? b.model.resolve(n) : b.model.resolve(n, maxEvaluations);
    parameters = new StrategyParameters(model, n, lambda, active, stepDamping);
    if (adaptLearningRates && (!parameters.model().isFull() || background != null)) {
      throw new IllegalArgumentException(
          "adaptLearningRates with "
              + parameters.model()
              + (background == null ? "" : " and a background executor")
              + ": expected a full covariance, decomposed at once");
    }
    boolean anyBound = false;
    for (int j = 0; j < n; j++) {
      checkStart(j);
      anyBound |= lower[j] > Double.NEGATIVE_INFINITY || upper[j] < Double.POSITIVE_INFINITY;
    }
    bounded = anyBound;
  }

  private void checkStart(int j) {
    if (!(start[j] >= lower[j] && start[j] <= upper[j]) || Double.isInfinite(start[j])) {
      throw new IllegalArgumentException(
          "start["
              + j
              + "] = "
              + start[j]
              + ": expected a number from "
              + lower[j]
              + " to "
              + upper[j]);
    }
    if (!(Math.abs(start[j]) / scales[j] <= LARGEST) || !(sigma <= LARGEST)) {
      throw new IllegalArgumentException(
          "start["
              + j
              + "] = "
              + start[j]
              + " and sigma = "
              + sigma
              + " with scale "
              + scales[j]
              + ": expected start/scale and sigma of at most "
              + LARGEST);
    }
  }

  /** Whether any coordinate is rounded before evaluation. */
  boolean hasThresholds() {
    for (double[] plateaus : thresholds) {
      if (plateaus != null) {
        return true;
      }
    }
    return false;
  }

  double[] deviations() {
    double[] deviations = new double[scales.length];
    for (int j = 0; j < scales.length; j++) {
      deviations[j] = sigma * scales[j];
    }
    return deviations;
  }
}
