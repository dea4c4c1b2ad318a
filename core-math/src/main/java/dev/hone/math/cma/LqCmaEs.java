package dev.hone.math.cma;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Function;

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
 * <p>Points may be told in any order, and others in the place of those that are lost: see {@link
 * #tell(double[], double[])}. Not safe for use from several threads at once. The same seed and
 * values give the same points.
 *
 * <p>Source: Hansen, A Global Surrogate Assisted CMA-ES (2019), with the constants of pycma.
 */
public final class LqCmaEs implements AutoCloseable {
  private static final double TRUSTED_TAU = 0.85;
  private static final double LEAST_SHARE = 0.02;
  private static final double KEPT_SHARE = 0.75;
  private static final int FEWEST_FOR_TAU = 15;
  private static final int FEWEST = 4;

  private static final long MARK = 0x484f4e45_4c51434dL; // "HONELQCM"
  private static final int VERSION = 1;

  private final LqStrategy strategy;
  private final int n;
  private final QuadraticModel model;
  private final double[] optimum;
  private final double[] best;
  private LqPopulation population;
  private RecentPoints recent;
  private Ranking ranking;
  private double[] batch = {};
  private int[] batchRows = {};
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
    this(LqStrategy.of(es), backend);
    beginGeneration();
  }

  /**
   * Puts a model before a strategy with restarts, each of which begins without points to model.
   *
   * @param es at its beginning; closed with this
   * @param backend where least squares are solved
   * @throws dev.hone.math.BackendUnavailableException if a backend is forced and missing
   */
  public LqCmaEs(CmaRestarts es, Backend backend) {
    this(LqStrategy.of(es), backend);
    beginGeneration();
  }

  private LqCmaEs(LqStrategy strategy, Backend backend) {
    this.strategy = strategy;
    n = strategy.current().dimension();
    model = new QuadraticModel(n, Engines.linearAlgebra(backend));
    optimum = new double[n];
    best = new double[n];
    int lambda = strategy.current().populationSize();
    population = new LqPopulation(n, lambda);
    recent = new RecentPoints(n, RecentPoints.capacity(n, lambda));
    ranking = new Ranking(lambda);
  }

  /** The run behind that is going on. */
  public CmaEs current() {
    return strategy.current();
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
   * The points of this generation that are to be evaluated next. Asked again without a tell, others
   * of the same generation, or of its distribution, which may be told in the place of the first.
   *
   * @return {@link #askedCount}×n, row-major: the array itself, valid until the next ask or tell
   */
  public double[] ask() {
    if (asked) {
      choose();
    }
    asked = true;
    return batch;
  }

  private void beginGeneration() {
    CmaEs es = strategy.current();
    int lambda = es.populationSize();
    if (population.size() != lambda) {
      population = new LqPopulation(n, lambda);
      ranking = new Ranking(lambda);
    }
    if (batchRows.length != lambda) {
      batch = new double[lambda * n];
      batchRows = new int[lambda];
    }
    population.begin(es.ask());
    evaluatedRows = 0;
    if (modelled && model.minimizer(optimum) && es.contains(optimum)) {
      population.set(lambda - 1, optimum, 0);
    }
    int fewest = (int) (1 + Math.max(LEAST_SHARE * lambda, FEWEST - recent.count()));
    askedCount = Math.min(lambda, fewest);
    choose();
  }

  /** Takes those that the model holds to be the best; then others of the same distribution. */
  private void choose() {
    population.predict(modelled ? model : null);
    int ranked = ranking.rank(population.predicted(), population.size());
    int[] order = ranking.order();
    int count = 0;
    for (int i = 0; i < ranked && count < askedCount; i++) {
      if (population.take(order[i])) {
        batchRows[count] = order[i];
        System.arraycopy(population.points(), order[i] * n, batch, count * n, n);
        count++;
      }
    }
    if (count < askedCount) {
      double[] others = strategy.current().ask();
      Arrays.fill(batchRows, count, askedCount, -1);
      System.arraycopy(others, 0, batch, count * n, (askedCount - count) * n);
    }
  }

  /**
   * Tells the values of the points of the last {@link #ask}, in their order; NaN for a lost one.
   *
   * @return whether another run has begun
   * @throws IllegalStateException if nothing was asked since the last tell
   * @throws IllegalArgumentException if there are not {@link #askedCount} values
   */
  public boolean tell(double[] values) {
    checkAsked(values);
    for (int i = 0; i < askedCount; i++) {
      if (batchRows[i] >= 0) {
        record(batchRows[i], values[i]);
      }
    }
    for (int i = 0; i < askedCount; i++) {
      if (batchRows[i] < 0) {
        record(replaceOne(batch, i), values[i]);
      }
    }
    return advance();
  }

  /**
   * Tells the values of points of any origin. Those that are not of this generation take the places
   * of the ones in it that look worst; their steps are shortened to a likely length.
   *
   * @param points {@link #askedCount}×n, row-major, within the bounds
   * @param values their values; NaN for a lost one
   * @return whether another run has begun
   * @throws IllegalStateException if nothing was asked since the last tell
   * @throws IllegalArgumentException if there are not {@link #askedCount} of both
   */
  public boolean tell(double[] points, double[] values) {
    checkAsked(values);
    if (points.length != askedCount * n) {
      throw new IllegalArgumentException(
          "points has length " + points.length + ": expected " + askedCount + "·" + n);
    }
    int[] rows = new int[askedCount];
    for (int i = 0; i < askedCount; i++) {
      rows[i] = population.find(points, i * n);
      if (rows[i] >= 0) {
        record(rows[i], values[i]);
      }
    }
    for (int i = 0; i < askedCount; i++) {
      if (rows[i] < 0) {
        record(replaceOne(points, i), values[i]);
      }
    }
    return advance();
  }

  private void checkAsked(double[] values) {
    if (!asked) {
      throw new IllegalStateException("nothing was asked since the last tell");
    }
    if (values.length != askedCount) {
      throw new IllegalArgumentException(
          "values has length " + values.length + ": expected " + askedCount);
    }
  }

  /** Puts a point in the place of the last one by the model that nothing is known of. */
  private int replaceOne(double[] from, int index) {
    int ranked = ranking.rank(population.predicted(), population.size());
    int row = population.lastUntold(ranking.order(), ranked);
    population.set(row, from, index * n);
    return row;
  }

  private boolean advance() {
    asked = false;
    evaluations += askedCount;
    evaluatedRows += askedCount;
    modelled = recent.fit(model, KEPT_SHARE);
    int lambda = population.size();
    if (evaluatedRows < lambda && !(modelled && tau() >= TRUSTED_TAU)) {
      askedCount = Math.min(lambda - evaluatedRows, (evaluatedRows + 1) / 2);
      choose();
      return false;
    }
    boolean restarted = endGeneration();
    if (restarted) {
      modelled = false;
      recent = new RecentPoints(n, RecentPoints.capacity(n, current().populationSize()));
    }
    beginGeneration();
    return restarted;
  }

  private void record(int row, double value) {
    population.tell(row, value);
    if (!Double.isNaN(value) && !(bestValue <= value)) {
      bestValue = value;
      System.arraycopy(population.points(), row * n, best, 0, n);
    }
    recent.add(population.points(), row * n, value);
  }

  /** How far the model orders the last evaluations as they are: −1 to 1. */
  private double tau() {
    double wanted = Math.min(1.2 * evaluatedRows, 0.75 * population.size());
    return recent.agreement(model, (int) Math.max(FEWEST_FOR_TAU, wanted));
  }

  private boolean endGeneration() {
    if (evaluatedRows < population.size()) {
      population.predict(model);
    }
    return strategy.tell(population.points(), population.completed());
  }

  /**
   * The whole state as bytes, with a format version and a checksum; {@link #restore} goes on bit
   * for bit, also between an ask and its tell.
   */
  public byte[] snapshot() {
    return SnapshotEnvelope.seal(MARK, VERSION, this::save);
  }

  private void save(DataOutput out) throws IOException {
    byte[] inner = strategy.snapshot();
    out.writeInt(inner.length);
    out.write(inner);
    out.writeBoolean(asked);
    out.writeInt(evaluatedRows);
    out.writeInt(askedCount);
    out.writeLong(evaluations);
    out.writeDouble(bestValue);
    CmaSnapshot.writeDoubles(out, best);
    population.save(out);
    recent.save(out);
    CmaSnapshot.writeDoubles(out, batch);
    for (int row : batchRows) {
      out.writeInt(row);
    }
  }

  /**
   * Goes on where a {@link #snapshot} of a single run was taken.
   *
   * @param backend where to go on; on another backend than before, bits may differ
   * @throws IllegalArgumentException if the bytes are not a snapshot of this version, or damaged
   */
  public static LqCmaEs restore(byte[] snapshot, Backend backend) {
    return restore(snapshot, inner -> LqStrategy.of(CmaEs.restore(inner, backend)), backend);
  }

  /**
   * Goes on where a {@link #snapshot} of a run with restarts was taken.
   *
   * @param backend where to solve least squares; on another backend than before, bits may differ
   * @param restarts makes a strategy of its own snapshot, as {@link CmaRestarts#restore} does
   * @throws IllegalArgumentException if the bytes are not a snapshot of this version, or damaged
   */
  public static LqCmaEs restore(
      byte[] snapshot, Backend backend, Function<byte[], CmaRestarts> restarts) {
    return restore(snapshot, inner -> LqStrategy.of(restarts.apply(inner)), backend);
  }

  private static LqCmaEs restore(
      byte[] snapshot, Function<byte[], LqStrategy> strategy, Backend backend) {
    return SnapshotEnvelope.open(
        snapshot,
        MARK,
        "an lq-CMA-ES",
        VERSION,
        in -> {
          byte[] inner = new byte[in.readInt()];
          in.readFully(inner);
          LqCmaEs es = new LqCmaEs(strategy.apply(inner), backend);
          es.load(in);
          return es;
        });
  }

  private void load(DataInput in) throws IOException {
    asked = in.readBoolean();
    evaluatedRows = in.readInt();
    askedCount = in.readInt();
    evaluations = in.readLong();
    bestValue = in.readDouble();
    CmaSnapshot.readDoubles(in, best);
    population.load(in);
    recent.load(in);
    batch = CmaSnapshot.readDoubles(in, new double[population.size() * n]);
    batchRows = new int[population.size()];
    for (int i = 0; i < batchRows.length; i++) {
      batchRows[i] = in.readInt();
    }
    // What the model is a function of has not changed since it was fitted.
    modelled = recent.fit(model, KEPT_SHARE);
    population.predict(modelled ? model : null);
  }

  @Override
  public void close() {
    strategy.close();
  }
}
