package dev.hone.math.cma;

import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A natural evolution strategy on plain arrays: minimises a function of n real numbers from its
 * values alone, by following the natural gradient of what its normal distribution is expected to
 * find; one generation of λ points at a time.
 *
 * <pre>{@code
 * NaturalEvolution es = NaturalEvolution.builder(start, 0.3).seed(1).xnes();
 * for (int g = 0; g < generations; g++) {
 *   double[] points = es.ask();
 *   for (int i = 0; i < es.populationSize(); i++) {
 *     values[i] = f(points, i * n);
 *   }
 *   es.tell(values);
 * }
 * double[] best = es.best();
 * }</pre>
 *
 * <p>Values may be any number; what NaN means is up to the strategy. {@link #ask} and {@link #tell}
 * allocate nothing. Points may be told of an earlier ask, or of none, by their steps: see {@link
 * #tell(double[], double[])}.
 *
 * <p>Not safe for use from several threads at once. The same seed and the same values give the same
 * points, bit for bit.
 */
public abstract sealed class NaturalEvolution permits Xnes, CrFmNes {
  private static final double LARGEST_SIGMA = 1e280;
  private static final double LARGEST_POINT = 1e307;
  private static final long MARK = 0x484f4e45_4e455300L; // "HONENES"
  private static final int VERSION = 1;

  final int n;
  final int lambda;

  /** Before bounds. */
  final double[] mean;

  final Ranking ranking;
  double sigma;

  private final NaturalEvolutionBuilder options;
  private final BoundTransform transform;

  /** λ×n: standard normal numbers, and the points they lead to. */
  private final double[] steps;

  private final double[] points;
  private final double[] values;
  private final double[] bestPoint;
  private double bestValue = Double.NaN;
  private CounterRandom random;
  private boolean asked;
  private long sampledAt;
  private long evaluations;
  private long generation;

  NaturalEvolution(NaturalEvolutionBuilder options, int populationSize) {
    this.options = options;
    n = options.start.length;
    lambda = populationSize;
    sigma = options.sigma;
    transform = new BoundTransform(options.lower, options.upper, options.deviations());
    mean = new double[n];
    for (int j = 0; j < n; j++) {
      mean[j] = transform.invert(j, options.start[j]);
    }
    ranking = new Ranking(lambda);
    steps = new double[lambda * n];
    points = new double[lambda * n];
    values = new double[lambda];
    bestPoint = new double[n];
    random = CounterRandom.of(options.seed, options.stream);
  }

  /**
   * Starts building a strategy.
   *
   * @param start n coordinates of the first mean, copied
   * @param sigma the first step size: a third of how far the optimum may be, as a rule
   * @throws IllegalArgumentException if {@code start} is empty or {@code sigma} is not positive
   */
  public static NaturalEvolutionBuilder builder(double[] start, double sigma) {
    return new NaturalEvolutionBuilder(start, sigma);
  }

  /** The dimension n. */
  public int dimension() {
    return n;
  }

  /** The population size λ. */
  public int populationSize() {
    return lambda;
  }

  /**
   * Draws the points of a generation. Asked twice without a tell, other points of the same
   * distribution.
   *
   * @return λ×n, row-major: the array itself, valid until the next call
   */
  public double[] ask() {
    sampledAt = random.position();
    asked = true;
    draw(random, steps);
    for (int i = 0; i < lambda; i++) {
      place(steps, i * n, points, i * n);
      for (int j = 0; j < n; j++) {
        double x = Math.fma(sigma, points[i * n + j], mean[j]);
        points[i * n + j] = transform.apply(j, Math.clamp(x, -LARGEST_POINT, LARGEST_POINT));
      }
    }
    return points;
  }

  /** The points of the last {@link #ask}, λ×n: the array itself, valid until the next ask. */
  public double[] points() {
    return points;
  }

  /** The steps behind the last {@link #ask}, λ×n: the array itself, valid until the next ask. */
  public double[] steps() {
    return steps;
  }

  /**
   * Ends a generation with the values of the last {@link #ask}.
   *
   * @param told λ values in the order of the points
   * @throws IllegalArgumentException if the length is not λ
   * @throws IllegalStateException if nothing was asked since the last tell
   */
  public void tell(double[] told) {
    if (!asked) {
      throw new IllegalStateException("nothing was asked since the last tell");
    }
    if (told.length != lambda) {
      throw new IllegalArgumentException(
          "values has length " + told.length + ": expected " + lambda);
    }
    int best = advance(steps, told);
    if (best >= 0 && !(bestValue <= told[best])) {
      bestValue = told[best];
      System.arraycopy(points, best * n, bestPoint, 0, n);
    }
  }

  /**
   * Ends a generation with points of any origin, each by the step that leads to it from the mean:
   * steps of earlier asks count as if they had been drawn from the distribution of now.
   *
   * @param told λ×n, row-major: copies of {@link #steps}, or of {@link #stepTo}
   * @param toldValues λ values
   * @throws IllegalArgumentException if a length does not fit
   */
  public void tell(double[] told, double[] toldValues) {
    if (told.length != lambda * n || toldValues.length != lambda) {
      throw new IllegalArgumentException(
          "steps and values have lengths %d and %d: expected %d and %d"
              .formatted(told.length, toldValues.length, lambda * n, lambda));
    }
    advance(told, toldValues);
  }

  /** Returns the row of the smallest value, −1 if there is none. */
  private int advance(double[] told, double[] toldValues) {
    asked = false;
    System.arraycopy(toldValues, 0, values, 0, lambda);
    evaluations += lambda;
    generation++;
    int ranked = ranking.rank(values, lambda);
    int best = ranked > 0 ? ranking.order()[0] : -1;
    if (ranked > 1) {
      learn(told, ranked);
      if (!(sigma >= Double.MIN_NORMAL && sigma <= LARGEST_SIGMA)) {
        sigma = Double.isNaN(sigma) ? Double.MIN_NORMAL : sigma;
        sigma = Math.clamp(sigma, Double.MIN_NORMAL, LARGEST_SIGMA);
      }
    }
    return best;
  }

  /**
   * Writes the step that leads from the mean to a point, shortened to a likely length: for points
   * that come from elsewhere (Hansen, Injecting External Solutions Into CMA-ES, 2011).
   *
   * @param point n coordinates within the bounds
   * @param step n elements
   */
  public void stepTo(double[] point, double[] step) {
    for (int j = 0; j < n; j++) {
      step[j] = (transform.invert(j, point[j]) - mean[j]) / sigma;
    }
    unplace(step);
    double squares = 0;
    for (int j = 0; j < n; j++) {
      squares = Math.fma(step[j], step[j], squares);
    }
    double longest = Math.sqrt(n) + 2.0 * n / (n + 2);
    double length = Math.sqrt(squares);
    double factor = length > longest ? longest / length : 1;
    for (int j = 0; j < n; j++) {
      double element = step[j] * factor;
      step[j] = Double.isFinite(element) ? element : 0;
    }
  }

  /**
   * Where a coordinate of a point is before bounds, for {@link #moveMean}.
   *
   * @param coordinate its number
   * @param within its value within the bounds
   */
  public double beforeBounds(int coordinate, double within) {
    return transform.invert(coordinate, within);
  }

  /**
   * Moves the mean, where something was learnt that no step says.
   *
   * @param by n finite numbers, before bounds
   */
  public void moveMean(double[] by) {
    for (int j = 0; j < n; j++) {
      mean[j] = Math.clamp(mean[j] + by[j], -LARGEST_POINT, LARGEST_POINT);
    }
  }

  /**
   * The share of the point of a rank in the mean.
   *
   * @param rank from 0, the best
   */
  public abstract double weight(int rank);

  /** Fills λ×n standard normal steps. */
  abstract void draw(CounterRandom source, double[] z);

  /** Writes the displacement, in units of σ, that a step stands for. */
  abstract void place(double[] z, int zOffset, double[] y, int yOffset);

  /** Turns a displacement in units of σ into its step, in place. */
  abstract void unplace(double[] y);

  /** Moves mean, step size and covariance by what {@link #ranking} says of these steps. */
  abstract void learn(double[] z, int ranked);

  /** The standard deviation of a coordinate in units of σ. */
  abstract double deviation(int coordinate);

  abstract void saveShape(DataOutput out) throws IOException;

  abstract void loadShape(DataInput in) throws IOException;

  final double expectedNorm() {
    return Math.sqrt(n) * (1 - 1 / (4.0 * n) + 1 / (21.0 * n * n));
  }

  final void scaleSigma(double logarithm) {
    // One generation that goes wild must not be beyond repair.
    sigma *= SpecialFunctions.exp(Math.clamp(logarithm, -5, 5));
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

  /** The standard deviation of a coordinate, before bounds. */
  public double standardDeviation(int coordinate) {
    return sigma * deviation(coordinate);
  }

  /** The smallest value told by {@link #tell(double[])}; NaN before the first. */
  public double bestValue() {
    return bestValue;
  }

  /** A copy of the point of the {@link #bestValue}; n zeros before the first. */
  public double[] best() {
    return bestPoint.clone();
  }

  /** A copy of the mean of the distribution, within the bounds. */
  public double[] mean() {
    double[] within = new double[n];
    for (int j = 0; j < n; j++) {
      within[j] = transform.apply(j, mean[j]);
    }
    return within;
  }

  /**
   * The whole state as bytes, with a format version and a checksum; {@link #restore} goes on bit
   * for bit, also between an ask and its tell.
   */
  public byte[] snapshot() {
    return SnapshotEnvelope.seal(MARK, VERSION, this::save);
  }

  /**
   * A strategy that goes on where a {@link #snapshot} was taken.
   *
   * @throws IllegalArgumentException if the bytes are not a snapshot of this version, or damaged
   */
  public static NaturalEvolution restore(byte[] snapshot) {
    return SnapshotEnvelope.open(
        snapshot, MARK, "a natural evolution strategy", VERSION, NaturalEvolution::load);
  }

  private void save(DataOutput out) throws IOException {
    out.writeBoolean(this instanceof Xnes);
    out.writeInt(n);
    out.writeInt(lambda);
    out.writeDouble(options.sigma);
    out.writeLong(options.seed);
    out.writeLong(options.stream);
    CmaSnapshot.writeDoubles(out, options.start);
    CmaSnapshot.writeDoubles(out, options.lower);
    CmaSnapshot.writeDoubles(out, options.upper);
    CmaSnapshot.writeDoubles(out, mean);
    out.writeDouble(sigma);
    saveShape(out);
    CmaSnapshot.writeDoubles(out, bestPoint);
    out.writeDouble(bestValue);
    out.writeLong(evaluations);
    out.writeLong(generation);
    out.writeBoolean(asked);
    out.writeLong(asked ? sampledAt : random.position());
  }

  private static NaturalEvolution load(DataInput in) throws IOException {
    boolean full = in.readBoolean();
    int n = in.readInt();
    int lambda = in.readInt();
    double sigma = in.readDouble();
    long seed = in.readLong();
    long stream = in.readLong();
    NaturalEvolutionBuilder options =
        new NaturalEvolutionBuilder(CmaSnapshot.readDoubles(in, new double[n]), sigma)
            .populationSize(lambda).seed(seed).stream(stream)
                .bounds(
                    CmaSnapshot.readDoubles(in, new double[n]),
                    CmaSnapshot.readDoubles(in, new double[n]));
    NaturalEvolution es = full ? options.xnes() : options.crFmNes();
    es.loadState(in);
    return es;
  }

  private void loadState(DataInput in) throws IOException {
    CmaSnapshot.readDoubles(in, mean);
    sigma = in.readDouble();
    loadShape(in);
    CmaSnapshot.readDoubles(in, bestPoint);
    bestValue = in.readDouble();
    evaluations = in.readLong();
    generation = in.readLong();
    boolean sampled = in.readBoolean();
    random = CounterRandom.at(options.seed, options.stream, in.readLong());
    if (sampled) {
      ask();
    }
  }
}
