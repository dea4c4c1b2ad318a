package dev.hone.math.cma;

import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * Global search in a box with what is best at each kind of function: runs of CMA-ES with ever
 * larger populations, many short ones with small populations and step sizes, local searches, and
 * searches along the axes, polished by CMA-ES. All share the evaluations, the one that found the
 * best has more of them; with a known budget, the last large population is as large as the rest of
 * it allows.
 *
 * <pre>{@code
 * HybridSearch search = HybridSearch.builder(lower, upper).budget(100_000).seed(1).build();
 * while (search.evaluations() < 100_000) {
 *   double[] points = search.ask();
 *   double[] values = new double[search.askedCount()];
 *   ... // the value of each of the points, n coordinates each
 *   search.tell(values);
 * }
 * }</pre>
 *
 * <p>Not safe for use from several threads at once. The same seed and values give the same points.
 *
 * <p>Source: Hansen, Benchmarking a BI-Population CMA-ES on the BBOB-2009 Function Testbed (2009),
 * for the two kinds of runs; Loshchilov, Schoenauer and Sebag, Bi-population CMA-ES Algorithms with
 * Surrogate Models and Line Searches (2013), for the searches along the axes. What each part gets,
 * and the rest, was chosen by {@code jmh-benchmarks/bbob full restarts=hybrid}.
 */
public final class HybridSearch implements AutoCloseable {
  /** Stream of starts and populations; runs use the streams 0, 1, 2… of the same seed. */
  private static final long SCHEDULE_STREAM = -1;

  private static final long AXIS_STREAM = -2;
  private static final long LOCAL_STREAM = -3;

  private static final long MARK = 0x484f4e45_48594253L; // "HONEHYBS"
  private static final int VERSION = 2;

  /** What a run of points belongs to. */
  public enum Part {
    /** CMA-ES with the default population and twice as many each time. */
    LARGE,
    /** CMA-ES with any population up to twenty times the default, and any smaller step size. */
    SMALL,
    /** One point with a distribution of its own, which a better one replaces. */
    LOCAL,
    /** One axis after the other. */
    AXIS,
    /** CMA-ES with a small step from where a search along the axes has ended. */
    POLISH,
    /** CMA-ES with the largest population that the budget is likely to allow. */
    FINALE
  }

  /**
   * A run that has come to its end.
   *
   * @param part what it was
   * @param populationSize λ; 1 for local searches and those along the axes
   * @param evaluations how many points it was told
   * @param bestValue the smallest value it was told; NaN if there was none
   */
  public record Run(Part part, int populationSize, long evaluations, double bestValue) {}

  private final int n;
  private final double[] lower;
  private final double[] upper;
  private final double[] scales;
  private final UnaryOperator<CmaEsBuilder> configuration;
  private final long seed;
  private final long budget;
  private CounterRandom random;
  private final HybridSchedule schedule;
  private final AxisSearch axes;
  private final ElitistRun local;
  private final PolishDirections directions;
  private final HybridRecord record;
  private Part part = Part.LARGE;
  private CmaEs current;
  private boolean asked;

  HybridSearch(HybridSearchBuilder b) {
    lower = b.lower;
    upper = b.upper;
    n = lower.length;
    seed = b.seed;
    budget = b.budget;
    configuration = b.configuration;
    scales = new double[n];
    Arrays.setAll(scales, j -> upper[j] - lower[j]);
    random = CounterRandom.of(seed, SCHEDULE_STREAM);
    axes = new AxisSearch(lower, upper, CounterRandom.of(seed, AXIS_STREAM));
    local = new ElitistRun(lower, upper, CounterRandom.of(seed, LOCAL_STREAM));
    directions = new PolishDirections(n);
    schedule = new HybridSchedule(b.budget, StrategyParameters.defaultPopulationSize(n), n);
    record = new HybridRecord(n);
    current = begin(anywhere(), schedule.populationSize(), HybridSchedule.LARGE_SIGMA);
  }

  /**
   * Starts building a search.
   *
   * @param lower n lower bounds, copied
   * @param upper n upper bounds, copied
   * @throws IllegalArgumentException if there are none, or one is not finite or not below its
   *     counterpart
   */
  public static HybridSearchBuilder builder(double[] lower, double[] upper) {
    return new HybridSearchBuilder(lower, upper);
  }

  private double[] anywhere() {
    double[] x = new double[n];
    // CMA-ES finds what is at the bounds from inside as well.
    Arrays.setAll(x, j -> lower[j] + (0.1 + 0.8 * random.nextDouble()) * scales[j]);
    return x;
  }

