package dev.hone;

import dev.hone.math.random.CounterRandom;
import dev.hone.spi.History;
import dev.hone.spi.ResumableOptimizer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Trials by number, whatever was told: what random and quasi-random search have in common. */
abstract sealed class DesignOptimizer extends ResumableOptimizer
    permits RandomOptimizer, SobolOptimizer, HaltonOptimizer, LatinHypercubeOptimizer {
  /** Points by chance in place of one that was tried, before the space is searched in order. */
  private static final int PATIENCE = 100;

  /** Keeps what replaces a known point apart from the points of random search. */
  private static final long REPLACEMENTS = 0x5eed_0f0e_9e11L;

  private final boolean distinct;

  DesignOptimizer(Builder<?, ?> builder) {
    super(builder);
    distinct = builder.distinct;
  }

  @Override
  protected void saveOptions(DataOutput out) throws IOException {
    out.writeBoolean(distinct);
  }

  /** Writes the point of a trial. */
  abstract void point(long trialNumber, double[] point);

  @Override
  protected final double[] suggest(History history, long trialNumber) {
    double[] point = new double[space().dimension()];
    point(trialNumber, point);
    return distinct ? unknown(history, trialNumber, point) : point;
  }

  @Override
  protected final List<double[]> suggest(History history, long firstTrialNumber, int n) {
    if (distinct) {
      return super.suggest(history, firstTrialNumber, n);
    }
    List<double[]> points = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      points.add(suggest(history, firstTrialNumber + i));
    }
    return points;
  }

  /** The point, or one by chance if it was tried; the next one in order if chance does not help. */
  private double[] unknown(History history, long trialNumber, double[] point) {
    space().canonicalize(point, 0);
    CounterRandom random = CounterRandom.of(seed() ^ REPLACEMENTS, trialNumber);
    for (int i = 0; i < PATIENCE && history.contains(point); i++) {
      random.fillUniform(point, 0, point.length);
      space().canonicalize(point, 0);
    }
    return history.contains(point) ? nextInOrder(history, random) : point;
  }

  private double[] nextInOrder(History history, CounterRandom random) {
    if (space().isFinite()) {
      long count = space().cardinality();
      long start = random.nextLong(count);
      for (long i = 0; i < count; i++) {
        long number = start < count - i ? start + i : start - (count - i);
        double[] point = space().configuration(number).encoded();
        if (!history.contains(point)) {
          return point;
        }
      }
    }
    throw new SpaceExhaustedException("nothing is left that was not tried");
  }

  /** The option that designs have. */
  abstract static class Builder<B extends Builder<B, O>, O extends DesignOptimizer>
      extends ResumableOptimizer.Builder<B, O> {
    private boolean distinct;

    Builder(SearchSpace space, Class<O> method) {
      super(space, method);
    }

    /**
     * Replaces a configuration that was tried, or is pending, by one that was not. Where all were,
     * asking throws {@link SpaceExhaustedException}. Unless set, spaces with discrete parameters
     * see repeats.
     */
    public B distinct() {
      distinct = true;
      return self();
    }

    @Override
    protected void loadOptions(DataInput in) throws IOException {
      distinct = in.readBoolean();
    }
  }
}
