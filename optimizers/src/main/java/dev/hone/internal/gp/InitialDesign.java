package dev.hone.internal.gp;

import dev.hone.math.random.CounterRandom;
import dev.hone.math.random.SobolSequence;
import dev.hone.spi.History;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * The points tried before there is a model: a scrambled Sobol sequence, which spreads even a few
 * points over every parameter's range. Spaces of more dimensions than the sequence has are filled
 * uniformly at random.
 */
final class InitialDesign {
  /**
   * How many points of the sequence are passed over as known before the space counts as exhausted.
   */
  private static final int PATIENCE = 1000;

  private final EncodedSpace space;
  private final long seed;
  private final SobolSequence sobol;
  private final boolean usesSobol;
  private final double[] point;
  private long next;

  InitialDesign(EncodedSpace space, long seed) {
    this.space = space;
    this.seed = seed;
    this.point = new double[space.dimension()];
    this.usesSobol = space.dimension() <= SobolSequence.maxDimension();
    this.sobol = SobolSequence.scrambled(usesSobol ? space.dimension() : 1, seed);
  }

  /**
   * Returns the next point that is neither evaluated nor pending, or a known one if none is left.
   */
  double[] next(History history) {
    return next(history::contains);
  }

  /** As {@link #next(History)}, where something else tells which points are known. */
  double[] next(Predicate<double[]> known) {
    double[] candidate = pointAt(next++);
    for (int i = 0; i < PATIENCE && known.test(candidate); i++) {
      candidate = pointAt(next++);
    }
    return candidate;
  }

  /** The index of the next point of the sequence. */
  long position() {
    return next;
  }

  /** Goes on from an index of the sequence. */
  void moveTo(long position) {
    next = position;
  }

  void save(DataOutput out) throws IOException {
    out.writeLong(next);
  }

  void load(DataInput in) throws IOException {
    next = in.readLong();
    if (next < 0) {
      throw new IOException("point " + next + " of the design");
    }
  }

  private double[] pointAt(long index) {
    if (usesSobol) {
      sobol.point(index, point, 0);
    } else {
      CounterRandom.of(seed, index).fillUniform(point, 0, point.length);
    }
    return space.canonical(point);
  }
}
