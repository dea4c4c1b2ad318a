package dev.hone.math.cma;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
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

  private static final double LARGEST_POINT = 1e307;

  private final CmaOptions options;
  private final StrategyParameters parameters;
  private final CmaEngine engine;
  private final StopCriteria criteria;
  private final @Nullable IntegerMargin margin;
  private final @Nullable BoundTransform transform;
  private final boolean plain;
  private final int n;
  private final int lambda;

  /** Engine coordinates times these are the caller's, before bounds. */
  private final double[] scales;

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
    criteria = new StopCriteria(options.tolerances, parameters, options.sigma);
    margin =
        options.hasThresholds()
            ? new IntegerMargin(options.thresholds, 1.0 / Math.max(4.0, (double) n * lambda))
            : null;
    scales = options.scales.clone();
    transform =
        options.bounded
            ? new BoundTransform(options.lower, options.upper, options.deviations())
            : null;
    plain = !options.bounded && margin == null && Arrays.stream(scales).allMatch(s -> s == 1);
    samples = new double[lambda * n];
    points = plain ? samples : new double[lambda * n];
    values = new double[lambda];
    bestPoint = new double[n];
    ranking = new Ranking(lambda);
    random = CounterRandom.of(options.seed, options.stream);
    sigma = options.sigma;
    engine.reset(unscaled(options.start), options.covariance);
    engine.decomposeIn(options.background);
  }

  private double[] unscaled(double[] point) {
    double[] x = new double[n];
    for (int j = 0; j < n; j++) {
      x[j] = (transform == null ? point[j] : transform.invert(j, point[j])) / scales[j];
    }
    return x;
  }

  /**
   * Starts building a strategy.
   *
   * @param start n coordinates of the first mean, copied
   * @param sigma the first step size: a third of how far the optimum may be, as a rule
   * @throws IllegalArgumentException if {@code start} is empty or {@code sigma} is not positive
   */
  public static Builder builder(double[] start, double sigma) {
    return new Builder(start, sigma);
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
    if (!plain) {
      for (int i = 0; i < lambda; i++) {
        present(i * n);
      }
    }
    return points;
  }

  private void present(int row) {
    for (int j = 0; j < n; j++) {
      double x = Math.clamp(samples[row + j] * scales[j], -LARGEST_POINT, LARGEST_POINT);
      points[row + j] = transform == null ? x : transform.apply(j, x);
    }
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
      checkCoordinate(i, toldPoints[i]);
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

  private void checkCoordinate(int i, double x) {
    int j = i % n;
    if (!(x >= options.lower[j] && x <= options.upper[j]) || Double.isInfinite(x)) {
      throw new IllegalArgumentException(
          "point "
              + i / n
              + " has coordinate "
              + j
              + " = "
              + x
              + ": expected a number from "
              + options.lower[j]
              + " to "
              + options.upper[j]);
    }
  }

  private void inject(int row, double[] from) {
    for (int j = 0; j < n; j++) {
      double x = from[row * n + j];
      points[row * n + j] = x;
      samples[row * n + j] = (transform == null ? x : transform.invert(j, x)) / scales[j];
    }
    engine.replace(row, samples, row * n, sigma);
  }

  private void checkAsked() {
    if (!asked) {
      throw new IllegalStateException("nothing was asked since the last tell");
    }
  }

  private void advance(int count) {
    asked = false;
    evaluations += count;
    int ranked = ranking.rank(values, lambda);
    int[] order = ranking.order();
    if (ranked > 0) {
      takeBest(order[0]);
      criteria.record(values, order, ranked, generation);
      double length = engine.update(ranked, order, sigma, generation);
      adaptSigma(length);
    }
    generation++;
    engine.decompose(generation);
    if (margin != null) {
      margin.correct(engine, sigma, engine.mean(), scales);
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
    double next = sigma * SpecialFunctions.exp(change);
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
    double[] mean = engine.mean().clone();
    for (int j = 0; j < n; j++) {
      double x = mean[j] * scales[j];
      mean[j] = transform == null ? x : transform.apply(j, x);
    }
    return mean;
  }

  /** The standard deviation of a coordinate, before bounds. */
  public double standardDeviation(int coordinate) {
    return sigma * scales[coordinate] * engine.standardDeviation(coordinate);
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
   * for bit, also between an ask and its tell.
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
    return CmaSnapshot.read(snapshot, backend);
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
    CmaSnapshot.writeDoubles(out, scales);
    criteria.save(out);
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
    CmaSnapshot.readDoubles(in, scales);
    criteria.load(in);
    engine.load(in);
    if (sampled) {
      ask();
    }
  }

  /** The options of a {@link CmaEs}. Not safe for use from several threads. */
  public static final class Builder {
    final double[] start;
    final double sigma;
    final double[] scales;
    final double[] lower;
    final double[] upper;
    final double[] @Nullable [] thresholds;
    double @Nullable [] covariance;
    int populationSize;
    CovarianceModel model = CovarianceModel.AUTO;
    boolean active = true;
    Backend backend = Backend.configured();
    @Nullable Executor background;
    StopTolerances tolerances = StopTolerances.DEFAULT;
    double target = Double.NEGATIVE_INFINITY;
    long maxEvaluations = Long.MAX_VALUE;
    long maxGenerations = Long.MAX_VALUE;
    long seed;
    long stream;

    private Builder(double[] start, double sigma) {
      if (start.length == 0) {
        throw new IllegalArgumentException("start has length 0: expected at least 1");
      }
      if (!(sigma > 0 && sigma <= Double.MAX_VALUE)) {
        throw new IllegalArgumentException("sigma = " + sigma + ": expected a positive number");
      }
      this.start = start.clone();
      this.sigma = sigma;
      int n = start.length;
      scales = filled(n, 1);
      lower = filled(n, Double.NEGATIVE_INFINITY);
      upper = filled(n, Double.POSITIVE_INFINITY);
      thresholds = new double[n][];
    }

    private static double[] filled(int n, double value) {
      double[] x = new double[n];
      Arrays.fill(x, value);
      return x;
    }

    private void checkLength(String name, double[] x, int length) {
      if (x.length != length) {
        throw new IllegalArgumentException(
            name + " has length " + x.length + ": expected " + length);
      }
    }

    /**
     * Sets the population size λ; 4 + ⌊3 ln n⌋ unless set.
     *
     * @throws IllegalArgumentException if it is less than 2
     */
    public Builder populationSize(int lambda) {
      if (lambda < 2) {
        throw new IllegalArgumentException("populationSize = " + lambda + ": expected at least 2");
      }
      populationSize = lambda;
      return this;
    }

    /**
     * Sets by how much the first standard deviations of the coordinates differ: σ times these; all
     * 1 unless set.
     *
     * @throws IllegalArgumentException if there are not n, or one is not positive
     */
    public Builder scales(double[] factors) {
      checkLength("scales", factors, start.length);
      for (int j = 0; j < factors.length; j++) {
        if (!(factors[j] > 0 && factors[j] <= Double.MAX_VALUE)) {
          throw new IllegalArgumentException(
              "scales[" + j + "] = " + factors[j] + ": expected a positive number");
        }
      }
      System.arraycopy(factors, 0, scales, 0, factors.length);
      return this;
    }

    /**
     * Sets bounds that no point leaves; infinite where there are none.
     *
     * @throws IllegalArgumentException if there are not n of each, or one is not below its
     *     counterpart
     */
    public Builder bounds(double[] low, double[] high) {
      checkLength("lower", low, start.length);
      checkLength("upper", high, start.length);
      for (int j = 0; j < low.length; j++) {
        boolean open = Double.isInfinite(low[j]) || Double.isInfinite(high[j]);
        if (!(low[j] < high[j]) || (!open && high[j] - low[j] > Double.MAX_VALUE / 4)) {
          throw new IllegalArgumentException(
              "bounds of coordinate "
                  + j
                  + " are "
                  + low[j]
                  + " and "
                  + high[j]
                  + ": expected the first below the second, by less than 4e307");
        }
      }
      System.arraycopy(low, 0, lower, 0, low.length);
      System.arraycopy(high, 0, upper, 0, high.length);
      return this;
    }

    /**
     * Says that a coordinate is rounded before evaluation, and where: its plateaus stay within
     * reach however small σ becomes. Leave such a coordinate without bounds.
     *
     * @param ascending where plateaus meet, copied; a value at a threshold belongs to the lower one
     * @throws IllegalArgumentException if they do not ascend
     * @throws IndexOutOfBoundsException if there is no such coordinate
     */
    public Builder thresholds(int coordinate, double... ascending) {
      Objects.checkIndex(coordinate, start.length);
      for (int i = 1; i < ascending.length; i++) {
        if (!(ascending[i - 1] < ascending[i])) {
          throw new IllegalArgumentException(
              "thresholds "
                  + ascending[i - 1]
                  + " and "
                  + ascending[i]
                  + " of coordinate "
                  + coordinate
                  + ": expected them to ascend");
        }
      }
      thresholds[coordinate] = ascending.clone();
      return this;
    }

    /**
     * Sets the first covariance, in units of σ² and the squared scales; the identity unless set.
     *
     * @param matrix n×n, row-major; its upper triangle is copied
     * @throws IllegalArgumentException if the length is not n²
     */
    public Builder covariance(double[] matrix) {
      checkLength("covariance", matrix, start.length * start.length);
      covariance = matrix.clone();
      return this;
    }

    /** Sets what is known of the covariance; {@link CovarianceModel#AUTO} unless set. */
    public Builder model(CovarianceModel covarianceModel) {
      model = Objects.requireNonNull(covarianceModel, "covarianceModel");
      return this;
    }

    /** Sets whether bad points have negative weights in a full covariance; they do unless set. */
    public Builder active(boolean negativeWeights) {
      active = negativeWeights;
      return this;
    }

    /**
     * Decomposes the covariance on another thread while points are being evaluated, so that no tell
     * takes much longer than the others. The distribution is then up to two decompositions behind
     * instead of one; points still depend on the seed and the values only. A {@linkplain
     * CmaEs#restore restored} strategy decomposes by itself, with the same bits.
     */
    public Builder decomposeIn(Executor executor) {
      background = Objects.requireNonNull(executor, "executor");
      return this;
    }

    /** Sets the tolerances of the stop criteria. */
    public Builder tolerances(StopTolerances stopTolerances) {
      tolerances = Objects.requireNonNull(stopTolerances, "stopTolerances");
      return this;
    }

    /** Sets at which value to stop; never unless set. */
    public Builder target(double value) {
      target = value;
      return this;
    }

    /** Sets after how many evaluations to stop; never unless set. */
    public Builder maxEvaluations(long count) {
      maxEvaluations = count;
      return this;
    }

    /** Sets after how many generations to stop; never unless set. */
    public Builder maxGenerations(long count) {
      maxGenerations = count;
      return this;
    }

    /** Sets the seed of all random numbers; 0 unless set. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Sets which of the independent streams of the seed to use; 0 unless set. */
    public Builder stream(long value) {
      stream = value;
      return this;
    }

    /**
     * Forces a backend; unless set, what {@value Backend#PROPERTY} says, or the fastest present.
     */
    public Builder backend(Backend value) {
      backend = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Makes the strategy.
     *
     * @throws IllegalArgumentException if the start is outside the bounds or not finite
     * @throws dev.hone.math.linalg.NumericalException if the covariance has a variance that is not
     *     positive
     * @throws dev.hone.math.BackendUnavailableException if a backend is forced and missing
     */
    public CmaEs build() {
      return new CmaEs(new CmaOptions(this));
    }
  }
}