  private CmaEs begin(double[] start, int populationSize, double sigma) {
    return configuration
        .apply(CmaEs.builder(start, sigma).bounds(lower, upper).scales(scales))
        .populationSize(populationSize)
        .seed(seed)
        .stream(record.runs().size())
        .build();
  }

  /** What the points of the next {@link #ask} belong to. */
  public Part part() {
    return part;
  }

  /** How many points {@link #ask} gives. */
  public int askedCount() {
    return isSequential() ? 1 : current.populationSize();
  }

  /** Whether the next point can only be said when the one before is known. */
  public boolean isSequential() {
    return part == Part.AXIS || part == Part.LOCAL;
  }

  /** The runs that have ended, in their order; a live view. */
  public List<Run> runs() {
    return record.runs();
  }

  /** How many values were told. */
  public long evaluations() {
    return record.evaluations();
  }

  /** The smallest value told; NaN before the first. */
  public double bestValue() {
    return record.bestValue();
  }

  /** A copy of the point of the smallest value; n zeros before the first. */
  public double[] best() {
    return record.best().clone();
  }

  /**
   * Draws points.
   *
   * @return {@link #askedCount}×n, row-major, within the bounds: valid until the next call
   */
  public double[] ask() {
    asked = true;
    return switch (part) {
      case AXIS -> axes.ask();
      case LOCAL -> local.ask();
      default -> current.ask();
    };
  }

  /**
   * Tells the values of the points of the last {@link #ask}, in their order; NaN for a lost one.
   *
   * @return whether what the next points belong to is another run
   * @throws IllegalStateException if nothing was asked since the last tell
   * @throws IllegalArgumentException if there are not {@link #askedCount} values
   */
  public boolean tell(double[] values) {
    checkAsked(values);
    switch (part) {
      case AXIS -> tellAxes(values[0]);
      case LOCAL -> tellLocal(values[0]);
      default -> {
        if (part == Part.POLISH) {
          directions.collect(current.lastAsked(), values);
        }
        current.tell(values);
        takeBestOfCurrent();
      }
    }
    return advance(values.length);
  }

  /**
   * Tells the values of points of any origin where a population was asked for, as {@link
   * CmaEs#tell(double[], double[])}. Elsewhere the point must be the one of the last {@link #ask}.
   *
   * @param points {@link #askedCount}×n, row-major, within the bounds
   * @param values their values; NaN for a lost one
   * @return whether what the next points belong to is another run
   * @throws IllegalStateException if nothing was asked since the last tell
   * @throws IllegalArgumentException if the lengths do not fit, a point is not within the bounds,
   *     or is another one
   */
  public boolean tell(double[] points, double[] values) {
    if (isSequential()) {
      if (!Arrays.equals(points, part == Part.AXIS ? axes.point() : local.point())) {
        throw new IllegalArgumentException("points are others than the one that was asked for");
      }
      return tell(values);
    }
    checkAsked(values);
    // Checks the points before anything is changed by them.
    current.tell(points, values);
    if (part == Part.POLISH) {
      directions.collect(points, values);
    }
    takeBestOfCurrent();
    return advance(values.length);
  }

  /**
   * Takes note of a point that was evaluated elsewhere: only to know when another one is better.
   *
   * @param point n coordinates, copied
   * @param value NaN is ignored
   */
  public void observe(double[] point, double value) {
    record.observe(point, value);
  }

  private void checkAsked(double[] values) {
    if (!asked) {
      throw new IllegalStateException("nothing was asked since the last tell");
    }
    if (values.length != askedCount()) {
      throw new IllegalArgumentException(
          "values has length " + values.length + ": expected " + askedCount());
    }
  }

  private void tellAxes(double value) {
    axes.tell(value);
    record.take(value, axes.point());
  }

  private void tellLocal(double value) {
    local.tell(value, record.bestValue());
    record.take(value, local.point());
  }

  private boolean advance(int count) {
    asked = false;
    record.count(count);
    boolean ends = isAtEnd();
    if (ends) {
      end();
    }
    return ends;
  }

  private void takeBestOfCurrent() {
    double value = current.bestValue();
    // Its point is a copy: only where it is wanted.
    if (record.isBetter(value)) {
      record.observe(current.best(), value);
    }
    record.takeOfRun(value);
  }

