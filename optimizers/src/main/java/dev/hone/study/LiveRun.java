package dev.hone.study;

import dev.hone.SpaceExhaustedException;
import dev.hone.Trial;
import dev.hone.study.Journal.How;
import dev.hone.study.Journal.Retried;
import dev.hone.study.StudyResult.Stop;
import dev.hone.terminator.Terminator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A run that takes trials as they come.
 *
 * @param <R> the record
 */
final class LiveRun<R extends Record> extends StudyRun<R> {
  private final @Nullable Terminator terminator;
  private final @Nullable Duration timeout;

  LiveRun(Study<R> study, OutcomeObjective<? super R> objective) {
    super(study, objective);
    this.terminator = study.newTerminator();
    this.timeout = study.trialTimeout();
  }

  @Override
  Stop course() throws InterruptedException {
    Stop stop = null;
    while (true) {
      while (stop == null && open.size() < study.parallelism()) {
        stop = begin();
      }
      if (open.isEmpty()) {
        return stop == null ? Stop.TRIALS : stop;
      }
      awaitNews();
    }
  }

  @Override
  boolean judge(Attempt<R> attempt, long step, double[] values) {
    return study.pruner().shouldPrune(reports(), attempt.reportNumber());
  }

  /** An outcome whose news are still unread is not lost. */
  @Override
  Attempt.@Nullable Result breakOff(Attempt<R> attempt) {
    return attempt.abandon() ? null : attempt.result();
  }

  @Override
  void afterEnd(Trial trial) {
    if (terminator != null) {
      terminator.ended(trial);
    }
  }

  /** Begins a trial, or says why there is none to begin. */
  private @Nullable Stop begin() {
    if (study.trials().isPresent() && asked() >= study.trials().getAsInt()) {
      return Stop.TRIALS;
    }
    if (terminator != null && terminator.isDue()) {
      return Stop.TERMINATOR;
    }
    Open<R> next;
    try {
      next = ask();
    } catch (SpaceExhaustedException e) {
      return Stop.EXHAUSTED;
    }
    Attempt<R> attempt;
    try {
      attempt = attempt(next, 0);
    } catch (IllegalArgumentException e) {
      end(next, How.FAILED, null, e);
      return null;
    }
    start(attempt);
    return null;
  }

  /** Waits until an attempt ends or has taken too much time, and does what is to be done. */
  private void awaitNews() throws InterruptedException {
    News<R> news = nextNews();
    while (news != null) {
      if (news.ended() != null) {
        handle(news.ended());
      }
      news = mailbox.poll();
    }
    for (Open<R> trial : List.copyOf(open.values())) {
      if (nanosLeft(trial) <= 0) {
        giveUp(trial);
      }
    }
  }

  private @Nullable News<R> nextNews() throws InterruptedException {
    long left = Long.MAX_VALUE;
    for (Open<R> trial : open.values()) {
      left = Math.min(left, nanosLeft(trial));
    }
    return left == Long.MAX_VALUE ? mailbox.take() : mailbox.poll(left, TimeUnit.NANOSECONDS);
  }

  private void handle(Attempt<R> attempt) {
    Open<R> trial = open.get(attempt.number());
    Attempt.Result result = attempt.result();
    if (trial == null || result == null) {
      throw new AssertionError(attempt + " ended, but is not open");
    }
    if (result instanceof Attempt.Result.Threw(Throwable cause)
        && attempt.attempt() < study.retries()) {
      LOGGER.log(System.Logger.Level.WARNING, attempt + " failed and is tried again: " + cause);
      record(new Retried(attempt.number(), attempt.attempt()));
      start(attempt(trial, attempt.attempt() + 1));
    } else {
      end(trial, result);
    }
  }

  private void giveUp(Open<R> trial) {
    Attempt<R> attempt = trial.attempt;
    // If it has just ended by itself, its news are in the mailbox.
    if (attempt != null && attempt.abandon()) {
      end(
          trial,
          How.TIMED_OUT,
          null,
          new TimeoutException("it took more than " + timeout + ", see trialTimeout"));
    }
  }

  /** The time that an attempt has left; endless before it begins. */
  private long nanosLeft(Open<R> trial) {
    Attempt<R> attempt = trial.attempt;
    if (timeout == null || attempt == null || attempt.startedNanos() == 0) {
      return Long.MAX_VALUE;
    }
    return timeout.toNanos() - attempt.durationNanos();
  }
}
