package dev.hone;

import dev.hone.math.random.CounterRandom;
import dev.hone.spi.History;
import dev.hone.spi.OptimizerBase;
import dev.hone.spi.OptimizerBuilder;
import dev.hone.spi.Snapshot;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Trials by number, whatever was told: what random and quasi-random search have in common. */
abstract sealed class DesignOptimizer extends OptimizerBase
    permits RandomOptimizer, SobolOptimizer, HaltonOptimizer, LatinHypercubeOptimizer {
  /** Points by chance in place of one that was tried, before the space is searched in order. */
  private static final int PATIENCE = 100;

  /** Keeps what replaces a known point apart from the points of random search. */
  private static final long REPLACEMENTS = 0x5eed_0f0e_9e11L;

  private static final int VERSION = 1;

  private final boolean distinct;

  DesignOptimizer(Builder<?> builder) {
    super(builder);
    distinct = builder.distinct;
  }

  /** {@inheritDoc} O(nd). */
  @Override
  public final byte[] snapshot() {
    return snapshot(
        getClass().getSimpleName(),
        VERSION,
        out -> {
          out.writeBoolean(distinct);
          saveOptions(out);
        },
        out -> {});
  }

  /** Writes the options of the design. */
  void saveOptions(DataOutput out) throws IOException {}

  private void takeUp(Snapshot snapshot) {
    restore(snapshot, in -> this);
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
  abstract static class Builder<B extends Builder<B>> extends OptimizerBuilder<B> {
    private boolean distinct;

    Builder(SearchSpace space) {
      super(space);
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

    /** Reads the options of the design. */
    void loadOptions(DataInput in) throws IOException {}

    /** Makes an optimizer of what is in a snapshot, options included. */
    final <T extends DesignOptimizer> T resume(Class<T> design, byte[] snapshot) {
      Snapshot opened = Snapshot.open(snapshot, design.getSimpleName(), VERSION, space());
      takeOver(opened);
      distinct =
          opened.read(
              in -> {
                boolean saved = in.readBoolean();
                loadOptions(in);
                return saved;
              });
      T optimizer = design.cast(build());
      ((DesignOptimizer) optimizer).takeUp(opened);
      return optimizer;
    }
  }
}
