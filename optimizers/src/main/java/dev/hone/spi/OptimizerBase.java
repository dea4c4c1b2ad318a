package dev.hone.spi;

import dev.hone.Configuration;
import dev.hone.Direction;
import dev.hone.Optimizer;
import dev.hone.Outcome;
import dev.hone.SearchSpace;
import dev.hone.SpaceExhaustedException;
import dev.hone.Trial;
import dev.hone.internal.OpenLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
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

  private final Problem problem;

  private final OpenLock lock = new OpenLock("the optimizer");
  private final Ledger ledger;

  /** Takes space, objectives, constraints and seed from a builder. */
  protected OptimizerBase(OptimizerBuilder<?> builder) {
    problem = builder.problem();
    ledger = new Ledger(problem.space(), problem.directions());
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
        history.addPending(firstTrialNumber + i, space().decode(point).encoded());
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
   * @param numbered told the number of the trial before it ends; null if it need not be
   * @return the ended trial
   */
  protected final Trial observe(
      Configuration configuration, Outcome outcome, @Nullable LongConsumer numbered) {
    problem.checkBelongs(configuration);
    problem.checkFits(outcome);
    try (var _ = lock.open()) {
      LedgerTrial trial = ledger.handOut(configuration);
      if (numbered != null) {
        numbered.accept(trial.number());
      }
      return record(trial, outcome);
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
    return ledger.history();
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
    try (var _ = lock.open()) {
      return Snapshot.write(
          method,
          version,
          problem,
          out -> {
            options.write(out);
            ledger.save(out);
            state.write(out);
          });
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
    try (var _ = lock.any()) {
      if (!ledger.isEmpty()) {
        throw new IllegalStateException("the optimizer has trials already");
      }
      T result =
          snapshot.read(
              in -> {
                ledger.load(in, this);
                return state.read(in);
              });
      snapshot.finish();
      return result;
    }
  }

  /**
   * Looks at what a method knows while nobody asks or tells.
   *
   * @param look called under the lock of this optimizer
   * @return what it returns
   */
  protected final <T> T locked(Supplier<T> look) {
    try (var _ = lock.any()) {
      return look.get();
    }
  }

  /**
   * Checks that a trial is one of this optimizer.
   *
   * @throws IllegalStateException if it is not
   */
  protected final void checkOwn(Trial trial) {
    try (var _ = lock.any()) {
      ledger.own(trial);
    }
  }

  /** The seed of all random choices. */
  protected final long seed() {
    return problem.seed();
  }

  @Override
  public final SearchSpace space() {
    return problem.space();
  }

  @Override
  public final Direction direction() {
    return directions().getFirst();
  }

  @Override
  public final List<Direction> directions() {
    return problem.directions();
  }

  @Override
  public final int constraintCount() {
    return problem.constraintCount();
  }

  @Override
  public final Trial ask() {
    checkRoom(1);
    return askOne(null);
  }

  @Override
  public final Trial ask(Duration time) {
    return askOne(Deadline.in(time));
  }

  private Trial askOne(@Nullable Deadline deadline) {
    try (var _ = lock.openUnlessInterrupted()) {
      if (ledger.hasQueued()) {
        return ledger.handOutQueued();
      }
      History history = ledger.history();
      int number = ledger.nextNumber();
      double[] point =
          deadline == null ? suggest(history, number) : suggest(history, number, deadline);
      return ledger.handOut(space().decode(point));
    }
  }

  @Override
  public final List<Trial> ask(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("n = " + n + ": expected at least 1");
    }
    checkRoom(n);
    try (var _ = lock.openUnlessInterrupted()) {
      return ledger.handOutNext(n, (first, count) -> suggest(ledger.history(), first, count));
    }
  }

  @Override
  public final void tell(Trial trial, double value) {
    tell(trial, Outcome.of(value));
  }

  @Override
  public final void tell(Trial trial, Outcome outcome) {
    problem.checkFits(outcome);
    checkTold(outcome);
    end(trial, outcome);
  }

  @Override
  public final void fail(Trial trial) {
    end(trial, null);
  }

  @Override
  public final void enqueue(Configuration configuration) {
    problem.checkBelongs(configuration);
    try (var _ = lock.open()) {
      ledger.enqueue(configuration);
    }
  }

  @Override
  public final Trial observe(Configuration configuration, double value) {
    return observe(configuration, Outcome.of(value));
  }

  @Override
  public final Trial observe(Configuration configuration, Outcome outcome) {
    return observe(configuration, outcome, null);
  }

  @Override
  public final Trial best() {
    return bestSoFar()
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    constraintCount() == 0
                        ? "no trial is complete"
                        : "no trial is complete and meets all constraints"));
  }

  @Override
  public final Optional<Trial> bestSoFar() {
    if (directions().size() > 1) {
      throw new IllegalStateException(
          "there are " + directions().size() + " objectives, and no single best: see front()");
    }
    try (var _ = lock.any()) {
      return ledger.best();
    }
  }

  @Override
  public final List<Trial> front() {
    try (var _ = lock.any()) {
      return ledger.front();
    }
  }

  @Override
  public final List<Trial> trials() {
    try (var _ = lock.any()) {
      return List.copyOf(ledger.trials());
    }
  }

  @Override
  public final void close() {
    try (var _ = lock.any()) {
      if (lock.close()) {
        release();
      }
    }
  }

  /** A trial has a handful of arrays of d numbers, and its places in lists and maps. */
  private void checkRoom(int n) {
    long most = Runtime.getRuntime().maxMemory() / (BYTES_PER_TRIAL + 48L * space().dimension());
    if (n > most) {
      throw new IllegalArgumentException(
          "n = " + n + ": expected at most " + most + ", for which the heap has room");
    }
  }

  private void end(Trial trial, @Nullable Outcome outcome) {
    try (var _ = lock.open()) {
      LedgerTrial own = ledger.own(trial);
      if (own.state() != Trial.State.PENDING) {
        throw new IllegalStateException(trial + " has ended already");
      }
      record(own, outcome);
    }
  }

  private Trial record(LedgerTrial trial, @Nullable Outcome outcome) {
    ledger.end(trial, outcome, this);
    told(trial);
    return trial;
  }
}
