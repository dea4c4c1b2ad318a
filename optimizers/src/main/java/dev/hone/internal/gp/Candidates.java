package dev.hone.internal.gp;

import dev.hone.math.random.CounterRandom;
import dev.hone.spi.History;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the search for the best acquisition value starts beside the spread points: close to the
 * best points found so far.
 */
final class Candidates {
  private static final int PERTURBATIONS = 200;
  static final int NEIGHBOURHOODS = 5;
  private static final double[] SCALES = {1e-1, 1e-2, 1e-3, 1e-4};

  private final EncodedSpace space;
  private final double[] point;

  Candidates(EncodedSpace space) {
    this.space = space;
    this.point = new double[space.dimension()];
  }

  /** Adds candidates to {@code buffer}; discrete ones may be known already. */
  void add(PointBuffer buffer, History history, Region region, CounterRandom random) {
    double[] centre = region.centre();
    if (centre != null) {
      if (space.hasRelaxed()) {
        addPerturbations(buffer, centre, region, random);
      }
      space.forEachNeighbour(centre, buffer::add);
      return;
    }
    List<double[]> best = new ArrayList<>();
    for (int index : bestFirst(history, NEIGHBOURHOODS)) {
      best.add(history.point(index));
    }
    add(buffer, best, region, random);
  }

  /**
   * As {@link #add(PointBuffer, History, Region, CounterRandom)} in a region without a centre.
   *
   * @param best points of the best trials, {@value #NEIGHBOURHOODS} at most, the best first
   */
  void add(PointBuffer buffer, List<double[]> best, Region region, CounterRandom random) {
    if (space.hasRelaxed() && !best.isEmpty()) {
      addPerturbations(buffer, best.getFirst(), region, random);
    }
    for (double[] near : best) {
      space.forEachNeighbour(near, buffer::add);
    }
  }

  /**
   * Gaussian steps of four magnitudes, each coordinate moved with probability one half, so that
   * some steps leave good coordinates alone.
   */
  private void addPerturbations(
      PointBuffer buffer, double[] centre, Region region, CounterRandom random) {
    for (int i = 0; i < PERTURBATIONS; i++) {
      double scale = SCALES[i % SCALES.length];
      for (int k = 0; k < point.length; k++) {
        double step = random.nextBoolean() ? scale * random.nextGaussian() : 0;
        point[k] =
            space.isRelaxed(k)
                ? Math.clamp(centre[k] + step, region.lower(k), region.upper(k))
                : centre[k];
      }
      space.snap(point, 0);
      buffer.add(point);
    }
  }

  private static int[] bestFirst(History history, int count) {
    Selection best = new Selection(count);
    for (int i = 0; i < history.size(); i++) {
      best.offer(i, -history.value(i));
    }
    return best.indices();
  }
}
