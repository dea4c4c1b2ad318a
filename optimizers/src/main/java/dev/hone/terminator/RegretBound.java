package dev.hone.terminator;

import dev.hone.CategoricalParam;
import dev.hone.Direction;
import dev.hone.SearchSpace;
import dev.hone.Trial;
import dev.hone.math.gp.GaussianProcess;
import dev.hone.math.linalg.NumericalException;
import dev.hone.math.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Enough when a model of all trials says that the best one cannot be far from the best there is.
 *
 * <p>A Gaussian process is fitted to the complete trials that meet all constraints. With confidence
 * bounds μ ± √β·σ, the regret of the best trial is at most the least upper bound among the trials
 * less the least lower bound in the space; the latter is looked for among random points and the
 * trials. It is enough once that is no more than a tolerance, such as the noise of a validation
 * score. The bound trusts the model and the search for its minimum: it is an estimate, not a proof.
 *
 * <p>O(n³) whenever the number of trials has grown by a tenth since the last look. One objective
 * only. Deterministic.
 *
 * <p>Source: Makarova et al., Automatic Termination for Hyperparameter Optimization (2022); β =
 * 0.4·ln(d·n²·π²/(6·0.1)), a fifth of what the theory of GP-UCB asks for (Srinivas et al., 2010,
 * section 6).
 */
public final class RegretBound implements Terminator {
  private static final int LEAST_TRIALS = 10;
  private static final int POINTS = 2000;
  private static final double GROWTH = 1.1;

  private final SearchSpace space;
  private final Direction direction;
  private final double tolerance;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<double[]> points = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();
  private double nextLook = LEAST_TRIALS;
  private double bound = Double.POSITIVE_INFINITY;

  /**
   * A bound.
   *
   * @param space the space of the trials
   * @param direction what is good
   * @param tolerance the regret that does not matter, in the unit of the objective; above 0
   * @throws IllegalArgumentException if it is not above 0 and finite
   */
  public RegretBound(SearchSpace space, Direction direction, double tolerance) {
    if (!(tolerance > 0 && tolerance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "tolerance = " + tolerance + ": expected a finite number above 0");
    }
    this.space = space;
    this.direction = direction;
    this.tolerance = tolerance;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the trial is of another space or is pending
   */
  @Override
  public void ended(Trial trial) {
    if (trial.configuration().space() != space) {
      throw new IllegalArgumentException(trial + " belongs to another search space");
    }
    if (EndedTrials.counts(trial, 0)) {
      lock.lock();
      try {
        points.add(trial.configuration().encoded());
        values.add(direction.toMinimized(trial.outcome().objective(0)));
      } finally {
        lock.unlock();
      }
    }
  }

  /** The bound at the last look; infinite before there was one. */
  public double bound() {
    lock.lock();
    try {
      return bound;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isDue() {
    lock.lock();
    try {
      if (points.size() >= nextLook) {
        nextLook = GROWTH * points.size();
        bound = look();
      }
      return bound <= tolerance;
    } finally {
      lock.unlock();
    }
  }

  private double look() {
    int n = points.size();
    int d = space.dimension();
    double[] x = new double[(n + POINTS) * d];
    for (int i = 0; i < n; i++) {
      System.arraycopy(points.get(i), 0, x, i * d, d);
    }
    CounterRandom random = CounterRandom.of(0, n);
    random.fillUniform(x, n * d, POINTS * d);
    for (int i = n; i < n + POINTS; i++) {
      space.canonicalize(x, i * d);
    }
    double[] y = values.stream().mapToDouble(v -> v).toArray();
    double[] mean = new double[n + POINTS];
    double[] variance = new double[n + POINTS];
    try (GaussianProcess process =
        GaussianProcess.builder(d).categorical(categories()).standardize(true).fit(n, x, y)) {
      process.predict(n + POINTS, x, mean, variance);
    } catch (NumericalException e) {
      System.getLogger("dev.hone")
          .log(System.Logger.Level.DEBUG, "no model for a regret bound; going on", e);
      return Double.POSITIVE_INFINITY;
    }
    double beta = 0.4 * Math.log(d * (double) n * n * Math.PI * Math.PI / 0.6);
    double leastUpper = Double.POSITIVE_INFINITY;
    double leastLower = Double.POSITIVE_INFINITY;
    for (int i = 0; i < n + POINTS; i++) {
      double width = Math.sqrt(beta * variance[i]);
      leastUpper = i < n ? Math.min(leastUpper, mean[i] + width) : leastUpper;
      leastLower = Math.min(leastLower, mean[i] - width);
    }
    return leastUpper - leastLower;
  }

  private int[] categories() {
    return Arrays.stream(space.parameters().toArray())
        .filter(CategoricalParam.class::isInstance)
        .mapToInt(p -> ((CategoricalParam<?>) p).index())
        .toArray();
  }
}
