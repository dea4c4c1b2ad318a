package dev.hone.study;

import dev.hone.Configuration;
import dev.hone.Direction;
import dev.hone.GpOptimizer;
import dev.hone.OptimizerFactory;
import dev.hone.Outcome;
import dev.hone.pruner.Ending;
import dev.hone.pruner.Pruner;
import dev.hone.record.RecordSpace;
import dev.hone.terminator.Terminator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link Study}. Not safe for use from several threads.
 *
 * @param <R> the record
 */
public final class StudyBuilder<R extends Record> {

  /** What was tried elsewhere. */
  record Known(Configuration configuration, Outcome outcome) {}

  final RecordSpace<R> space;
  final List<Direction> directions;
  OptimizerFactory optimizer = GpOptimizer::on;
  Pruner pruner = Pruner.none();
  @Nullable Supplier<? extends Terminator> terminator;
  OptionalInt trials = OptionalInt.empty();
  int parallelism = 1;
  int retries;
  int constraints;
  long seed;
  @Nullable Duration trialTimeout;
  @Nullable Executor executor;
  final List<StudyListener<R>> listeners = new ArrayList<>();
  final List<Configuration> enqueued = new ArrayList<>();
  final List<Known> known = new ArrayList<>();

  StudyBuilder(Class<R> type, List<Direction> directions) {
    if (directions.isEmpty()) {
      throw new IllegalArgumentException("directions = []: expected at least one");
    }
    this.space = RecordSpace.of(type);
    this.directions = List.copyOf(directions);
  }

  /**
   * Sets the method, such as {@code TpeOptimizer::on} or {@code space ->
   * GpOptimizer.on(space).initialTrials(20)}; {@link GpOptimizer} unless set. The study sets its
   * objectives, constraints and seed.
   */
  public StudyBuilder<R> optimizer(OptimizerFactory method) {
    this.optimizer = Objects.requireNonNull(method, "method");
    return this;
  }

  /** Sets what stops bad trials early; nothing unless set. */
  public StudyBuilder<R> pruner(Pruner pruner) {
    this.pruner = Objects.requireNonNull(pruner, "pruner");
    return this;
  }

  /**
   * Sets how many trials there are at most, failed ones among them.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public StudyBuilder<R> trials(int count) {
    trials = OptionalInt.of(checkedAtLeast("trials", count, 1));
    return this;
  }

  /**
   * Sets what ends the study: no trial begins once it is due, and those that run come to their end.
   * A pruned trial counts with the values of its last report, as it does for the optimizer.
   *
   * @param terminators makes a new one for each run, such as {@code () ->
   *     TimeLimit.of(Duration.ofHours(1))}
   */
  public StudyBuilder<R> until(Supplier<? extends Terminator> terminators) {
    this.terminator = Objects.requireNonNull(terminators, "terminators");
    return this;
  }

  /**
   * Sets how many trials run at once; 1 unless set.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public StudyBuilder<R> parallelism(int trialsAtOnce) {
    parallelism = checkedAtLeast("parallelism", trialsAtOnce, 1);
    return this;
  }

  /** Sets the seed of the optimizer and of the trials' random numbers; 0 unless set. */
  public StudyBuilder<R> seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * Sets how often a trial whose objective throws is tried again, with other random numbers; 0
   * unless set. Trials that take too much time, and those that give NaN, are not tried again.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public StudyBuilder<R> retries(int perTrial) {
    retries = checkedAtLeast("retries", perTrial, 0);
    return this;
  }

  /**
   * Sets how much time an attempt may take; without limit unless set. Then its thread is
   * interrupted and the trial failed. An objective that pays no heed to the interrupt is left
   * behind on its thread, and its next report throws.
   *
   * @throws IllegalArgumentException if it is zero or negative
   */
  public StudyBuilder<R> trialTimeout(Duration time) {
    if (!time.isPositive()) {
      throw new IllegalArgumentException("trialTimeout = " + time + ": expected more than zero");
    }
    trialTimeout = time;
    return this;
  }

  /**
   * Sets how many constraints every outcome has; none unless set.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public StudyBuilder<R> constraints(int count) {
    constraints = checkedAtLeast("constraints", count, 0);
    return this;
  }

  /**
   * Sets where objectives run; a virtual thread for each unless set. One for learners in native
   * code should have as many platform threads as the parallelism. It is not shut down.
   */
  public StudyBuilder<R> executor(Executor executor) {
    this.executor = Objects.requireNonNull(executor, "executor");
    return this;
  }

  /** Adds one who is told how the study goes. */
  public StudyBuilder<R> listener(StudyListener<R> listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Adds a record to be tried first, after those added before.
   *
   * @throws IllegalArgumentException if a component is null or outside its range
   */
  public StudyBuilder<R> enqueue(R hp) {
    enqueued.add(space.configuration(hp));
    return this;
  }

  /**
   * Shows the optimizer what was tried elsewhere. It is not part of the result.
   *
   * @throws IllegalArgumentException if a component is null or outside its range, or the outcome
   *     has another number of objectives
   */
  public StudyBuilder<R> observe(R hp, Outcome outcome) {
    if (outcome.objectiveCount() != directions.size()) {
      throw new IllegalArgumentException(
          outcome
              + " has "
              + outcome.objectiveCount()
              + " objectives: expected "
              + directions.size());
    }
    known.add(new Known(space.configuration(hp), outcome));
    return this;
  }

  /**
   * Shows the optimizer the complete trials of another study. They are not part of the result, and
   * the pruner does not see them.
   *
   * @throws IllegalArgumentException if the other study has other directions
   */
  public StudyBuilder<R> warmStart(StudyResult<R> other) {
    if (!other.directions().equals(directions)) {
      throw new IllegalArgumentException(
          "the other study has directions " + other.directions() + ": expected " + directions);
    }
    for (StudyTrial<R> trial : other.trials(Ending.COMPLETE)) {
      observe(trial.hp(), trial.outcome().orElseThrow());
    }
    return this;
  }

  /**
   * Makes the study; the builder may be used further.
   *
   * @throws IllegalStateException if nothing would end it
   * @throws IllegalArgumentException if the method cannot handle the objectives or constraints, or
   *     what was observed does not have as many constraints
   */
  public Study<R> build() {
    if (trials.isEmpty() && terminator == null) {
      throw new IllegalStateException("nothing ends the study: expected trials(…) or until(…)");
    }
    for (Known k : known) {
      if (k.outcome().constraintCount() != constraints) {
        throw new IllegalArgumentException(
            "what was observed has "
                + k.outcome().constraintCount()
                + " constraints: expected "
                + constraints);
      }
    }
    Study<R> study = new Study<>(this);
    study.newOptimizer().close();
    return study;
  }

  /**
   * Makes the study and runs it: {@link Study#run}.
   *
   * @throws IllegalStateException if nothing would end it
   */
  public StudyResult<R> run(Objective<? super R> objective) {
    return build().run(objective);
  }

  /**
   * Makes the study and runs it: {@link Study#runOutcomes}.
   *
   * @throws IllegalStateException if nothing would end it
   */
  public StudyResult<R> runOutcomes(OutcomeObjective<? super R> objective) {
    return build().runOutcomes(objective);
  }

  private static int checkedAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " = " + value + ": expected at least " + least);
    }
    return value;
  }
}
