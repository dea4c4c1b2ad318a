package dev.hone.math.cma;

import dev.hone.math.Backend;
import dev.hone.math.random.CounterRandom;
import dev.hone.math.special.SpecialFunctions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * CMA-ES with restarts: as {@link CmaEs}, but a run that has come to its end is followed by another
 * one from another start, as a {@link RestartPolicy} says. Each run is told to a listener and kept.
 *
 * <p>Not safe for use from several threads at once. The same seed and the same values give the same
 * points.
 */
public final class CmaRestarts implements AutoCloseable {
  /** The stream of starts and regimes; runs use the streams 0, 1, 2… of the same seed. */
  private static final long SCHEDULE_STREAM = -1;

  /** A population that never grows beyond this many times the first one. */
  private static final int LARGEST_GROWTH = 1 << 12;

  /**
   * Of BIPOP's runs with small populations, none comes before a large one has had so many times the
   * first population: what two doublings solve costs half as much so (f7 of BBOB in 20-D).
   */
  private static final int BEFORE_SMALL = 4;

  /**
   * Damping of σ after a run whose steps have shrunk to nothing while values still differed: that
   * happens on the flank of a sharp ridge, where σ falls too fast. It costs f13 of BBOB in 20-D
   * half of its evaluations, and elsewhere restarts end otherwise.
   */
  private static final double RIDGE_DAMPING = 1.5;

  private static final long MARK = 0x484f4e45_434d4152L; // "HONECMAR"
  private static final int VERSION = 2;

  /** Says where a run starts. */
  @FunctionalInterface
  public interface Start {

    /**
     * The start of a run.
     *
     * @param run its number, from 0
     * @param random to draw from
     * @return n coordinates
     */
    double[] point(int run, CounterRandom random);
  }

  /** Makes the run of a number. */
  @FunctionalInterface
  public interface Configurator {

    /**
     * Sets what all runs have in common.
     *
     * @param run its number, from 0
     * @param start the mean that is planned for it
     * @param sigma the step size that is planned for it
     * @return a builder; population size, seed and stream are set afterwards
     */
    CmaEsBuilder builder(int run, double[] start, double sigma);
  }

  /**
   * A run that has come to its end.
   *
   * @param number from 0
   * @param populationSize λ
   * @param sigma the first step size
   * @param small whether it was one of BIPOP's runs with a small population
   * @param reason why it ended
   * @param evaluations how many points it was told
   * @param bestValue the smallest value it was told
   */
  public record Run(
      int number,
      int populationSize,
      double sigma,
      boolean small,
      CmaStop reason,
      long evaluations,
      double bestValue) {}

  private final RestartPolicy policy;
  private final Start start;
  private final Configurator configurator;
  private final double sigma;
  private final long seed;
  private final int firstPopulation;
  private final CounterRandom schedule;
  private final List<Run> runs = new ArrayList<>();
  private final Consumer<? super Run> listener;
  private CmaEs current;
  private double firstSigma;
  private boolean small;
  private int growth = 1;
  private double damping = 1;
  private long largeEvaluations;
  private long smallEvaluations;
  private long lastLargeEvaluations;
  private long endedEvaluations;
  private double bestValue = Double.NaN;
  private double @Nullable [] best;

  /**
   * Starts the first run.
   *
   * @param policy what follows a run
   * @param populationSize λ of the first run; 0 for the default
   * @param sigma the first step size of a run (in BIPOP, of one with a large population)
   * @param seed of all random numbers
   * @param start where runs start
   * @param configurator what runs have in common
   * @param listener told of each run that has ended
   * @throws IllegalArgumentException if the configurator rejects a start
   */
  public CmaRestarts(
      RestartPolicy policy,
      int populationSize,
      double sigma,
      long seed,
      Start start,
      Configurator configurator,
      Consumer<? super Run> listener) {
    this.policy = Objects.requireNonNull(policy, "policy");
    this.start = start;
    this.configurator = configurator;
    this.sigma = sigma;
    this.seed = seed;
    this.listener = listener;
    schedule = CounterRandom.of(seed, SCHEDULE_STREAM);
    double[] first = start.point(0, schedule);
    firstPopulation =
        populationSize > 0
            ? populationSize
            : StrategyParameters.defaultPopulationSize(first.length);
    current = begin(first, firstPopulation, sigma);
    firstSigma = current.sigma();
  }

