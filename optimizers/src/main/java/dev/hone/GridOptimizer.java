package dev.hone;

import dev.hone.spi.History;
import dev.hone.spi.ResumableOptimizer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every configuration once, in a fixed order: all values of discrete parameters, evenly spaced ones
 * of continuous parameters (ends included), inactive parameters left out. Later parameters vary
 * faster.
 *
 * <p>The grid is never listed: a suggestion takes O(d + values named in conditions), whatever the
 * size. Configurations that were enqueued or observed are passed over, so a new optimizer that is
 * shown the trials of an old one goes on where that one stopped. The seed has no effect. Safe to
 * use from many threads.
 */
public final class GridOptimizer extends ResumableOptimizer {
  private final int resolution;
  private final ConfigurationTree grid;
  private final long[] levels;
  private final AtomicLong next;

  private GridOptimizer(Builder builder) {
    super(builder);
    this.resolution = builder.resolution;
    this.grid = space().tree(resolution);
    this.levels = new long[space().dimension()];
    this.next = new AtomicLong(builder.startAt);
  }

  /** Starts a grid over a space. */
  public static Builder on(SearchSpace space) {
    return new Builder(space);
  }

  /** The number of configurations; {@link Long#MAX_VALUE} if there are more. */
  public long cardinality() {
    return grid.count();
  }

  /** The number of the configuration that comes next, unless it was tried: to go on there later. */
  public long position() {
    return next.get();
  }

  @Override
  protected void saveOptions(DataOutput out) throws IOException {
    out.writeInt(resolution);
    out.writeLong(next.get());
  }

  @Override
  protected double[] suggest(History history, long trialNumber) {
    for (long number = next.get(); number < grid.count(); number++) {
      grid.configuration(number, levels);
      next.set(number + 1);
      double[] point = encodeLevels();
      if (!history.contains(point)) {
        return point;
      }
    }
    throw new SpaceExhaustedException(
        "the grid is exhausted: all " + grid.count() + " configurations were handed out");
  }

  private double[] encodeLevels() {
    double[] point = new double[levels.length];
    for (int i = 0; i < point.length; i++) {
      if (levels[i] >= 0) {
        point[i] =
            space().parameters().get(i) instanceof DiscreteParam<?> discrete
                ? discrete.encodeIndex(levels[i])
                : levels[i] / (resolution - 1.0);
      }
    }
    space().canonicalize(point, 0);
    return point;
  }

  /** The options of a {@link GridOptimizer}. Not safe for use from several threads. */
  public static final class Builder extends ResumableOptimizer.Builder<Builder, GridOptimizer> {
    private int resolution = 10;
    private long startAt;

    private Builder(SearchSpace space) {
      super(space, GridOptimizer.class);
    }

    /**
     * Sets how many values of each continuous parameter are tried, on its scale; 10 unless set.
     *
     * @throws IllegalArgumentException if it is less than 2
     */
    public Builder resolution(int resolution) {
      if (resolution < 2) {
        throw new IllegalArgumentException("resolution = " + resolution + ": expected at least 2");
      }
      this.resolution = resolution;
      return this;
    }

    /**
     * Sets the number of the configuration to begin with, such as one where another optimizer
     * stopped; 0 unless set. From {@link #cardinality} on nothing is left.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder startAt(long number) {
      if (number < 0) {
        throw new IllegalArgumentException("startAt = " + number + ": expected 0 or more");
      }
      startAt = number;
      return this;
    }

    @Override
    public GridOptimizer build() {
      return new GridOptimizer(this);
    }

    @Override
    protected Builder another() {
      return new Builder(space());
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      resolution = in.readInt();
      startAt = in.readLong();
    }

    /** As many as are told: this method does not learn from them. */
    @Override
    protected int maxObjectives() {
      return Integer.MAX_VALUE;
    }

    /** As many as are told: this method does not learn from them. */
    @Override
    protected int maxConstraints() {
      return Integer.MAX_VALUE;
    }
  }
}
