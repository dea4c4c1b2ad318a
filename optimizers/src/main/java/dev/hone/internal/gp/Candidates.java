package dev.hone.internal.gp;

import dev.hone.math.random.CounterRandom;
import dev.hone.math.random.SobolSequence;
import dev.hone.spi.History;

/**
 * Where the search for the best acquisition value starts: points spread over the whole space, and
 * points close to the best ones found so far.
 */
final class Candidates {
  private static final int GLOBAL = 2000;
  private static final int PERTURBATIONS = 200;
  private static final int NEIGHBOURHOODS = 5;

  private final EncodedSpace space;
  private final double[] point;

  Candidates(EncodedSpace space) {
    this.space = space;
    this.point = new double[space.dimension()];
  }

  /** Fills {@code buffer} with candidates that are new. */
  void fill(PointBuffer buffer, History history, Novelty novelty, CounterRandom random) {
    buffer.clear();
    int[] best = bestFirst(history, NEIGHBOURHOODS);
    addGlobal(buffer, novelty, random);
    if (space.hasRelaxed() && best.length > 0) {
      addPerturbations(buffer, novelty, history.point(best[0]), random);
    }
    for (int index : best) {
      space.forEachNeighbour(history.point(index), neighbour -> addNew(buffer, novelty, neighbour));
    }
  }

  private void addGlobal(PointBuffer buffer, Novelty novelty, CounterRandom random) {
    if (space.hasRelaxed() && space.dimension() <= SobolSequence.maxDimension()) {
      SobolSequence sobol = SobolSequence.scrambled(space.dimension(), random.nextLong());
      for (int i = 0; i < GLOBAL; i++) {
        sobol.point(i, point, 0);
        addNew(buffer, novelty, space.canonical(point));
      }
    } else {
      for (int i = 0; i < GLOBAL; i++) {
        random.fillUniform(point, 0, point.length);
        addNew(buffer, novelty, space.canonical(point));
      }
    }
  }

  /**
   * Gaussian steps of four magnitudes, each coordinate moved with probability one half, so that
   * some steps leave good coordinates alone.
   */
  private void addPerturbations(
      PointBuffer buffer, Novelty novelty, double[] centre, CounterRandom random) {
    for (int i = 0; i < PERTURBATIONS; i++) {
      double scale = Math.pow(10, -1 - i % 4);
      for (int k = 0; k < point.length; k++) {
        double step = random.nextBoolean() ? scale * random.nextGaussian() : 0;
        point[k] = space.isRelaxed(k) ? Math.clamp(centre[k] + step, 0, 1) : centre[k];
      }
      addNew(buffer, novelty, space.canonical(point));
    }
  }

  private static void addNew(PointBuffer buffer, Novelty novelty, double[] canonical) {
    if (novelty.accepts(canonical)) {
      buffer.add(canonical);
    }
  }

  private static int[] bestFirst(History history, int count) {
    double[] values = new double[history.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = history.value(i);
    }
    return smallestFirst(values, count);
  }

  /** Indices of the {@code count} largest values, largest first; ties in order of index. */
  static int[] largestFirst(double[] values, int size, int count) {
    double[] negated = new double[size];
    for (int i = 0; i < size; i++) {
      negated[i] = -values[i];
    }
    return smallestFirst(negated, count);
  }

  /** By insertion: {@code count} is small, and a stream of boxes is slow in a young JVM. */
  private static int[] smallestFirst(double[] values, int count) {
    int[] first = new int[Math.min(count, values.length)];
    int found = 0;
    for (int i = 0; i < values.length; i++) {
      int at = found;
      while (at > 0 && Double.compare(values[i], values[first[at - 1]]) < 0) {
        at--;
      }
      if (at < first.length) {
        found = Math.min(found + 1, first.length);
        System.arraycopy(first, at, first, at + 1, found - 1 - at);
        first[at] = i;
      }
    }
    return first;
  }
}
