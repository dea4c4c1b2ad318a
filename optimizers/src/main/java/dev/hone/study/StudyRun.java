package dev.hone.study;

import dev.hone.Optimizer;
import dev.hone.Outcome;
import dev.hone.Trial;
import dev.hone.fidelity.FidelityOptimizer;
import dev.hone.pruner.Curve;
import dev.hone.pruner.Ending;
import dev.hone.pruner.Reports;
import dev.hone.study.Journal.Asked;
import dev.hone.study.Journal.Ended;
import dev.hone.study.Journal.Event;
import dev.hone.study.Journal.How;
import dev.hone.study.StudyResult.Stop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a study. The thread that runs it asks, tells and listens; the objectives run elsewhere
 * and put their attempt into the mailbox when it begins or ends.
 *
 * @param <R> the record
 */
abstract class StudyRun<R extends Record> {
  static final Logger LOGGER = System.getLogger("dev.hone.study");

  /**
   * What an attempt puts into the mailbox.
   *
   * @param ended the attempt if it has ended, null if it has begun
   */
  record News<R extends Record>(@Nullable Attempt<R> ended) {}

  /** A trial that was asked and has not ended. */
  static final class Open<R extends Record> {
    final long number;
    final Trial trial;
    @Nullable Attempt<R> attempt;

    Open(long number, Trial trial) {
      this.number = number;
      this.trial = trial;
    }
  }

  final Study<R> study;
  final Optimizer optimizer;
  final BlockingQueue<News<R>> mailbox = new LinkedBlockingQueue<>();
  final Map<Long, Open<R>> open = new LinkedHashMap<>();
  private final OutcomeObjective<? super R> objective;
  private final Executor executor;
  private final Reports reports;
  private final List<StudyTrial<R>> ended = new ArrayList<>();
  private final long startedNanos = System.nanoTime();
  private Optional<StudyTrial<R>> best = Optional.empty();
  private long asked;

  /** Guarded by itself; reports are added by the threads of the objectives. */
  private final List<Event> events = new ArrayList<>();

  StudyRun(Study<R> study, OutcomeObjective<? super R> objective) {
    this.study = study;
    this.objective = objective;
    this.executor = study.executor();
    this.reports = Reports.of(study.directions());
    this.optimizer = study.newOptimizer();
  }

  /** Does it all, and says why it ended. */
  abstract Stop course() throws InterruptedException;

  /** Whether a trial should stop after a report that has been taken down. */
  abstract boolean judge(Attempt<R> attempt, long step, double[] values);

  /** Ends an attempt from outside; what came of it if it had ended by itself and that counts. */
  abstract Attempt.@Nullable Result breakOff(Attempt<R> attempt);

  final StudyResult<R> run() {
    LOGGER.log(Level.DEBUG, "study of {0} begins", study.space().type().getSimpleName());
    try (optimizer) {
      Stop stop;
      try {
        stop = course();
      } catch (InterruptedException | CancellationException e) {
        cancelAll();
        Thread.currentThread().interrupt();
        stop = Stop.INTERRUPTED;
      } catch (RuntimeException e) {
        cancelAll();
        StudyResult<R> result = result(Stop.BROKEN);
        tell(listener -> listener.finished(result));
        throw new StudyException(
            "the study broke off after " + ended.size() + " trials: " + e.getMessage(), e, result);
      }
      StudyResult<R> result = result(stop);
      LOGGER.log(Level.DEBUG, "study ends by {0}: {1}", stop, result);
      tell(listener -> listener.finished(result));
      return result;
    }
  }

  /** Asks the optimizer for the next trial. */
  final Open<R> ask() {
    Trial trial = optimizer.ask();
    long number = asked++;
    record(new Asked(number));
    var next = new Open<R>(number, trial);
    open.put(number, next);
    return next;
  }

  final long asked() {
    return asked;
  }

  /** Calls the objective on a thread of its own. */
  final void start(Attempt<R> attempt) {
    tell(listener -> listener.started(attempt.number(), attempt.hp(), attempt.attempt()));
    executor.execute(attempt);
  }

  /**
   * A first or further attempt of a trial.
   *
   * @throws IllegalArgumentException if the record's constructor refuses the values
   */
  final Attempt<R> attempt(Open<R> trial, int number) {
    R hp = study.space().value(trial.trial.configuration());
    var next =
        new Attempt<>(this, objective, study.seed(), trial.number, number, hp, budget(trial.trial));
    trial.attempt = next;
    return next;
  }

  /** How many steps a trial may spend, if the method says so. */
  private OptionalLong budget(Trial trial) {
    return optimizer instanceof FidelityOptimizer several
        ? OptionalLong.of(several.budget(trial))
        : OptionalLong.empty();
  }

  /** Whether a trial has the highest budget, or there are none. */
  private boolean isWhole(Trial trial) {
    return !(optimizer instanceof FidelityOptimizer several)
        || several.budget(trial) == several.budgets().getLast();
  }

  /** Ends a trial by what its objective did. */
  final void end(Open<R> trial, Attempt.Result result) {
    switch (result) {
      case Attempt.Result.Returned(Outcome outcome) when outcome.isFinite() ->
          end(trial, How.COMPLETE, outcome, null);
      case Attempt.Result.Returned(Outcome outcome) ->
          end(
              trial,
              How.FAILED,
              null,
              new IllegalArgumentException("the objective gave " + outcome + ": expected numbers"));
      case Attempt.Result.Pruned(Outcome last) -> end(trial, How.PRUNED, last, null);
      case Attempt.Result.Threw(Throwable cause) -> end(trial, How.FAILED, null, cause);
    }
  }

