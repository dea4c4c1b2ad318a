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
  private final Selection best = new Selection(NEIGHBOURHOODS);
  private final List<double[]> near = new ArrayList<>();

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
    best.clear();
    for (int i = 0; i < history.size(); i++) {
      best.offer(i, -history.value(i));
    }
    near.clear();
    for (int rank = 0; rank < best.size(); rank++) {
      near.add(history.point(best.index(rank)));
    }
    add(buffer, near, region, random);
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
    if (space.hasDiscrete()) {
      for (double[] centre : best) {
        space.forEachNeighbour(centre, buffer::add);
      }
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
}
