package dev.hone.internal.gp;

import dev.hone.math.random.CounterRandom;
import dev.hone.math.random.SobolSequence;
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
  /** Points of the sequence that are passed over as taken before all of the space is looked at. */
  private static final int PATIENCE = 100;

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

  /** Returns the next point that is not taken, or a taken one if none is left. */
  double[] next(Novelty novelty) {
    return next(novelty::isTaken);
  }

  /** As {@link #next(Novelty)}, where something else tells which points are taken. */
  double[] next(Predicate<double[]> taken) {
    double[] candidate = pointAt(next++);
    for (int i = 0; i < PATIENCE && taken.test(candidate); i++) {
      candidate = pointAt(next++);
    }
    if (taken.test(candidate)) {
      double[] left = space.firstNotTaken(taken);
      return left == null ? candidate : left;
    }
    return candidate;
  }

  /** How far the sequence has been walked. */
  long position() {
    return next;
  }

  /** Goes back to where the sequence was. */
  void goTo(long position) {
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
