package dev.hone.math.cma;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import java.util.Arrays;

/**
 * A {@link CmaEs} for expensive functions: of a generation, only so many points are evaluated as it
 * takes to trust the ranking that a quadratic model gives the others. Where the model is right, a
 * generation costs one or two evaluations; where it is not, λ.
 *
 * <pre>{@code
 * LqCmaEs es = new LqCmaEs(CmaEs.builder(start, 0.3).seed(1).build());
 * while (es.current().stop().isEmpty()) {
 *   double[] points = es.ask();
 *   double[] values = new double[es.askedCount()];
 *   ... // the value of each of the points, n coordinates each
 *   es.tell(values);
 * }
 * }</pre>
 *
 * <p>The best points by the model are evaluated first, half as many again each time, until the
 * order of the model agrees with that of the last evaluations (Kendall's τ ≥ 0.85). The minimum of
 * the model takes part in the generation. {@link CmaEs#evaluations}, {@link CmaEs#bestValue} and
 * the target of the strategy count what the model said as well: see {@link #evaluations} and {@link
 * #bestValue} instead. A generation takes O(n⁶) time with all products in the model: 1 ms at n =
 * 20.
 *
 * <p>Not safe for use from several threads at once. The same seed and values give the same points.
 *
 * <p>Source: Hansen, A Global Surrogate Assisted CMA-ES (2019), with the constants of pycma.
 */
public final class LqCmaEs implements AutoCloseable {
  private static final double TRUSTED_TAU = 0.85;
  private static final double LEAST_SHARE = 0.02;
  private static final double KEPT_SHARE = 0.75;
  private static final int FEWEST_FOR_TAU = 15;
  private static final int FEWEST = 4;

  private final CmaEs es;
  private final int n;
  private final int lambda;
  private final QuadraticModel model;
  private final double[] population;
  private final double[] truth;
  private final double[] predicted;
  private final boolean[] told;
  private final double[] batch;
  private final int[] batchRows;
  private final double[] optimum;
  private final double[] best;
  private final Ranking ranking;
  private final RecentPoints recent;
  private boolean modelled;
  private int evaluatedRows;
  private int askedCount;
  private boolean asked;
  private long evaluations;
  private double bestValue = Double.NaN;

  /**
   * Puts a model before a strategy.
   *
   * @param es at its beginning; closed with this
   */
  public LqCmaEs(CmaEs es) {
    this(es, Backend.configured());
  }

  /**
   * As {@link #LqCmaEs(CmaEs)}, with the backend of the model.
   *
   * @param es at its beginning; closed with this
   * @param backend where least squares are solved
   * @throws dev.hone.math.BackendUnavailableException if a backend is forced and missing
   */
  public LqCmaEs(CmaEs es, Backend backend) {
    this.es = es;
    n = es.dimension();
    lambda = es.populationSize();
    model = new QuadraticModel(n, Engines.linearAlgebra(backend));
    population = new double[lambda * n];
    truth = new double[lambda];
    predicted = new double[lambda];
    told = new boolean[lambda];
    batch = new double[lambda * n];
    batchRows = new int[lambda];
    optimum = new double[n];
    best = new double[n];
    ranking = new Ranking(lambda);
    recent = new RecentPoints(n, RecentPoints.capacity(n, lambda));
    beginGeneration();
  }

  /** The strategy behind. */
  public CmaEs current() {
    return es;
  }

  /** How many points {@link #ask} gives; from 1 to λ. */
  public int askedCount() {
    return askedCount;
  }

  /** How many values were told. */
  public long evaluations() {
    return evaluations;
  }

  /** The smallest value told; NaN before the first. */
  public double bestValue() {
    return bestValue;
  }

  /** A copy of the point of the smallest value; n zeros before the first. */
  public double[] best() {
    return best.clone();
  }

  /**
   * The points of this generation that are to be evaluated next.
   *
   * @return {@link #askedCount}×n, row-major: the array itself, valid until the next tell
   */
  public double[] ask() {
    asked = true;
    return batch;
  }