  /** Ends a trial: tells the optimizer, and whoever listens. */
  final void end(Open<R> trial, How how, @Nullable Outcome outcome, @Nullable Throwable failure) {
    open.remove(trial.number);
    record(new Ended(trial.number, how, Optional.ofNullable(outcome)));
    StudyTrial<R> finished = finished(trial, how, outcome, failure);
    // First, so that it is in the result even if the optimizer throws.
    ended.add(finished);
    improve(finished);
    if (failure != null) {
      // Without the stack trace, which is in the result: many of them would drown the log.
      LOGGER.log(Level.WARNING, finished.toString());
    }
    if (outcome == null || (how == How.PRUNED && study.constraints() > 0)) {
      optimizer.fail(trial.trial);
    } else {
      optimizer.tell(trial.trial, outcome);
    }
    afterEnd(trial.trial);
    StudyProgress<R> progress = progress();
    tell(listener -> listener.ended(finished, progress));
  }

  /** Called after a trial has ended. */
  void afterEnd(Trial trial) {}

  /** Ends what runs. */
  private void cancelAll() {
    for (Open<R> trial : List.copyOf(open.values())) {
      Attempt<R> attempt = trial.attempt;
      Attempt.Result came = attempt == null ? null : breakOff(attempt);
      try {
        if (came != null) {
          end(trial, came);
        } else {
          end(trial, How.CANCELLED, null, new CancellationException("the study was broken off"));
        }
      } catch (RuntimeException e) {
        LOGGER.log(Level.DEBUG, "the optimizer of a study that broke off throws again", e);
      }
    }
  }

  // What attempts call, on their own threads.

  /** Takes down a report and asks the pruner, one report at a time. */
  final boolean report(Attempt<R> attempt, long step, double[] values) {
    synchronized (reports) {
      reports.report(attempt.reportNumber(), step, values);
      boolean stop = judge(attempt, step, values);
      List<Double> boxed = new ArrayList<>();
      for (double value : values) {
        boxed.add(value);
      }
      record(new Journal.Reported(attempt.number(), attempt.attempt(), step, boxed, stop));
      return stop;
    }
  }

  final void endReports(Attempt<R> attempt, Ending ending) {
    synchronized (reports) {
      if (reports.isRunning(attempt.reportNumber())) {
        reports.end(attempt.reportNumber(), ending);
      }
    }
  }

  final Reports reports() {
    return reports;
  }

  /** The time of an attempt counts from now on. */
  final void began() {
    mailbox.add(new News<>(null));
  }

  final void ended(Attempt<R> attempt) {
    mailbox.add(new News<>(attempt));
  }

  /** Refuses an outcome that the optimizer would refuse. */
  final Attempt.Result checked(Outcome outcome) {
    double[] gradient = outcome.gradient();
    int dimension = optimizer.space().dimension();
    if (outcome.objectiveCount() != study.directions().size()
        || outcome.constraintCount() != study.constraints()
        || (gradient != null && gradient.length != dimension)) {
      throw new IllegalArgumentException(
          "the objective gave %d values, %d constraints and %s: expected %d, %d and %d or none"
              .formatted(
                  outcome.objectiveCount(),
                  outcome.constraintCount(),
                  gradient == null ? "no gradient" : gradient.length + " partial derivatives",
                  study.directions().size(),
                  study.constraints(),
                  dimension));
    }
    return new Attempt.Result.Returned(outcome);
  }

  final void record(Event event) {
    synchronized (events) {
      events.add(event);
    }
  }

  private StudyTrial<R> finished(
      Open<R> trial, How how, @Nullable Outcome outcome, @Nullable Throwable failure) {
    Attempt<R> attempt = trial.attempt;
    Ending ending =
        switch (how) {
          case COMPLETE -> isWhole(trial.trial) ? Ending.COMPLETE : Ending.PRUNED;
          case PRUNED -> Ending.PRUNED;
          case FAILED, TIMED_OUT, CANCELLED -> Ending.FAILED;
        };
    return new StudyTrial<>(
        trial.number,
        trial.trial.configuration(),
        Optional.ofNullable(attempt).map(Attempt::hp),
        ending,
        Optional.ofNullable(outcome),
        attempt == null ? new Curve(trial.number, List.of(), Optional.of(ending)) : attempt.curve(),
        attempt == null ? 0 : attempt.attempt() + 1,
        Optional.ofNullable(failure),
        Duration.ofNanos(attempt == null ? 0 : attempt.durationNanos()));
  }

  private void improve(StudyTrial<R> trial) {
    if (study.directions().size() > 1 || !trial.isFeasible()) {
      return;
    }
    var direction = study.directions().getFirst();
    if (best.isEmpty()
        || direction.toMinimized(trial.value()) < direction.toMinimized(best.get().value())) {
      best = Optional.of(trial);
    }
  }

  private StudyProgress<R> progress() {
    return new StudyProgress<>(
        ended.size(),
        open.size(),
        study.trials().isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(study.trials().getAsInt()),
        best,
        Duration.ofNanos(System.nanoTime() - startedNanos));
  }

  private StudyResult<R> result(Stop stop) {
    Journal journal;
    synchronized (events) {
      journal = new Journal(events);
    }
    return new StudyResult<>(
        study.space().type(),
        study.directions(),
        ended,
        journal,
        stop,
        Duration.ofNanos(System.nanoTime() - startedNanos));
  }

  private void tell(Consumer<StudyListener<R>> news) {
    for (StudyListener<R> listener : study.listeners()) {
      try {
        news.accept(listener);
      } catch (RuntimeException e) {
        LOGGER.log(Level.WARNING, "a listener of the study threw; the study goes on", e);
      }
    }
  }
}
