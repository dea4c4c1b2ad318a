package dev.hone.study;

import dev.hone.Configuration;
import dev.hone.Direction;
import dev.hone.Optimizer;
import dev.hone.OptimizerFactory;
import dev.hone.Outcome;
import dev.hone.pruner.Pruner;
import dev.hone.record.RecordSpace;
import dev.hone.spi.OptimizerBuilder;
import dev.hone.study.StudyBuilder.Known;
import dev.hone.terminator.Terminator;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A search over the values of a record: asks an optimizer, runs an objective, several at once if so
 * wanted, and tells what came of it.
 *
 * <p>The optimizer is asked and told by the one thread that called {@link #run}, in the order in
 * which trials begin and end; that order is recorded in a {@link Journal}. With a parallelism of 1
 * the same seed repeats a study bit for bit, if the objective takes its random numbers from {@link
 * RunningTrial#random}. With more, the order depends on which trial ends first, and {@link #replay}
 * repeats it from the journal, at any parallelism.
 *
 * <p>A trial whose objective throws, hangs or gives NaN is failed, and the study goes on. A pruned
 * trial is told with the values of its last report, unless there are constraints, which it cannot
 * have: then it is told as failed.
 *
 * <p>Immutable; may be run many times, also at the same time. Logs to the {@link System.Logger}
 * {@code dev.hone.study}.
 *
 * @param <R> the record
 */
public final class Study<R extends Record> {
  private final RecordSpace<R> space;
  private final List<Direction> directions;
  private final OptimizerFactory optimizer;
  private final Pruner pruner;
  private final @Nullable Supplier<? extends Terminator> terminator;
  private final OptionalInt trials;
  private final int parallelism;
  private final int retries;
  private final int constraints;
  private final long seed;
  private final @Nullable Duration trialTimeout;
  private final @Nullable Executor executor;
  private final List<StudyListener<R>> listeners;
  private final List<Configuration> enqueued;
  private final List<Known> known;

  Study(StudyBuilder<R> builder) {
    space = builder.space;
    directions = builder.directions;
    optimizer = builder.optimizer;
    pruner = builder.pruner;
    terminator = builder.terminator;
    trials = builder.trials;
    parallelism = builder.parallelism;
    retries = builder.retries;
    constraints = builder.constraints;
    seed = builder.seed;
    trialTimeout = builder.trialTimeout;
    executor = builder.executor;
    listeners = List.copyOf(builder.listeners);
    enqueued = List.copyOf(builder.enqueued);
    known = List.copyOf(builder.known);
  }

  /**
   * Starts a study that looks for small values.
   *
   * @throws IllegalArgumentException if the record is not declared right, see {@link RecordSpace}
   */
  public static <R extends Record> StudyBuilder<R> minimize(Class<R> type) {
    return new StudyBuilder<>(type, List.of(Direction.MINIMIZE));
  }

  /**
   * Starts a study that looks for large values.
   *
   * @throws IllegalArgumentException if the record is not declared right, see {@link RecordSpace}
   */
  public static <R extends Record> StudyBuilder<R> maximize(Class<R> type) {
    return new StudyBuilder<>(type, List.of(Direction.MAXIMIZE));
  }

  /**
   * Starts a study of several objectives.
   *
   * @param directions what is wanted, for each objective
   * @throws IllegalArgumentException if there is no direction, or the record is not declared right,
   *     see {@link RecordSpace}
   */
  public static <R extends Record> StudyBuilder<R> of(Class<R> type, Direction... directions) {
    return new StudyBuilder<>(type, List.of(directions));
  }

  /** The record and its search space. */
  public RecordSpace<R> space() {
    return space;
  }

  /**
   * Runs the study; returns when it is over. If the thread is interrupted, so are the trials that
   * run: they fail, and the study returns what it has, with the thread's interrupt flag set.
   *
   * @throws IllegalStateException if there are several objectives, or constraints
   * @throws StudyException if the optimizer or the executor throws
   */
  public StudyResult<R> run(Objective<? super R> objective) {
    return runOutcomes(single(objective));
  }

  /**
   * Runs the study with an objective that gives several values, constraints, or more; as {@link
   * #run}.
   *
   * @throws StudyException if the optimizer or the executor throws
   */
  public StudyResult<R> runOutcomes(OutcomeObjective<? super R> objective) {
    return new LiveRun<>(this, objective).run();
  }

  /**
   * Runs the study again as it went before: the optimizer is asked and told in the recorded order,
   * and the pruner's answers are those recorded, so that every trial gives the same bits whatever
   * the parallelism. Trials that took too much time or were cancelled are not run again; budget,
   * terminator and timeout have no say.
   *
   * @throws IllegalStateException if there are several objectives, or constraints
   * @throws StudyException if the course differs: the study or the objective is another one, or the
   *     objective depends on more than its arguments; the message names the trial
   */
  public StudyResult<R> replay(Journal journal, Objective<? super R> objective) {
    return replayOutcomes(journal, single(objective));
  }

  /**
   * As {@link #replay}, for the objective of {@link #runOutcomes}.
   *
   * @throws StudyException if the course differs
   */
  public StudyResult<R> replayOutcomes(Journal journal, OutcomeObjective<? super R> objective) {
    return new ReplayRun<>(this, objective, journal).run();
  }

  private OutcomeObjective<R> single(Objective<? super R> objective) {
    if (directions.size() > 1 || constraints > 0) {
      throw new IllegalStateException(
          "the study has "
              + directions.size()
              + " objectives and "
              + constraints
              + " constraints: expected an objective that gives an Outcome");
    }
    return (hp, trial) -> Outcome.of(objective.evaluate(hp, trial));
  }

  /** A new optimizer that knows what was tried elsewhere. */
  Optimizer newOptimizer() {
    OptimizerBuilder<?> builder = optimizer.on(space.space());
    builder.objectives(directions.toArray(Direction[]::new));
    builder.constraints(constraints);
    builder.seed(seed);
    Optimizer built = builder.build();
    known.forEach(k -> built.observe(k.configuration(), k.outcome()));
    enqueued.forEach(built::enqueue);
    return built;
  }

  List<Direction> directions() {
    return directions;
  }

  Pruner pruner() {
    return pruner;
  }

  @Nullable Terminator newTerminator() {
    return terminator == null ? null : terminator.get();
  }

  OptionalInt trials() {
    return trials;
  }

  int parallelism() {
    return parallelism;
  }

  int retries() {
    return retries;
  }

  int constraints() {
    return constraints;
  }

  long seed() {
    return seed;
  }

  @Nullable Duration trialTimeout() {
    return trialTimeout;
  }

  Executor executor() {
    return executor == null ? task -> Thread.ofVirtual().start(task) : executor;
  }

  List<StudyListener<R>> listeners() {
    return listeners;
  }
}