  private CmaRestarts(
      DataInput in,
      Backend backend,
      @Nullable Executor background,
      Start start,
      Configurator configurator,
      Consumer<? super Run> listener)
      throws IOException {
    this.start = start;
    this.configurator = configurator;
    this.listener = listener;
    policy = RestartPolicy.valueOf(in.readUTF());
    sigma = in.readDouble();
    seed = in.readLong();
    firstPopulation = in.readInt();
    schedule = CounterRandom.at(seed, SCHEDULE_STREAM, in.readLong());
    firstSigma = in.readDouble();
    small = in.readBoolean();
    growth = in.readInt();
    damping = in.readDouble();
    largeEvaluations = in.readLong();
    smallEvaluations = in.readLong();
    lastLargeEvaluations = in.readLong();
    endedEvaluations = in.readLong();
    bestValue = in.readDouble();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      runs.add(readRun(in, i));
    }
    byte[] strategy = new byte[in.readInt()];
    in.readFully(strategy);
    current =
        background == null
            ? CmaEs.restore(strategy, backend)
            : CmaEs.restore(strategy, backend, background);
    best = in.readBoolean() ? CmaSnapshot.readDoubles(in, new double[current.dimension()]) : null;
  }

  /**
   * The whole state as bytes, with a format version and a checksum; {@link #restore} goes on bit
   * for bit, also between an ask and its tell.
   *
   * @throws IllegalStateException if the run has a covariance too large for it: see {@link
   *     CmaEs#snapshot}
   */
  public byte[] snapshot() {
    return SnapshotEnvelope.seal(MARK, VERSION, this::save);
  }

  /**
   * Goes on where a {@link #snapshot} was taken. Policy, population size, step size and seed are
   * those of the snapshot.
   *
   * @param backend where to go on with the run; on another backend than before, bits may differ
   * @param background where the run decomposes, as for {@link CmaEsBuilder#decomposeIn}; null for
   *     here
   * @param start where later runs start
   * @param configurator what later runs have in common
   * @param listener told of each run that has ended from now on
   * @throws IllegalArgumentException if the bytes are not a snapshot of this version, or damaged
   */
  public static CmaRestarts restore(
      byte[] snapshot,
      Backend backend,
      @Nullable Executor background,
      Start start,
      Configurator configurator,
      Consumer<? super Run> listener) {
    return SnapshotEnvelope.open(
        snapshot,
        MARK,
        "a CMA-ES with restarts",
        VERSION,
        in -> new CmaRestarts(in, backend, background, start, configurator, listener));
  }

  private void save(DataOutput out) throws IOException {
    out.writeUTF(policy.name());
    out.writeDouble(sigma);
    out.writeLong(seed);
    out.writeInt(firstPopulation);
    out.writeLong(schedule.position());
    out.writeDouble(firstSigma);
    out.writeBoolean(small);
    out.writeInt(growth);
    out.writeDouble(damping);
    out.writeLong(largeEvaluations);
    out.writeLong(smallEvaluations);
    out.writeLong(lastLargeEvaluations);
    out.writeLong(endedEvaluations);
    out.writeDouble(bestValue);
    out.writeInt(runs.size());
    for (Run run : runs) {
      out.writeInt(run.populationSize());
      out.writeDouble(run.sigma());
      out.writeBoolean(run.small());
      out.writeUTF(run.reason().name());
      out.writeLong(run.evaluations());
      out.writeDouble(run.bestValue());
    }
    byte[] strategy = current.snapshot();
    out.writeInt(strategy.length);
    out.write(strategy);
    out.writeBoolean(best != null);
    if (best != null) {
      CmaSnapshot.writeDoubles(out, best);
    }
  }

  private static Run readRun(DataInput in, int number) throws IOException {
    return new Run(
        number,
        in.readInt(),
        in.readDouble(),
        in.readBoolean(),
        CmaStop.valueOf(in.readUTF()),
        in.readLong(),
        in.readDouble());
  }

  private CmaEs begin(double[] point, int populationSize, double plannedSigma) {
    CmaEsBuilder builder = configurator.builder(runs.size(), point, plannedSigma);
    return builder
        .stepDamping(damping * builder.stepDamping)
        .populationSize(populationSize)
        .seed(seed)
        .stream(runs.size())
        .build();
  }

  /** The run that is going on. */
  public CmaEs current() {
    return current;
  }

  /** The runs that have ended, in their order; a live view. */
  public List<Run> runs() {
    return Collections.unmodifiableList(runs);
  }

  /** How many points were told, to all runs. */
  public long evaluations() {
    return endedEvaluations + current.evaluations();
  }

  /** The smallest value told to any run; NaN before the first. */
  public double bestValue() {
    return isBetter(current.bestValue()) ? current.bestValue() : bestValue;
  }

  /** A copy of the point of the smallest value; n zeros before the first. */
  public double[] best() {
    return best == null || isBetter(current.bestValue()) ? current.best() : best.clone();
  }

  private boolean isBetter(double value) {
    return !Double.isNaN(value) && !(bestValue <= value);
  }

  /** As {@link CmaEs#ask}, of the run that is going on. */
  public double[] ask() {
    return current.ask();
  }

  /**
   * As {@link CmaEs#tell(double[])}; then begins another run where this one is at its end.
   *
   * @return whether another run has begun
   */
  public boolean tell(double[] values) {
    current.tell(values);
    return restartIfDue();
  }

  /**
   * As {@link CmaEs#tell(double[], double[])}; then begins another run where this one is at its
   * end.
   *
   * @return whether another run has begun
   */
  public boolean tell(double[] points, double[] values) {
    current.tell(points, values);
    return restartIfDue();
  }

  private boolean restartIfDue() {
    CmaStop reason = current.stop().orElse(null);
    if (reason == null) {
      if (!small || current.evaluations() <= lastLargeEvaluations / 2) {
        return false;
      }
      reason = CmaStop.MAX_EVALUATIONS;
    }
    end(reason);
    return true;
  }

  private void end(CmaStop reason) {
    long evaluations = current.evaluations();
    Run run =
        new Run(
            runs.size(),
            current.populationSize(),
            firstSigma,
            small,
            reason,
            evaluations,
            current.bestValue());
    runs.add(run);
    if (reason == CmaStop.TOL_X) {
      damping = RIDGE_DAMPING;
    }
    if (isBetter(current.bestValue())) {
      best = current.best();
      bestValue = current.bestValue();
    }
    endedEvaluations += evaluations;
    if (small) {
      smallEvaluations += evaluations;
    } else {
      // The first run belongs to neither regime.
      largeEvaluations += runs.size() == 1 ? 0 : evaluations;
      lastLargeEvaluations = evaluations;
    }
    current.close();
    beginNext();
    listener.accept(run);
  }

  private void beginNext() {
    double[] point = start.point(runs.size(), schedule);
    small =
        policy == RestartPolicy.BIPOP
            && growth > BEFORE_SMALL
            && smallEvaluations < largeEvaluations;
    if (small) {
      double u = schedule.nextDouble();
      double half = SpecialFunctions.log(0.5 * growth);
      int population = (int) (firstPopulation * SpecialFunctions.exp(u * u * half));
      double smaller =
          sigma * SpecialFunctions.exp(-2 * SpecialFunctions.log(10) * schedule.nextDouble());
      current = begin(point, Math.max(2, population), smaller);
    } else {
      if (policy != RestartPolicy.SAME && growth < LARGEST_GROWTH) {
        growth *= 2;
      }
      current = begin(point, firstPopulation * growth, sigma);
    }
    firstSigma = current.sigma();
  }

  @Override
  public void close() {
    current.close();
  }
}
