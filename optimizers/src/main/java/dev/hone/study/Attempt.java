package dev.hone.study;

import dev.hone.Outcome;
import dev.hone.math.random.CounterRandom;
import dev.hone.pruner.Curve;
import dev.hone.pruner.Ending;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One call of the objective. Ends by what the objective does, or is abandoned from outside, which
 * ever comes first.
 *
 * @param <R> the record
 */
final class Attempt<R extends Record> implements RunningTrial, Runnable {

  /** Keeps the random numbers of trials apart from those the optimizer draws from the same seed. */
  private static final long OBJECTIVE_SEED = 0x6f626a6563746976L; // "objectiv"

  /** How many random numbers lie between the beginnings of two attempts. */
  private static final int LOG2_NUMBERS_PER_ATTEMPT = 48;

  /** The number of a repeated attempt among the reports, which know no attempts. */
  private static final int LOG2_ATTEMPT_IN_REPORTS = 40;

  private enum Phase {
    WAITING,
    RUNNING,
    ENDED,
    ABANDONED
  }

  /** What came of it. */
  sealed interface Result {

    /** The objective gave an outcome. */
    record Returned(Outcome outcome) implements Result {}

    /** A report was answered by true. */
    record Pruned(Outcome lastReport) implements Result {}

    /** The objective threw. */
    record Threw(Throwable cause) implements Result {}
  }

  private final StudyRun<R> run;
  private final OutcomeObjective<? super R> objective;
  private final long number;
  private final int attempt;
  private final R hp;
  private final OptionalLong budget;
  private final CounterRandom random;

  private volatile Outcome lastReport = Outcome.of(Double.NaN);
  private volatile boolean pruned;
  private volatile long startedNanos;
  private volatile long endedNanos;
  private volatile @Nullable Result result;

  /** Guarded by this. */
  private Phase phase = Phase.WAITING;

  /** Guarded by this: what an interrupt goes to. */
  private @Nullable Thread thread;

  Attempt(
      StudyRun<R> run,
      OutcomeObjective<? super R> objective,
      long seed,
      long number,
      int attempt,
      R hp,
      OptionalLong budget) {
    this.run = run;
    this.objective = objective;
    this.number = number;
    this.attempt = attempt;
    this.hp = hp;
    this.budget = budget;
    this.random =
        CounterRandom.at(seed ^ OBJECTIVE_SEED, number, (long) attempt << LOG2_NUMBERS_PER_ATTEMPT);
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public OptionalLong budget() {
    return budget;
  }

  @Override
  public CounterRandom random() {
    return random;
  }

  @Override
  public boolean report(long step, double... values) {
    boolean stop = reported(step, values);
    lastReport = Outcome.of(values);
    pruned |= stop;
    return pruned;
  }

  /** Errors name the trial by its own number, not by that of a repeated attempt. */
  private boolean reported(long step, double[] values) {
    try {
      return run.report(this, step, values);
    } catch (IllegalArgumentException e) {
      throw attempt == 0 ? e : new IllegalArgumentException(renamed(e), e);
    } catch (IllegalStateException e) {
      throw attempt == 0 ? e : new IllegalStateException(renamed(e), e);
    }
  }

  private String renamed(RuntimeException e) {
    return String.valueOf(e.getMessage())
        .replace("trial " + reportNumber(), "trial " + number + ", attempt " + attempt + ",");
  }

  @Override
  public boolean isPruned() {
    return pruned;
  }

  @Override
  public void stopIfPruned() {
    if (pruned) {
      throw new TrialPrunedException(number);
    }
  }

  /** Its number among the reports. */
  long reportNumber() {
    return number + ((long) attempt << LOG2_ATTEMPT_IN_REPORTS);
  }

  R hp() {
    return hp;
  }

  /** The reports so far, under the number of the trial. */
  Curve curve() {
    Curve curve = run.reports().curve(reportNumber());
    return new Curve(number, curve.reports(), curve.ending());
  }

  /** What came of it; null while it runs, and for good if it was abandoned. */
  @Nullable Result result() {
    return result;
  }

  /** When the objective was called; 0 before. */
  long startedNanos() {
    return startedNanos;
  }

  /** How long the objective took, or takes until now. */
  long durationNanos() {
    long started = startedNanos;
    long end = endedNanos == 0 ? System.nanoTime() : endedNanos;
    return started == 0 ? 0 : end - started;
  }

  @Override
  public void run() {
    if (!begin()) {
      return;
    }
    Result came = call();
    if (end(came)) {
      run.ended(this);
    }
  }

  /**
   * Ends it from outside: interrupts its thread, and forgets whatever it still gives.
   *
   * @return false if it has ended by itself
   */
  boolean abandon() {
    synchronized (this) {
      if (phase == Phase.ENDED) {
        return false;
      }
      phase = Phase.ABANDONED;
      if (thread != null) {
        thread.interrupt();
      }
    }
    run.endReports(this, Ending.FAILED);
    return true;
  }

  private synchronized boolean begin() {
    if (phase != Phase.WAITING) {
      return false;
    }
    phase = Phase.RUNNING;
    thread = Thread.currentThread();
    startedNanos = System.nanoTime();
    run.began();
    return true;
  }

  @SuppressWarnings("CatchingUnchecked") // whatever the objective does, the study goes on
  private Result call() {
    Throwable cause;
    try {
      Outcome outcome = objective.evaluate(hp, this);
      if (!pruned) {
        return run.checked(outcome);
      }
      return new Result.Pruned(lastReport);
    } catch (Throwable t) {
      cause = t;
    }
    return pruned ? new Result.Pruned(lastReport) : new Result.Threw(cause);
  }

  private boolean end(Result came) {
    synchronized (this) {
      thread = null;
      if (phase == Phase.ABANDONED) {
        // The interrupt was meant for this trial, not for what the thread does next.
        Thread.interrupted();
        return false;
      }
      phase = Phase.ENDED;
      endedNanos = System.nanoTime();
      result = came;
      // Within, so that whoever cannot abandon it any more finds its reports ended too.
      run.endReports(
          this,
          switch (came) {
            case Result.Returned r -> r.outcome().isFinite() ? Ending.COMPLETE : Ending.FAILED;
            case Result.Pruned p -> Ending.PRUNED;
            case Result.Threw t -> Ending.FAILED;
          });
    }
    return true;
  }

  @Override
  public String toString() {
    return "trial " + number + (attempt == 0 ? "" : ", attempt " + attempt) + " " + hp;
  }
}
