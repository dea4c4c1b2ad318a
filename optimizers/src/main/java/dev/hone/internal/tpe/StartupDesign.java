package dev.hone.internal.tpe;

import dev.hone.SearchSpace;
import dev.hone.math.random.CounterRandom;
import dev.hone.math.random.SobolSequence;
import dev.hone.spi.History;

/**
 * Points that no estimate is needed for: a scrambled Sobol sequence by trial number, and chance,
 * where the space has more dimensions than the sequence or the point is known.
 */
final class StartupDesign {
  /** How many points by chance are passed over as known before the space counts as exhausted. */
  private static final int PATIENCE = 1000;

  private final SearchSpace space;
  private final long seed;
  private final SobolSequence sobol;

  StartupDesign(SearchSpace space, long seed) {
    this.space = space;
    this.seed = seed;
    sobol =
        SobolSequence.scrambled(Math.min(space.dimension(), SobolSequence.maxDimension()), seed);
  }

  /** The point of a trial: a new one if one is found. */
  double[] next(History history, long trialNumber) {
    if (space.dimension() <= SobolSequence.maxDimension()) {
      double[] point = new double[space.dimension()];
      sobol.point(trialNumber, point, 0);
      space.canonicalize(point, 0);
      if (!history.contains(point)) {
        return point;
      }
    }
    return random(history, CounterRandom.of(seed, trialNumber));
  }

  /** A point by chance: a new one if one is found. */
  double[] random(History history, CounterRandom random) {
    double[] point = new double[space.dimension()];
    for (int i = 0; i < PATIENCE; i++) {
      random.fillUniform(point, 0, point.length);
      space.canonicalize(point, 0);
      if (!history.contains(point)) {
        break;
      }
    }
    return point;
  }
}
