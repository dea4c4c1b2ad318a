package dev.hone.math.cma;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The covariance matrix adaptation evolution strategy on plain arrays: minimises a function of n
 * real numbers from its values alone, one generation of λ points at a time.
 *
 * <pre>{@code
 * CmaEs es = CmaEs.builder(start, 0.3).seed(1).build();
 * while (es.stop().isEmpty()) {
 *   double[] points = es.ask();
 *   for (int i = 0; i < es.populationSize(); i++) {
 *     values[i] = f(points, i * n);
 *   }
 *   es.tell(values);
 * }
 * double[] best = es.best();
 * }</pre>
 *
 * <p>Active covariance update, cumulative step-size adaptation, decomposition no more often than it
 * pays. Points obey the bounds. Values may be any number: NaN is a lost evaluation, which only
 * costs its evaluation; infinities rank as they compare. {@link #ask} and {@link #tell} allocate
 * nothing.
 *
 * <p>Not safe for use from several threads at once. The same seed and the same values give the same
 * points, bit for bit, on one backend and instruction set.
 *
 * <p>Source: Hansen, The CMA Evolution Strategy: A Tutorial (2016), with the constants of pycma 4.
 */
public final class CmaEs implements AutoCloseable {
  private static final double LARGEST_SIGMA = 1e280;

  private final CmaOptions options;
  private final StrategyParameters parameters;
  private final CmaEngine engine;
  private final StopCriteria criteria;
  private final @Nullable IntegerMargin margin;
  private final @Nullable BoundPenalty penalty;
  private final @Nullable LearningRates rates;
  private final CallerCoordinates caller;
  private final int n;
  private final int lambda;

  private final double[] samples;
  private final double[] points;
  private final double[] values;
  private final double[] bestPoint;
  private final Ranking ranking;
  private CounterRandom random;
  private long sampledAt;
  private boolean asked;
  private double sigma;
  private long generation;
  private long evaluations;
  private double bestValue = Double.NaN;
  private @Nullable CmaStop stop;

  CmaEs(CmaOptions options) {
    this.options = options;
    parameters = options.parameters;
    n = parameters.dimension();
    lambda = parameters.populationSize();
    engine = Engines.cma(options.backend, parameters);
    criteria =
        new StopCriteria(options.tolerances, parameters, options.sigma, options.adaptLearningRates);
    margin =
        options.hasThresholds()
            ? new IntegerMargin(options.thresholds, 1.0 / Math.max(4.0, (double) n * lambda))
            : null;
    caller = new CallerCoordinates(options);
    BoundTransform transform = caller.bounds();
    penalty = transform == null ? null : new BoundPenalty(lambda, transform, caller.scales());
    rates =
        options.adaptLearningRates
            ? new LearningRates(n, Engines.linearAlgebra(options.backend))
            : null;
    samples = new double[lambda * n];
    points = caller.areTheEngines() ? samples : new double[lambda * n];
    values = new double[lambda];
    bestPoint = new double[n];
    ranking = new Ranking(lambda);
    random = CounterRandom.of(options.seed, options.stream);
    sigma = options.sigma;
    engine.reset(caller.toEngine(options.start), options.covariance);
    engine.decomposeIn(options.background);
  }

  /**
   * Starts building a strategy.
   *
   * @param start n coordinates of the first mean, copied
   * @param sigma the first step size: a third of how far the optimum may be, as a rule
   * @throws IllegalArgumentException if {@code start} is empty or {@code sigma} is not positive
   */
  public static CmaEsBuilder builder(double[] start, double sigma) {
    return new CmaEsBuilder(start, sigma);
  }

  /** The dimension n. */
  public int dimension() {
    return n;
  }

  /** The population size λ: points in a generation. */
  public int populationSize() {
    return lambda;
  }

  /** The strategy constants. */
  public StrategyParameters parameters() {
    return parameters;
  }

  /** The engine's name, such as {@code simd-256}. */
  public String engineName() {
    return engine.name();
  }

  /**
   * Draws the points of a generation; O(λn²) with a full covariance. Asked twice without a tell,
   * other points of the same distribution.
   *
   * @return λ×n, row-major: the array itself, valid until the next call
   */
  public double[] ask() {
    sampledAt = random.position();
    asked = true;
    engine.sample(random, sigma, samples);
    if (!caller.areTheEngines()) {
      caller.present(samples, points);
    }
    return points;
  }

  /** The points of the last {@link #ask}: the array itself. */
  double[] lastAsked() {
    return points;
  }

  /**
   * Ends a generation: the distribution moves towards the points of small value.
   *
   * @param told λ values of the points of the last {@link #ask}, in their order; NaN for a lost one
   * @throws IllegalStateException if nothing was asked since the last tell
   * @throws IllegalArgumentException if the length is not λ
   */
  public void tell(double[] told) {
    checkAsked();
    if (told.length != lambda) {
      throw new IllegalArgumentException(
          "values has length " + told.length + ": expected " + lambda);
    }
    System.arraycopy(told, 0, values, 0, lambda);
    advance(lambda);
  }

  /**
   * Ends a generation with points of any origin. Row i is taken for the sample of that row if it is
   * the same to the bit; any other point is injected, with its step shortened to a likely length.
   *
   * @param toldPoints m×n, row-major, within the bounds
   * @param told m values, 1 ≤ m ≤ λ; the samples that are missing count as lost
   * @throws IllegalStateException if nothing was asked since the last tell
   * @throws IllegalArgumentException if the lengths do not fit, or a coordinate is not a number
   *     within the bounds
   */
  public void tell(double[] toldPoints, double[] told) {
    checkAsked();
    int m = told.length;
    if (m < 1 || m > lambda || toldPoints.length != m * n) {
      throw new IllegalArgumentException(
          "points and values have lengths "
              + toldPoints.length
              + " and "
              + m
              + ": expected m·"
              + n
              + " and m of at most "
              + lambda);
    }
    for (int i = 0; i < toldPoints.length; i++) {
      caller.check(i, toldPoints[i]);
    }
    for (int i = 0; i < m; i++) {
      if (!Arrays.equals(points, i * n, i * n + n, toldPoints, i * n, i * n + n)) {
        inject(i, toldPoints);
      }
    }
    System.arraycopy(told, 0, values, 0, m);
    Arrays.fill(values, m, lambda, Double.NaN);
    advance(m);
  }

  /** Whether a point may be told: finite and within the bounds. */
  boolean contains(double[] point) {
    return caller.contains(point);
  }

  private void inject(int row, double[] from) {
    System.arraycopy(from, row * n, points, row * n, n);
    caller.toEngine(from, row * n, samples, row * n);
    engine.replace(row, samples, row * n, sigma);
  }

  void checkAsked() {
    if (!asked) {
      throw new IllegalStateException("nothing was asked since the last tell");
    }
  }

  private void advance(int count) {
    asked = false;
    evaluations += count;
    int ranked = ranking.rank(values, lambda);
    if (ranked > 0) {
      takeBest(ranking.order()[0]);
      if (penalty != null && penalty.applies(samples, values, ranking.order(), ranked)) {
        ranking.rank(penalty.values(), lambda);
      }
      int[] order = ranking.order();
      criteria.record(values, order, ranked, generation);
      if (rates != null) {
        rates.before(engine, sigma);
      }
      double length = engine.update(ranked, order, sigma, generation);
      adaptSigma(length);
      if (rates != null) {
        setSigma(rates.after(engine, sigma));
      }
    }
    generation++;
    if (rates == null) {
      engine.decompose(generation);
    }
    if (margin != null) {
      margin.correct(engine, sigma, engine.mean(), caller.scales());
    }
    if (stop == null) {
      stop = findStop(ranked);
    }
  }

  private void takeBest(int row) {
    if (!(bestValue <= values[row])) {
      bestValue = values[row];
      System.arraycopy(points, row * n, bestPoint, 0, n);
    }
  }

  /** Tutorial, eq. 44. A flat function does not make it grow: a restart costs less (f7 of BBOB). */
  private void adaptSigma(double length) {
    double ratio = parameters.stepPathDecay() / parameters.damping();
    double change = Math.min(1, ratio * (length / parameters.expectedNorm() - 1));
    setSigma(sigma * SpecialFunctions.exp(change));
  }

  private void setSigma(double next) {
    sigma = Math.clamp(next, Double.MIN_NORMAL, LARGEST_SIGMA);
  }

  private @Nullable CmaStop findStop(int ranked) {
    if (bestValue <= options.target) {
      return CmaStop.TARGET;
    }
    CmaStop found =
        criteria.check(engine, margin, sigma, values, ranking.order(), ranked, generation);
    if (found != null) {
      return found;
    }
    if (evaluations >= options.maxEvaluations) {
      return CmaStop.MAX_EVALUATIONS;
    }
    return generation >= options.maxGenerations ? CmaStop.MAX_GENERATIONS : null;
  }

  /** Why the run has come to its end, or empty. One may go on regardless. */
  public Optional<CmaStop> stop() {
    return Optional.ofNullable(stop);
  }

  /** How many points were told, lost ones included. */
  public long evaluations() {
    return evaluations;
  }

  /** How many generations were told. */
  public long generation() {
    return generation;
  }

  /** The step size σ. */
  public double sigma() {
    return sigma;
  }

  /** The smallest value told; NaN before the first. */
  public double bestValue() {
    return bestValue;
  }

  /** A copy of the point of the smallest value; n zeros before the first. */
  public double[] best() {
    return bestPoint.clone();
  }

  /** A copy of the mean of the distribution, within the bounds. */
  public double[] mean() {
    return caller.of(engine.mean());
  }

  /** The standard deviation of a coordinate, before bounds. */
  public double standardDeviation(int coordinate) {
    return sigma * caller.scales()[coordinate] * engine.standardDeviation(coordinate);
  }

  /** A lower bound on the condition number of the covariance matrix. */
  public double conditionNumber() {
    return engine.conditionNumber();
  }

  @Override
  public void close() {
    engine.close();
  }

  /**
   * The whole state as bytes, with a format version and a checksum; {@link #restore} goes on bit
   * for bit, also between an ask and its tell. With a full covariance O(n²), some 16n² bytes.
   *
   * @throws IllegalStateException if that is more than an array of bytes can hold, which it is from
   *     some 11,500 dimensions on with a full covariance; nothing is copied before
   */
  public byte[] snapshot() {
    return CmaSnapshot.write(options, this);
  }

  /**
   * A strategy that goes on where a {@link #snapshot} was taken.
   *
   * @param backend where to go on; on another backend than before, bits may differ
   * @throws IllegalArgumentException if the bytes are not a snapshot of this version, or damaged
   */
  public static CmaEs restore(byte[] snapshot, Backend backend) {
    return CmaSnapshot.read(snapshot, backend, null);
  }

  /**
   * As {@link #restore(byte[], Backend)}, with decompositions in the background again.
   *
   * @param executor as for {@link CmaEsBuilder#decomposeIn}; the bits are those of a strategy that
   *     had one before
   * @throws IllegalArgumentException if the bytes are not a snapshot of this version, or damaged
   */
  public static CmaEs restore(byte[] snapshot, Backend backend, Executor executor) {
    return CmaSnapshot.read(snapshot, backend, executor);
  }

  void decomposeIn(Executor executor) {
    engine.decomposeIn(executor);
  }

  void save(DataOutput out) throws IOException {
    out.writeLong(asked ? sampledAt : random.position());
    out.writeBoolean(asked);
    out.writeDouble(sigma);
    out.writeLong(generation);
    out.writeLong(evaluations);
    out.writeDouble(bestValue);
    out.writeUTF(stop == null ? "" : stop.name());
    CmaSnapshot.writeDoubles(out, bestPoint);
    CmaSnapshot.writeDoubles(out, caller.scales());
    criteria.save(out);
    if (rates != null) {
      rates.save(out);
    }
    engine.save(out);
  }

  void load(DataInput in) throws IOException {
    random = CounterRandom.at(options.seed, options.stream, in.readLong());
    boolean sampled = in.readBoolean();
    sigma = in.readDouble();
    generation = in.readLong();
    evaluations = in.readLong();
    bestValue = in.readDouble();
    String reason = in.readUTF();
    stop = reason.isEmpty() ? null : CmaStop.valueOf(reason);
    CmaSnapshot.readDoubles(in, bestPoint);
    CmaSnapshot.readDoubles(in, caller.scales());
    criteria.load(in);
    if (rates != null) {
      rates.load(in);
    }
    engine.load(in);
    if (sampled) {
      ask();
    }
  }
}