  private void beginGeneration() {
    System.arraycopy(es.ask(), 0, population, 0, lambda * n);
    Arrays.fill(told, false);
    evaluatedRows = 0;
    if (modelled && model.minimizer(optimum) && es.contains(optimum)) {
      System.arraycopy(optimum, 0, population, (lambda - 1) * n, n);
    }
    int fewest = (int) (1 + Math.max(LEAST_SHARE * lambda, FEWEST - recent.count()));
    choose(Math.min(lambda, fewest));
  }

  /** Takes so many more of those that the model holds to be the best. */
  private void choose(int count) {
    predict();
    int ranked = ranking.rank(predicted, lambda);
    int[] order = ranking.order();
    askedCount = 0;
    for (int i = 0; i < ranked && askedCount < count; i++) {
      if (!told[order[i]]) {
        batchRows[askedCount] = order[i];
        System.arraycopy(population, order[i] * n, batch, askedCount * n, n);
        askedCount++;
      }
    }
  }

  /** Without a model, rows count in their order. */
  private void predict() {
    for (int i = 0; i < lambda; i++) {
      double value = modelled ? model.value(population, i * n) : i;
      predicted[i] = Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }
  }

  /**
   * Tells the values of the points of the last {@link #ask}, in their order; NaN for a lost one.
   *
   * @throws IllegalStateException if nothing was asked since the last tell
   * @throws IllegalArgumentException if there are not {@link #askedCount} values
   */
  public void tell(double[] values) {
    if (!asked) {
      throw new IllegalStateException("nothing was asked since the last tell");
    }
    if (values.length != askedCount) {
      throw new IllegalArgumentException(
          "values has length " + values.length + ": expected " + askedCount);
    }
    asked = false;
    evaluations += askedCount;
    for (int i = 0; i < askedCount; i++) {
      record(batchRows[i], values[i]);
    }
    evaluatedRows += askedCount;
    modelled = recent.fit(model, KEPT_SHARE);
    if (evaluatedRows < lambda && !(modelled && tau() >= TRUSTED_TAU)) {
      choose(Math.min(lambda - evaluatedRows, (evaluatedRows + 1) / 2));
      return;
    }
    endGeneration();
    beginGeneration();
  }

  private void record(int row, double value) {
    told[row] = true;
    truth[row] = value;
    if (!Double.isNaN(value) && !(bestValue <= value)) {
      bestValue = value;
      System.arraycopy(population, row * n, best, 0, n);
    }
    recent.add(population, row * n, value);
  }

  /** How far the model orders the last evaluations as they are: −1 to 1. */
  private double tau() {
    int wanted = (int) Math.max(FEWEST_FOR_TAU, Math.min(1.2 * evaluatedRows, 0.75 * lambda));
    int count = Math.min(recent.count(), wanted);
    double[] byModel = new double[count];
    int[] slots = new int[count];
    for (int i = 0; i < count; i++) {
      slots[i] = recent.slot(i);
      byModel[i] = model.value(recent.points(), slots[i] * n);
    }
    double[] values = recent.values();
    double concordant = 0;
    for (int i = 1; i < count; i++) {
      for (int j = 0; j < i; j++) {
        double x = Math.signum(byModel[i] - byModel[j]);
        concordant += x * Math.signum(values[slots[i]] - values[slots[j]]);
      }
    }
    return concordant / (0.5 * count * (count - 1));
  }

  private void endGeneration() {
    if (evaluatedRows < lambda) {
      predict();
      double smallestTruth = Double.POSITIVE_INFINITY;
      double smallestPredicted = Double.POSITIVE_INFINITY;
      for (int i = 0; i < lambda; i++) {
        smallestTruth = told[i] && truth[i] < smallestTruth ? truth[i] : smallestTruth;
        smallestPredicted = Math.min(smallestPredicted, predicted[i]);
      }
      double offset = smallestTruth - smallestPredicted;
      for (int i = 0; i < lambda; i++) {
        boolean lost = told[i] && Double.isNaN(truth[i]);
        truth[i] = lost ? Double.NaN : predicted[i] + (Double.isFinite(offset) ? offset : 0);
      }
    }
    es.tell(population, truth);
  }

  @Override
  public void close() {
    es.close();
  }
}
