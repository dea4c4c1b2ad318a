package dev.hone.spi;

import dev.hone.Configuration;
import dev.hone.Direction;
import dev.hone.Outcome;
import dev.hone.SearchSpace;
import dev.hone.SpaceExhaustedException;
import dev.hone.Trial;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The trials of an optimizer: by number, in the order they ended, and those that wait to be handed
 * out; with the {@link History} that shows them to the method, and the front of the best. Nothing
 * is lost if a method throws. Guarded by the lock of the optimizer.
 */
final class Ledger {

  /** What suggests points of trials side by side. */
  @FunctionalInterface
  interface Suggestions {

    /** At least one point, and at most n. */
    List<double[]> suggest(long firstTrialNumber, int n);
  }

  private final SearchSpace space;
  private final List<Direction> directions;
  private final History history;
  private final List<LedgerTrial> trials = new ArrayList<>();

  /** The trials that have ended, in that order. */
  private final List<LedgerTrial> ended = new ArrayList<>();

  private final Deque<Configuration> queue = new ArrayDeque<>();
  private final ParetoArchive front = new ParetoArchive();

  Ledger(SearchSpace space, List<Direction> directions) {
    this.space = space;
    this.directions = directions;
    this.history = new History(space);
  }

  History history() {
    return history;
  }

  /** The number that the next trial will have. */
  int nextNumber() {
    return trials.size();
  }

  boolean isEmpty() {
    return trials.isEmpty() && queue.isEmpty();
  }

  List<LedgerTrial> trials() {
    return Collections.unmodifiableList(trials);
  }

  /** The best, or the front, of the trials that compete. */
  List<Trial> front() {
    return front.trials();
  }

  /** The earliest of the front. */
  Optional<Trial> best() {
    return front.first();
  }

  /** Lets a configuration wait to be handed out. */
  void enqueue(Configuration configuration) {
    queue.add(configuration);
  }

  /** Whether a configuration waits. */
  boolean hasQueued() {
    return !queue.isEmpty();
  }

  /** Hands out what has waited longest. */
  LedgerTrial handOutQueued() {
    LedgerTrial trial = handOut(queue.element());
    queue.remove();
    return trial;
  }

  /** Hands out up to n: first what waits, then what is suggested. */
  List<Trial> handOutNext(int n, Suggestions method) {
    int queued = Math.min(n, queue.size());
    List<Configuration> next = new ArrayList<>();
    Iterator<Configuration> waiting = queue.iterator();
    while (next.size() < queued) {
      next.add(waiting.next());
    }
    addSuggestions(next, n, method);
    // Taken off the queue only now: had the method thrown, nothing would be lost.
    for (int i = 0; i < queued; i++) {
      queue.remove();
    }
    List<Trial> handedOut = new ArrayList<>();
    for (Configuration configuration : next) {
      handedOut.add(handOut(configuration));
    }
    return Collections.unmodifiableList(handedOut);
  }

  /** Fills up to {@code n}; what is there already is pending for the method. */
  private void addSuggestions(List<Configuration> next, int n, Suggestions method) {
    int queued = next.size();
    if (queued == n) {
      return;
    }
    long first = trials.size();
    for (int i = 0; i < queued; i++) {
      history.addPending(first + i, next.get(i).encoded());
    }
    try {
      for (double[] point : method.suggest(first + queued, n - queued)) {
        next.add(space.decode(point));
      }
    } catch (SpaceExhaustedException e) {
      if (queued == 0) {
        throw e;
      }
    } finally {
      for (int i = 0; i < queued; i++) {
        history.removePending(first + i);
      }
    }
  }

  /** A new trial, pending. */
  LedgerTrial handOut(Configuration configuration) {
    LedgerTrial trial = new LedgerTrial(trials.size(), configuration);
    trials.add(trial);
    history.addPending(trial.number(), configuration.encoded());
    return trial;
  }

  /**
   * The trial, which has to be one of these.
   *
   * @throws IllegalStateException if it is not
   */
  LedgerTrial own(Trial trial) {
    if (trial instanceof LedgerTrial own
        && own.number() < trials.size()
        && trials.get((int) own.number()) == own) {
      return own;
    }
    throw new IllegalStateException(trial + " was not handed out by this optimizer");
  }

  /**
   * Ends a trial that is pending.
   *
   * @param outcome null if it failed
   * @param method asked whether it competes for the front, if it is complete
   */
  void end(LedgerTrial trial, @Nullable Outcome outcome, OptimizerBase method) {
    trial.end(outcome);
    ended.add(trial);
    if (trial.state() == Trial.State.COMPLETE) {
      Outcome minimized = trial.outcome().toMinimized(directions);
      history.complete(trial.number(), minimized);
      if (method.competes(trial)) {
        front.offer(trial, minimized);
      }
    } else {
      history.fail(trial.number());
    }
  }

  void save(DataOutput out) throws IOException {
    LedgerSnapshot.write(out, trials, ended, queue);
  }

  /** Reads what {@link #save} wrote into a ledger that is empty. */
  void load(DataInput in, OptimizerBase method) throws IOException {
    LedgerSnapshot.read(
        in, space, this::handOut, trials, (trial, outcome) -> end(trial, outcome, method), queue);
  }
}
