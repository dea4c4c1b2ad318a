package dev.hone.study;

import dev.hone.Outcome;
import dev.hone.study.Journal.Asked;
import dev.hone.study.Journal.Ended;
import dev.hone.study.Journal.Event;
import dev.hone.study.Journal.How;
import dev.hone.study.Journal.Reported;
import dev.hone.study.Journal.Retried;
import dev.hone.study.StudyResult.Stop;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A run that follows a journal. Asks and tells happen in its order: an attempt that ends before its
 * turn waits, and one that has been asked begins as soon as there is room. The one whose turn it is
 * runs or is next in line, so that none waits for another for ever.
 *
 * @param <R> the record
 */
final class ReplayRun<R extends Record> extends StudyRun<R> {

  private record Key(long trial, int attempt, long step) {}

  private final Journal journal;
  private final Map<Key, Reported> reported = new HashMap<>();
  private final Map<Long, Ended> endings = new HashMap<>();
  private final Set<Retried> retries = new HashSet<>();

  /** Asked, but without room to run. */
  private final Deque<Attempt<R>> waiting = new ArrayDeque<>();

  private int running;

  ReplayRun(Study<R> study, OutcomeObjective<? super R> objective, Journal journal) {
    super(study, objective);
    this.journal = journal;
    for (Event event : journal.events()) {
      if (event instanceof Reported report) {
        reported.put(new Key(report.trial(), report.attempt(), report.step()), report);
      } else if (event instanceof Ended end) {
        endings.put(end.trial(), end);
      } else if (event instanceof Retried retry) {
        retries.add(retry);
      }
    }
  }

  @Override
  Stop course() throws InterruptedException {
    for (Event event : journal.events()) {
      switch (event) {
        case Asked asked -> begin(asked);
        case Reported report -> {}
        case Retried retry -> repeat(retry);
        case Ended end -> finish(end);
      }
    }
    if (!open.isEmpty()) {
      throw new IllegalStateException("the journal has no end of trials " + open.keySet());
    }
    return Stop.TRIALS;
  }

  /** Answers as before; a report that the pruner refused before, it refuses again. */
  @Override
  boolean judge(Attempt<R> attempt, long step, double[] values) {
    Reported before = reported.get(new Key(attempt.number(), attempt.attempt(), step));
    if (before == null) {
      study.pruner().shouldPrune(reports(), attempt.reportNumber());
      throw new IllegalStateException(attempt + " reports step " + step + ", as it did not before");
    }
    double[] expected = before.values().stream().mapToDouble(Double::doubleValue).toArray();
    if (!Arrays.equals(values, expected)) {
      throw new IllegalStateException(
          "%s reports %s at step %d: recorded is %s"
              .formatted(attempt, Arrays.toString(values), step, Arrays.toString(expected)));
    }
    return before.pruned();
  }

  /** What has not been compared with the journal does not count. */
  @Override
  Attempt.@Nullable Result breakOff(Attempt<R> attempt) {
    attempt.abandon();
    return null;
  }

  private void begin(Asked asked) {
    Open<R> trial = ask();
    if (trial.number != asked.trial()) {
      throw new IllegalStateException(
          "the journal asks for trial " + asked.trial() + ": expected " + trial.number);
    }
    try {
      Attempt<R> attempt = attempt(trial, 0);
      if (runsAgain(trial.number, 0)) {
        waiting.add(attempt);
      }
    } catch (IllegalArgumentException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "the record refuses its values as before", e);
    }
    startWaiting();
  }

  /** Not if this attempt hung, or was cut short by the end of the study. */
  private boolean runsAgain(long trial, int attempt) {
    Ended end = endings.get(trial);
    boolean ranToItsEnd = end != null && end.how() != How.TIMED_OUT && end.how() != How.CANCELLED;
    return ranToItsEnd || retries.contains(new Retried(trial, attempt));
  }

  private void repeat(Retried retry) throws InterruptedException {
    Open<R> trial = openTrial(retry.trial());
    Attempt.Result result = await(trial);
    if (!(result instanceof Attempt.Result.Threw)) {
      throw new IllegalStateException(
          "trial " + trial.number + " gives " + result + ": recorded is that it threw");
    }
    record(retry);
    Attempt<R> next = attempt(trial, retry.attempt() + 1);
    if (runsAgain(trial.number, next.attempt())) {
      waiting.add(next);
    }
    startWaiting();
  }

  private void finish(Ended recorded) throws InterruptedException {
    Open<R> trial = openTrial(recorded.trial());
    switch (recorded.how()) {
      case TIMED_OUT ->
          end(trial, How.TIMED_OUT, null, new TimeoutException("it took too much time before"));
      case CANCELLED ->
          end(trial, How.CANCELLED, null, new CancellationException("it was cancelled before"));
      case FAILED -> {
        if (trial.attempt == null) {
          end(trial, How.FAILED, null, new IllegalArgumentException("the record refuses it"));
        } else {
          finish(trial, recorded, await(trial));
        }
      }
      case COMPLETE, PRUNED -> finish(trial, recorded, await(trial));
    }
    startWaiting();
  }

  private void finish(Open<R> trial, Ended recorded, Attempt.Result result) {
    boolean same =
        switch (result) {
          case Attempt.Result.Returned(Outcome o) when o.isFinite() ->
              recorded.how() == How.COMPLETE && isSame(recorded.outcome(), o);
          case Attempt.Result.Pruned(Outcome o) ->
              recorded.how() == How.PRUNED && isSame(recorded.outcome(), o);
          case Attempt.Result.Returned o -> recorded.how() == How.FAILED;
          case Attempt.Result.Threw t -> recorded.how() == How.FAILED;
        };
    if (!same) {
      String message =
          "trial %d gives %s: recorded is %s %s"
              .formatted(
                  trial.number,
                  result,
                  recorded.how(),
                  recorded.outcome().map(Outcome::toString).orElse(""));
      throw new IllegalStateException(
          message, result instanceof Attempt.Result.Threw(Throwable cause) ? cause : null);
    }
    Outcome outcome = recorded.outcome().orElse(null);
    if (outcome == null) {
      end(trial, result);
    } else {
      // As recorded: what an evaluation costs need not be the same again.
      end(trial, recorded.how(), outcome, null);
    }
  }

  private static boolean isSame(Optional<Outcome> recorded, Outcome outcome) {
    return recorded.isPresent()
        && Arrays.equals(recorded.get().objectives(), outcome.objectives())
        && Arrays.equals(recorded.get().constraints(), outcome.constraints())
        && Arrays.equals(recorded.get().gradient(), outcome.gradient());
  }

  private Open<R> openTrial(long number) {
    Open<R> trial = open.get(number);
    if (trial == null) {
      throw new IllegalStateException("the journal ends trial " + number + ", which is not open");
    }
    return trial;
  }

  /** Waits for a trial's attempt; others that end meanwhile make room. */
  private Attempt.Result await(Open<R> trial) throws InterruptedException {
    Attempt<R> attempt = trial.attempt;
    if (attempt == null) {
      throw new IllegalStateException("trial " + trial.number + " has no record: recorded is one");
    }
    while (true) {
      Attempt.Result result = attempt.result();
      if (result != null) {
        return result;
      }
      if (mailbox.take().ended() != null) {
        running--;
        startWaiting();
      }
    }
  }

  private void startWaiting() {
    while (running < study.parallelism() && !waiting.isEmpty()) {
      running++;
      start(waiting.remove());
    }
  }
}
