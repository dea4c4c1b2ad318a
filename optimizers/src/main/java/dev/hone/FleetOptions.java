package dev.hone;

import dev.hone.internal.gp.GpStrategy;
import dev.hone.internal.gp.RefitSchedule;
import dev.hone.internal.gp.TargetScaling;
import dev.hone.math.Backend;
import dev.hone.spi.Snapshot;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;

/**
 * The options of an {@link OptimizerFleet}.
 *
 * @param space of all members
 * @param size how many members
 * @param direction whether small or large values are wanted
 * @param seed what those of members are drawn from
 * @param capacity how many trials a member remembers
 * @param backend where to compute
 * @param strategy what decides about suggestions
 */
record FleetOptions(
    SearchSpace space,
    int size,
    Direction direction,
    long seed,
    int capacity,
    Backend backend,
    GpStrategy strategy) {

  /** Most members: a hundred million bytes of bookkeeping before the first trial. */
  private static final int MOST_MEMBERS = 1_000_000;

  private static final int LEAST_TRIALS = 8;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  FleetOptions {
    if (space.dimension() > OptimizerFleet.MOST_PARAMETERS) {
      throw new IllegalArgumentException(
          "the space has "
              + space.dimension()
              + " parameters: expected at most "
              + OptimizerFleet.MOST_PARAMETERS);
    }
    if (size < 1 || size > MOST_MEMBERS) {
      throw new IllegalArgumentException("size = " + size + ": expected 1 to " + MOST_MEMBERS);
    }
    if (capacity < LEAST_TRIALS || capacity > OptimizerFleet.MOST_TRIALS) {
      throw new IllegalArgumentException(
          "trials = "
              + capacity
              + ": expected "
              + LEAST_TRIALS
              + " to "
              + OptimizerFleet.MOST_TRIALS);
    }
  }

  /** The defaults. */
  static FleetOptions of(SearchSpace space, int size) {
    return new FleetOptions(
        Objects.requireNonNull(space, "space"),
        size,
        Direction.MINIMIZE,
        0,
        OptimizerFleet.MOST_TRIALS,
        Backend.configured(),
        GpStrategy.forDimension(space.dimension()));
  }

  FleetOptions withDirection(Direction other) {
    return new FleetOptions(space, size, other, seed, capacity, backend, strategy);
  }

  FleetOptions withSeed(long other) {
    return new FleetOptions(space, size, direction, other, capacity, backend, strategy);
  }

  FleetOptions withCapacity(int trials) {
    return new FleetOptions(space, size, direction, seed, trials, backend, strategy);
  }

  FleetOptions withBackend(Backend other) {
    return new FleetOptions(space, size, direction, seed, capacity, other, strategy);
  }

  FleetOptions withStrategy(GpStrategy other) {
    return new FleetOptions(space, size, direction, seed, capacity, backend, other);
  }

  FleetOptions withRefitGrowth(double share) {
    return withStrategy(
        strategy.withSchedule(new RefitSchedule(share, strategy.schedule().surprise())));
  }

  /** Writes what {@link #load} reads: all that the snapshot of any optimizer does not have. */
  void save(DataOutput out) throws IOException {
    out.writeInt(size);
    out.writeInt(capacity);
    out.writeInt(strategy.initialTrials());
    strategy.scaling().save(out);
    out.writeDouble(strategy.schedule().growth());
  }

  /** Reads what {@link #save} wrote. */
  static FleetOptions load(Snapshot snapshot, SearchSpace space, Backend backend) {
    FleetOptions saved =
        of(space, snapshot.read(DataInput::readInt))
            .withBackend(backend)
            .withSeed(snapshot.seed())
            .withDirection(snapshot.direction())
            .withCapacity(snapshot.read(DataInput::readInt));
    GpStrategy strategy =
        saved
            .strategy
            .withInitialTrials(snapshot.read(DataInput::readInt))
            .withScaling(snapshot.read(TargetScaling::load));
    return saved.withStrategy(strategy).withRefitGrowth(snapshot.read(DataInput::readDouble));
  }
}
