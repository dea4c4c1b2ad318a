package dev.hone.spi;

import dev.hone.Configuration;
import dev.hone.Direction;
import dev.hone.Optimizer;
import dev.hone.Outcome;
import dev.hone.SearchSpace;
import dev.hone.SpaceExhaustedException;
import dev.hone.Trial;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The base for an optimization method: keeps the trials, the queue and the lock, so that a method
 * only says which point comes next.
 *
 * <p>A method works in the unit cube and minimises; {@link History} shows it the trials that way.
 * Its own part is {@link #suggest(History, long)}, and where it pays {@link #suggest(History, long,
 * int)}, {@link #told} and {@link #release}. All of them are called under the lock of this
 * optimizer, one at a time, and must not call its public methods from other threads and wait for
 * them. For random choices, use a generator keyed by {@link #seed} and the trial number: then the
 * same calls give the same bits.
 */
public abstract class OptimizerBase implements Optimizer {
  /** What a trial takes beside its coordinates, roughly. */
  private static final long BYTES_PER_TRIAL = 600;

  private final SearchSpace space;
  private final List<Direction> directions;
  private final int constraintCount;
  private final long seed;

  /** Not {@code synchronized}: virtual threads may wait here for a long suggestion. */
  private final ReentrantLock lock = new ReentrantLock();

  private final History history;
  private final List<LedgerTrial> trials = new ArrayList<>();

  /** The trials that have ended, in that order. */
  private final List<LedgerTrial> ended = new ArrayList<>();

  private final Deque<Configuration> queue = new ArrayDeque<>();
  private final ParetoArchive front = new ParetoArchive();
  private boolean closed;

  /** Takes space, objectives, constraints and seed from a builder. */
  protected OptimizerBase(OptimizerBuilder<?> builder) {
    this.space = builder.space();
    this.directions = builder.directions();
    this.constraintCount = builder.constraintCount();
    this.seed = builder.seed();
    this.history = new History(space);
  }

  /**
   * Says which point to try next.
   *
   * @param history the trials so far
   * @param trialNumber the number the trial will have
   * @return d coordinates in [0, 1]; the trial gets the configuration they stand for
   * @throws SpaceExhaustedException if there is nothing left to suggest
   */
  protected abstract double[] suggest(History history, long trialNumber);

  /**
   * Says which point to try next, within a time. Unless overridden, takes the time it takes: right
   * for a method whose suggestions cost next to nothing.
   *
   * @param history the trials so far
   * @param trialNumber the number the trial will have
   * @param deadline until when
   * @return d coordinates in [0, 1]; the trial gets the configuration they stand for
   * @throws SpaceExhaustedException if there is nothing left to suggest
   */
  protected double[] suggest(History history, long trialNumber, Deadline deadline) {
    return suggest(history, trialNumber);
  }

  /**
   * Says which points to try next, side by side. Unless overridden, asks for one after the other,
   * each pending for the next.
   *
   * @param history the trials so far
   * @param firstTrialNumber the number the first trial will have
   * @param n how many points, at least 1
   * @return n points; fewer, but at least one, if there are no more
   * @throws SpaceExhaustedException if there is nothing left to suggest
   */
  protected List<double[]> suggest(History history, long firstTrialNumber, int n) {
    List<double[]> points = new ArrayList<>();
    try {
      for (int i = 0; i < n; i++) {
        double[] point = suggest(history, firstTrialNumber + i);
        points.add(point);
        history.addPending(firstTrialNumber + i, space.decode(point).encoded());
      }
    } catch (SpaceExhaustedException e) {
      if (points.isEmpty()) {
        throw e;
      }
    } finally {
      for (int i = 0; i < points.size(); i++) {
        history.removePending(firstTrialNumber + i);
      }
    }
    return points;
  }

  /**
   * Called after a trial has ended, complete or failed, asked or observed, and {@link History} has
   * been updated. What it throws reaches the caller of {@link #tell}; the trial stays ended.
   *
   * @param trial the trial, with its value as it was told (not negated)
   */
  protected void told(Trial trial) {}

  /**
   * Whether a complete trial competes for {@link #best} and {@link #front}; false for a value that
   * does not compare with others, such as that of a shorter training. Called when the trial ends,
   * also while a snapshot is read: then after the method's options, and before its state.
   *
   * @param trial the trial, complete
   */
  protected boolean competes(Trial trial) {
    return true;
  }

  /**
   * Adds an evaluation made elsewhere, as {@link #observe(Configuration, Outcome)}, of which the
   * method knows more.
   *
   * @param numbered told the number of the trial before it ends
   * @return the ended trial
   */
  protected final Trial observe(
      Configuration configuration, Outcome outcome, LongConsumer numbered) {
    checkOwnSpace(configuration);
    checkFits(outcome);
    lock.lock();
    try {
      checkOpen();
      LedgerTrial trial = handOut(configuration);
      numbered.accept(trial.number());
      record(trial, outcome);
      return trial;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Refuses what the method cannot do without in an outcome, before the trial ends: it stays
   * pending and can be told again. Not called for what is {@linkplain #observe observed}, nor under
   * the lock.
   *
   * @param outcome with as many objectives and constraints as there should be
   * @throws IllegalArgumentException if something is missing; the message says what
   */
  protected void checkTold(Outcome outcome) {}

  /** Called once, by the first {@link #close}: the place to free what is not on the heap. */
  protected void release() {}

  /** The trials so far; to be read only where this optimizer's lock is held. */
  protected final History history() {
    return history;
  }

  /**
   * Everything an optimizer needs to go on elsewhere, as bytes with a checksum: space, direction,
   * seed, trials and queue, and what the method adds. Written under the lock.
   *
   * @param method the name of the method, which only its own snapshots have
   * @param version the version of what the method adds
   * @param options what the optimizer was built with
   * @param state what the method has learnt beyond its {@link History}
   * @throws IllegalStateException if this optimizer is closed
   */
  protected final byte[] snapshot(
      String method, int version, Snapshot.Writer options, Snapshot.Writer state) {
    lock.lock();
    try {
      checkOpen();
      return Snapshot.write(
          method,
          version,
          this,
          out -> {
            options.write(out);
            LedgerSnapshot.write(out, trials, ended, queue);
            state.write(out);
          });
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes over trials and queue of a snapshot, without calls of {@link #told}, and then what the
   * method has added. To be called once, while nothing was asked yet; the method's constructor may.
   *
   * @param snapshot of which the options have been read
   * @param state reads what the method wrote as its state
   * @return what {@code state} returns
   * @throws IllegalArgumentException if the snapshot does not make sense
   */
  protected final <T> T restore(Snapshot snapshot, Snapshot.Reader<T> state) {
    lock.lock();
    try {
      if (!trials.isEmpty() || !queue.isEmpty()) {
        throw new IllegalStateException("the optimizer has trials already");
      }
      T result =
          snapshot.read(
              in -> {
                LedgerSnapshot.read(in, space, this::handOut, trials, this::enter, queue);
                return state.read(in);
              });
      snapshot.finish();
      return result;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Looks at what a method knows while nobody asks or tells.
   *
   * @param look called under the lock of this optimizer
   * @return what it returns
   */
  protected final <T> T locked(Supplier<T> look) {
    lock.lock();
    try {
      return look.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Checks that a trial is one of this optimizer.
   *
   * @throws IllegalStateException if it is not
   */
  protected final void checkOwn(Trial trial) {
    lock.lock();
    try {
      if (!(trial instanceof LedgerTrial own && isOwn(own))) {
        throw new IllegalStateException(trial + " was not handed out by this optimizer");
      }
    } finally {
      lock.unlock();
    }
  }

  /** The seed of all random choices. */
  protected final long seed() {
    return seed;
  }

  @Override
  public final SearchSpace space() {
    return space;
  }

  @Override
  public final Direction direction() {
    return directions.getFirst();
  }

  @Override
  public final List<Direction> directions() {
    return directions;
  }

  @Override
  public final int constraintCount() {
    return constraintCount;
  }

  @Override
  public final Trial ask() {
    checkRoom(1);
    return askOne(() -> suggest(history, trials.size()));
  }

  @Override
  public final Trial ask(Duration time) {
    Deadline deadline = Deadline.in(time);
    return askOne(() -> suggest(history, trials.size(), deadline));
  }

  private Trial askOne(Supplier<double[]> suggestion) {
    lockToAsk();
    try {
      checkOpen();
      Configuration queued = queue.peek();
      Trial trial = handOut(queued == null ? space.decode(suggestion.get()) : queued);
      if (queued != null) {
        queue.remove();
      }
      return trial;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final List<Trial> ask(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("n = " + n + ": expected at least 1");
    }
    checkRoom(n);
    lockToAsk();
    try {
      checkOpen();
      int queued = Math.min(n, queue.size());
      List<Configuration> next = new ArrayList<>();
      Iterator<Configuration> waiting = queue.iterator();
      while (next.size() < queued) {
        next.add(waiting.next());
      }
      addSuggestions(next, n);
      // Taken off the queue only now: had the method thrown, nothing would be lost.
      for (int i = 0; i < queued; i++) {
        queue.remove();
      }
      List<Trial> handedOut = new ArrayList<>();
      for (Configuration configuration : next) {
        handedOut.add(handOut(configuration));
      }
      return Collections.unmodifiableList(handedOut);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final void tell(Trial trial, double value) {
    tell(trial, Outcome.of(value));
  }

  @Override
  public final void tell(Trial trial, Outcome outcome) {
    checkFits(outcome);
    checkTold(outcome);
    end(trial, outcome);
  }

  @Override
  public final void fail(Trial trial) {
    end(trial, null);
  }

  @Override
  public final void enqueue(Configuration configuration) {
    checkOwnSpace(configuration);
    lock.lock();
    try {
      checkOpen();
      queue.add(configuration);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final Trial observe(Configuration configuration, double value) {
    return observe(configuration, Outcome.of(value));
  }

  @Override
  public final Trial observe(Configuration configuration, Outcome outcome) {
    return observe(configuration, outcome, number -> {});
  }

  @Override
  public final Trial best() {
    return bestSoFar()
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    constraintCount == 0
                        ? "no trial is complete"
                        : "no trial is complete and meets all constraints"));
  }

  @Override
  public final Optional<Trial> bestSoFar() {
    if (directions.size() > 1) {
      throw new IllegalStateException(
          "there are " + directions.size() + " objectives, and no single best: see front()");
    }
    lock.lock();
    try {
      return front.first();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final List<Trial> front() {
    lock.lock();
    try {
      return front.trials();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final List<Trial> trials() {
    lock.lock();
    try {
      return List.copyOf(trials);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        release();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A trial has a handful of arrays of d numbers, and its places in lists and maps. */
  private void checkRoom(int n) {
    long most = Runtime.getRuntime().maxMemory() / (BYTES_PER_TRIAL + 48L * space.dimension());
    if (n > most) {
      throw new IllegalArgumentException(
          "n = " + n + ": expected at most " + most + ", for which the heap has room");
    }
  }

  private void lockToAsk() {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("interrupted while waiting to ask");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  /** Fills up to {@code n}; what is there already is pending for the method. */
  private void addSuggestions(List<Configuration> next, int n) {
    int queued = next.size();
    if (queued == n) {
      return;
    }
    long first = trials.size();
    for (int i = 0; i < queued; i++) {
      history.addPending(first + i, next.get(i).encoded());
    }
    try {
      for (double[] point : suggest(history, first + queued, n - queued)) {
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

  private LedgerTrial handOut(Configuration configuration) {
    LedgerTrial trial = new LedgerTrial(trials.size(), configuration);
    trials.add(trial);
    history.addPending(trial.number(), configuration.encoded());
    return trial;
  }

  private void end(Trial trial, @Nullable Outcome outcome) {
    lock.lock();
    try {
      checkOpen();
      if (!(trial instanceof LedgerTrial own && isOwn(own))) {
        throw new IllegalStateException(trial + " was not handed out by this optimizer");
      }
      if (own.state() != Trial.State.PENDING) {
        throw new IllegalStateException(trial + " has ended already");
      }
      record(own, outcome);
    } finally {
      lock.unlock();
    }
  }

  private boolean isOwn(LedgerTrial trial) {
    return trial.number() < trials.size() && trials.get((int) trial.number()) == trial;
  }

  private void record(LedgerTrial trial, @Nullable Outcome outcome) {
    enter(trial, outcome);
    told(trial);
  }

  private void enter(LedgerTrial trial, @Nullable Outcome outcome) {
    double[] point = history.removePending(trial.number());
    trial.end(outcome);
    ended.add(trial);
    if (trial.state() == Trial.State.COMPLETE) {
      Outcome minimized = trial.outcome().toMinimized(directions);
      history.addComplete(point, minimized);
      if (competes(trial)) {
        front.offer(trial, minimized);
      }
    } else {
      history.addFailed(point);
    }
  }

  private void checkFits(Outcome outcome) {
    if (outcome.objectiveCount() != directions.size()
        || outcome.constraintCount() != constraintCount) {
      throw new IllegalArgumentException(
          "an outcome of %d objectives and %d constraints: expected %d and %d"
              .formatted(
                  outcome.objectiveCount(),
                  outcome.constraintCount(),
                  directions.size(),
                  constraintCount));
    }
    double[] gradient = outcome.gradient();
    if (gradient != null && gradient.length != space.parameters().size()) {
      throw new IllegalArgumentException(
          "a gradient of %d entries: expected one for each of %d parameters"
              .formatted(gradient.length, space.parameters().size()));
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the optimizer is closed");
    }
  }

  private void checkOwnSpace(Configuration configuration) {
    if (configuration.space() != space) {
      throw new IllegalArgumentException(
          configuration + " belongs to another search space: expected one of " + space);
    }
  }
}
