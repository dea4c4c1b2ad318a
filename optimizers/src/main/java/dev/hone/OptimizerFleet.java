package dev.hone;

import dev.hone.internal.OpenLock;
import dev.hone.internal.gp.FleetSuggester;
import dev.hone.internal.gp.TargetScaling;
import dev.hone.math.Backend;
import dev.hone.spi.Snapshot;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Thousands of small, independent Bayesian optimizers over one space, stepped together: one for
 * each server, machine, user or instrument that is tuned for itself.
 *
 * <pre>{@code
 * var s = SearchSpace.builder();
 * DoubleParam gain = s.logUniform("gain", 1e-3, 1e3);
 * IntParam window = s.integer("window", 1, 64);
 * try (OptimizerFleet fleet = OptimizerFleet.on(s.build(), 1000).seed(42).build()) {
 *   double[] values = new double[fleet.size()];
 *   for (int step = 0; step < 30; step++) {
 *     List<Configuration> next = fleet.askAll();
 *     for (int i = 0; i < values.length; i++) {
 *       values[i] = error(i, next.get(i).get(gain), next.get(i).get(window));
 *     }
 *     fleet.tellAll(values);
 *   }
 *   Trial best = fleet.member(17).best();
 * }
 * }</pre>
 *
 * <p>Each member suggests as a {@link GpOptimizer} does: an initial design, then the largest Log
 * Expected Improvement under a Matérn-5/2 model of its own trials. Fits and acquisition values of
 * many members are computed as one batch, on all threads of {@link dev.hone.math.Parallelism}.
 *
 * <p>Members are small: each remembers at most {@link Builder#capacity} trials, {@value
 * #MOST_TRIALS} of them at most, in at most {@value #MOST_PARAMETERS} parameters. Where one more
 * comes, a failed trial is forgotten, or the worse one of the two trials that lie closest together;
 * the best one never is, and no point is suggested twice for that. Memory is in O(members · trials
 * · parameters), with working space for each thread beside it.
 *
 * <p>The same seed and the same values told give the same suggestions, bit for bit, on one backend
 * and instruction set: whatever the number of threads, and whatever the other members are told.
 * Safe to use from many threads; steps are made one at a time.
 */
public final class OptimizerFleet implements AutoCloseable {
  /** Most trials that a member can remember. */
  public static final int MOST_TRIALS = 256;

  /** Most parameters of a space. */
  public static final int MOST_PARAMETERS = 32;

  private static final String METHOD = "OptimizerFleet";
  private static final int VERSION = 3;

  private final FleetOptions options;
  private final FleetMembers members;
  private final FleetSuggester suggester;

  private final OpenLock lock = new OpenLock("this fleet");

  private OptimizerFleet(Builder builder) {
    options = builder.options;
    members =
        new FleetMembers(
            options.space(),
            options.direction(),
            options.seed(),
            options.size(),
            options.capacity());
    suggester =
        new FleetSuggester(
            options.space(), options.seed(), options.backend(), options.strategy(), options.size());
  }

  /**
   * Starts building a fleet.
   *
   * @param space the space of all members
   * @param size how many members
   * @throws IllegalArgumentException if {@code size} is not from 1 to 1,000,000, or the space has
   *     more than {@value #MOST_PARAMETERS} parameters
   */
  public static Builder on(SearchSpace space, int size) {
    return new Builder(FleetOptions.of(space, size));
  }

  /**
   * A fleet that goes on where a {@link #snapshot()} was taken, with the options it had then, on
   * the configured backend.
   *
   * @param snapshot the bytes
   * @param space declared as the one before
   * @throws IllegalArgumentException if the bytes are altered or cut off, or of another space,
   *     format version or method; the message says which
   */
  public static OptimizerFleet restore(byte[] snapshot, SearchSpace space) {
    return restore(snapshot, space, Backend.configured());
  }

  /**
   * As {@link #restore(byte[], SearchSpace)}, on a backend of choice: on another than before, bits
   * may differ.
   *
   * @throws IllegalArgumentException if the bytes are altered or of something else, or {@code
   *     space} is declared otherwise
   * @throws dev.hone.math.BackendUnavailableException if the backend is forced and missing
   */
  public static OptimizerFleet restore(byte[] bytes, SearchSpace space, Backend backend) {
    Snapshot snapshot = Snapshot.open(bytes, METHOD, VERSION, space);
    Builder saved = new Builder(FleetOptions.load(snapshot, space, backend));
    OptimizerFleet fleet = saved.build();
    try {
      fleet.members.load(snapshot);
      snapshot.finish();
    } catch (RuntimeException e) {
      fleet.close();
      throw e;
    }
    return fleet;
  }

  /** The space of all members. */
  public SearchSpace space() {
    return options.space();
  }

  /** Whether small or large values are wanted. */
  public Direction direction() {
    return options.direction();
  }

  /** How many members there are. */
  public int size() {
    return members.size();
  }

  /**
   * Asks every member for the next configuration to try; O(n³ + n²·candidates) for each.
   *
   * @return one for each member, in their order
   * @throws IllegalStateException if the last ones were not told yet, or this fleet is closed
   * @throws CancellationException if the thread is interrupted; nothing is lost, and the next call
   *     goes on where this one stopped
   */
  public List<Configuration> askAll() {
    try (var _ = lock.openUnlessInterrupted()) {
      return members.ask(suggester);
    }
  }

  /**
   * The configurations under way, those of the last {@link #askAll}; empty if they were told. For a
   * fleet that was restored between asking and telling.
   */
  public List<Configuration> pending() {
    try (var _ = lock.any()) {
      return members.pending();
    }
  }

  /**
   * Tells every member what came of its configuration.
   *
   * @param values one for each member, in their order; NaN and infinities mark a trial as failed
   * @throws IllegalArgumentException if there are more or fewer values than members; nothing is
   *     told then
   * @throws IllegalStateException if nothing was asked, or this fleet is closed
   */
  public void tellAll(double[] values) {
    try (var _ = lock.open()) {
      members.tell(values);
    }
  }

  /**
   * Adds an evaluation made elsewhere to one member, as a trial of its own. NaN and infinities make
   * it a failed one.
   *
   * @param member which one, from 0
   * @param configuration of this fleet's space
   * @param value the objective there
   * @throws IllegalArgumentException if there is no such member, or the configuration belongs to
   *     another space
   * @throws IllegalStateException if members are asked and not told, or this fleet is closed
   */
  public void observe(int member, Configuration configuration, double value) {
    if (configuration.space() != options.space()) {
      throw new IllegalArgumentException(
          "configuration = " + configuration + ": expected one of this fleet's space");
    }
    try (var _ = lock.open()) {
      members.observe(member, configuration, value);
    }
  }

  /**
   * A live view of one member.
   *
   * @param index from 0 to below {@link #size}
   * @throws IllegalArgumentException if there is no such member
   */
  public Member member(int index) {
    members.get(index);
    return new Member(this, index);
  }

  /**
   * Everything as bytes: space, options, trials and hyperparameters of all members, and what is
   * asked. The fleet that {@link #restore} makes of it suggests what this one would, bit for bit on
   * the same backend and instruction set.
   *
   * @throws IllegalStateException if this fleet is closed
   */
  public byte[] snapshot() {
    try (var _ = lock.open()) {
      return Snapshot.write(
          METHOD,
          VERSION,
          options.space(),
          options.direction(),
          options.seed(),
          out -> {
            options.save(out);
            members.save(out);
          });
    }
  }

  /** Releases what the fleet works with; trials can still be read. */
  @Override
  public void close() {
    try (var _ = lock.any()) {
      if (lock.close()) {
        suggester.close();
      }
    }
  }

  /** One optimizer of a fleet. Shows what is known now; safe to use from many threads. */
  public static final class Member {
    private final OptimizerFleet fleet;
    private final int index;

    private Member(OptimizerFleet fleet, int index) {
      this.fleet = fleet;
      this.index = index;
    }

    /** Its number in the fleet, from 0. */
    public int index() {
      return index;
    }

    /** The seed of its random choices, drawn from that of the fleet. */
    public long seed() {
      return fleet.members.get(index).seed();
    }

    /** How many of its trials have ended, complete or failed, remembered or not. */
    public int ended() {
      try (var _ = fleet.lock.any()) {
        return fleet.members.get(index).ended();
      }
    }

    /**
     * The complete trial with the best value; the earliest of several.
     *
     * @throws NoSuchElementException if no trial is complete
     */
    public Trial best() {
      return bestSoFar().orElseThrow(() -> new NoSuchElementException("no trial is complete"));
    }

    /** As {@link #best}, or empty if no trial is complete. */
    public Optional<Trial> bestSoFar() {
      try (var _ = fleet.lock.any()) {
        return fleet.members.best(index);
      }
    }

    /** The trials it remembers, by number, as a snapshot of points and values; O(nd). */
    public List<Trial> trials() {
      try (var _ = fleet.lock.any()) {
        return fleet.members.trials(index);
      }
    }
  }

  /** The options of an {@link OptimizerFleet}. Not safe for use from several threads. */
  public static final class Builder {
    private FleetOptions options;

    private Builder(FleetOptions options) {
      this.options = options;
    }

    /** Sets the seed that those of all members are drawn from; 0 unless set. */
    public Builder seed(long seed) {
      options = options.withSeed(seed);
      return this;
    }

    /** Asks for small values; the default. */
    public Builder minimize() {
      options = options.withDirection(Direction.MINIMIZE);
      return this;
    }

    /** Asks for large values. */
    public Builder maximize() {
      options = options.withDirection(Direction.MAXIMIZE);
      return this;
    }

    /**
     * Sets how many trials a member remembers; {@value OptimizerFleet#MOST_TRIALS} unless set.
     *
     * @throws IllegalArgumentException if it is not from 8 to {@value OptimizerFleet#MOST_TRIALS}
     */
    public Builder capacity(int trials) {
      options = options.withCapacity(trials);
      return this;
    }

    /** Sets as {@link GpOptimizer.Builder#initialTrials}. */
    public Builder initialTrials(int count) {
      options = options.withStrategy(options.strategy().withInitialTrials(count));
      return this;
    }

    /** Sets as {@link GpOptimizer.Builder#clipQuantile}. */
    public Builder clipQuantile(double quantile) {
      TargetScaling scaling = options.strategy().scaling().withClipQuantile(quantile);
      options = options.withStrategy(options.strategy().withScaling(scaling));
      return this;
    }

    /** Sets as {@link GpOptimizer.Builder#refitGrowth}. */
    public Builder refitGrowth(double share) {
      options = options.withRefitGrowth(share);
      return this;
    }

    /**
     * Forces a backend; unless set, what {@value Backend#PROPERTY} says, or the fastest present.
     */
    public Builder backend(Backend backend) {
      options = options.withBackend(Objects.requireNonNull(backend, "backend"));
      return this;
    }

    /**
     * Makes the fleet.
     *
     * @throws dev.hone.math.BackendUnavailableException if a backend is forced and missing
     */
    public OptimizerFleet build() {
      return new OptimizerFleet(this);
    }
  }
}