  private boolean isAtEnd() {
    // A large population that is about to solve it is not given up for a larger one.
    boolean leads = part == Part.LARGE && record.runLeads();
    if (part != Part.FINALE && !leads && schedule.isTimeForFinale(record.evaluations())) {
      return true;
    }
    return switch (part) {
      case AXIS -> axes.isAtEnd() || record.runEvaluations() >= schedule.slice();
      case LOCAL -> local.isAtEnd();
      case SMALL -> current.stop().isPresent() || record.runEvaluations() > schedule.mostForSmall();
      case POLISH ->
          current.stop().isPresent() || record.runEvaluations() > schedule.mostForPolish();
      case LARGE, FINALE -> current.stop().isPresent();
    };
  }

  private void end() {
    boolean leads = record.runLeads();
    Run run = record.endRun(part, askedCount());
    schedule.record(part, run.populationSize(), run.evaluations(), leads);
    boolean polish = part == Part.AXIS && axes.isAtEnd();
    if (part == Part.POLISH) {
      directions.turn(axes, current.best(), run.bestValue());
    }
    part = polish ? Part.POLISH : schedule.next(record.evaluations());
    switch (part) {
      case AXIS -> {}
      case LOCAL -> local.restart(anywhere(), HybridSchedule.LARGE_SIGMA);
      case POLISH -> {
        directions.begin();
        replace(axes.base(), 0, HybridSchedule.POLISHING_SIGMA);
      }
      case SMALL -> {
        double exponent = -2 * SpecialFunctions.log(10) * random.nextDouble();
        double sigma = HybridSchedule.LARGE_SIGMA * SpecialFunctions.exp(exponent);
        replace(anywhere(), random.nextDouble(), sigma);
      }
      case LARGE, FINALE -> replace(anywhere(), 0, HybridSchedule.LARGE_SIGMA);
    }
  }

  private void replace(double[] start, double share, double sigma) {
    current.close();
    current = begin(start, schedule.populationSize(part, share), sigma);
  }

  @Override
  public void close() {
    current.close();
  }

  /**
   * The whole state as bytes, with a format version and a checksum; {@link
   * HybridSearchBuilder#restore} goes on bit for bit, also between an ask and its tell.
   */
  public byte[] snapshot() {
    return SnapshotEnvelope.seal(MARK, VERSION, this::save);
  }

  private void save(DataOutput out) throws IOException {
    CmaSnapshot.writeDoubles(out, lower);
    CmaSnapshot.writeDoubles(out, upper);
    out.writeLong(budget);
    out.writeLong(seed);
    out.writeLong(random.position());
    schedule.save(out);
    axes.save(out);
    local.save(out);
    directions.save(out);
    record.saveRuns(out);
    out.writeUTF(part.name());
    out.writeBoolean(asked);
    record.saveRun(out);
    if (!isSequential()) {
      byte[] run = current.snapshot();
      out.writeInt(run.length);
      out.write(run);
    }
  }

  static HybridSearch restore(HybridSearchBuilder builder, byte[] snapshot) {
    return SnapshotEnvelope.open(
        snapshot,
        MARK,
        "a hybrid search",
        VERSION,
        in -> {
          HybridSearch search = new HybridSearch(builder);
          search.load(in);
          return search;
        });
  }

  private void load(DataInput in) throws IOException {
    double[] low = CmaSnapshot.readDoubles(in, new double[n]);
    double[] high = CmaSnapshot.readDoubles(in, new double[n]);
    long itsBudget = in.readLong();
    long itsSeed = in.readLong();
    if (!Arrays.equals(low, lower)
        || !Arrays.equals(high, upper)
        || itsBudget != budget
        || itsSeed != seed) {
      throw new IllegalArgumentException(
          "snapshot refused: it is of another box, budget or seed than is set");
    }
    random = CounterRandom.at(seed, SCHEDULE_STREAM, in.readLong());
    schedule.load(in);
    axes.load(in);
    local.load(in);
    directions.load(in);
    record.loadRuns(in);
    part = Part.valueOf(in.readUTF());
    asked = in.readBoolean();
    record.loadRun(in);
    if (!isSequential()) {
      byte[] run = new byte[in.readInt()];
      in.readFully(run);
      CmaEsBuilder common = configuration.apply(CmaEs.builder(lower, 1));
      Executor background = common.background;
      current.close();
      current =
          background == null
              ? CmaEs.restore(run, common.backend)
              : CmaEs.restore(run, common.backend, background);
    }
  }
}
