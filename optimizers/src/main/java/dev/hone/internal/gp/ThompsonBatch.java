package dev.hone.internal.gp;

import dev.hone.math.gp.GpSamplePaths;
import dev.hone.math.random.CounterRandom;
import dev.hone.spi.Deadline;
import java.util.ArrayList;
import java.util.List;

/**
 * Many suggestions at once: functions drawn from the model, of each the best candidates.
 *
 * <p>Up to {@value #MOST_PATHS} suggestions have a function each. More are dealt to as many
 * functions in turn: each time the best candidate of that function that is neither taken nor next
 * to one that is. Candidates are spread over the regions, which compete: a region whose functions
 * promise more gets more.
 *
 * <p>Source: Hernández-Lobato, Requeima, Pyzer-Knapp and Aspuru-Guzik, Parallel and Distributed
 * Thompson Sampling (2017); Wilson et al. (2020) for the functions.
 */
final class ThompsonBatch {
  /** Functions drawn at most: more would cost more and tell little more about so many points. */
  private static final int MOST_PATHS = 64;

  /** Candidates per dimension, but at most so many, and at least so many times those wanted. */
  private static final int PER_DIMENSION = 100;

  private static final int MOST_PER_DIMENSION = 5000;
  private static final int LEAST = 2048;
  private static final int PER_SUGGESTION = 2;

  /** Candidates evaluated between two looks for an interrupt. */
  private static final int BLOCK = 512;

  private final EncodedSpace space;
  private final SpreadPoints spread;
  private final PointBuffer candidates;
  private final PointBuffer block;

  ThompsonBatch(EncodedSpace space, SpreadPoints spread) {
    this.space = space;
    this.spread = spread;
    this.candidates = new PointBuffer(space.dimension());
    this.block = new PointBuffer(space.dimension());
  }

  /**
   * A suggestion.
   *
   * @param point canonical
   * @param region which region its candidate was from
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed over, not shared.
  record Pick(double[] point, int region) {}

  /**
   * Plans up to {@code n} suggestions.
   *
   * @param novelty learns of each of them
   * @return fewer if the candidates do not hold as many new points
   */
  List<Pick> plan(
      Surrogate surrogate, List<Region> regions, Novelty novelty, int n, CounterRandom random) {
    int d = space.dimension();
    int perRegion =
        Math.max(
            Math.clamp((long) PER_DIMENSION * d, LEAST, MOST_PER_DIMENSION),
            Math.ceilDiv(PER_SUGGESTION * n, regions.size()));
    candidates.clear();
    for (Region region : regions) {
      spread.add(candidates, perRegion, region, random);
    }
    int size = candidates.size();
    int paths = Math.min(n, MOST_PATHS);
    double[] values = evaluate(surrogate.paths(paths, random.nextLong()), size);
    boolean[] taken = new boolean[size];
    List<Pick> picks = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int best = best(values, (i % paths) * size, size, taken, novelty);
      if (best < 0) {
        break;
      }
      double[] point = space.canonical(candidates.get(best));
      novelty.plan(point);
      picks.add(new Pick(point, best / perRegion));
    }
    return picks;
  }

  /** The values of each path, size of them, those of the first path first. */
  private double[] evaluate(GpSamplePaths paths, int size) {
    double[] values = new double[paths.count() * size];
    double[] part = new double[paths.count() * BLOCK];
    for (int from = 0; from < size; from += BLOCK) {
      Deadline.checkInterrupt();
      int count = Math.min(BLOCK, size - from);
      block.clear();
      block.addAll(candidates, from, count);
      paths.evaluate(count, block.data(), part, null);
      for (int p = 0; p < paths.count(); p++) {
        System.arraycopy(part, p * count, values, p * size + from, count);
      }
    }
    return values;
  }

  /** The smallest value among the candidates that are new; takes note of those that are not. */
  private int best(double[] values, int from, int size, boolean[] taken, Novelty novelty) {
    while (true) {
      int best = -1;
      for (int j = 0; j < size; j++) {
        if (!taken[j] && (best < 0 || values[from + j] < values[from + best])) {
          best = j;
        }
      }
      if (best < 0) {
        return best;
      }
      taken[best] = true;
      if (novelty.accepts(space.canonical(candidates.get(best)))) {
        return best;
      }
    }
  }
}
