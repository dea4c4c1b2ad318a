package dev.hone.internal.gp;

import dev.hone.math.gp.GpCandidates;
import dev.hone.math.gp.GpEngine;
import dev.hone.math.random.CounterRandom;
import org.jspecify.annotations.Nullable;

/**
 * The spread candidates of a region. They stay the same until the next fit, and follow the model:
 * between two fits, and from one member of a batch to the next, their posterior is cheap.
 *
 * <p>Which points they are depends on the seed, the number of trials fitted to, and the region
 * alone.
 */
final class SpreadPool {
  /** Points of a space that is climbed in from the best of them. */
  private static final int CONTINUOUS = 1024;

  /** Points of a space with parameters that have no slope to follow. */
  private static final int DISCRETE = 2048;

  /** Elements of a matrix of trials and candidates up to which their posterior is kept. */
  private static final long LARGEST = 1 << 23;

  private final int size;
  private final SpreadPoints spread;
  private final PointBuffer points;
  private final long seed;
  private @Nullable Region region;
  private @Nullable GpCandidates followers;
  private @Nullable GpEngine followed;
  private boolean moved;
  private int fit = -1;

  SpreadPool(EncodedSpace space, SpreadPoints spread, long seed) {
    this.size = size(space);
    this.spread = spread;
    this.seed = seed;
    this.points = new PointBuffer(space.dimension());
  }

  /** How many points are spread over a space. */
  static int size(EncodedSpace space) {
    return space.hasDiscrete() ? DISCRETE : CONTINUOUS;
  }

  /** Makes the points those of a region under the last fit. */
  void prepare(Surrogate surrogate, Region wanted) {
    ModelFit model = surrogate.model();
    if (model != null && fit == surrogate.fits() && region != null && region.isSame(wanted)) {
      return;
    }
    fit = surrogate.fits();
    region = wanted;
    moved = true;
    points.clear();
    long stream = model == null ? 0 : model.observations();
    spread.add(points, size, wanted, CounterRandom.of(seed, ~stream));
  }

  PointBuffer points() {
    return points;
  }

  /** Whether {@link #screen} has less to do than scoring them anew would be. */
  boolean canFollow(Surrogate surrogate) {
    return (long) surrogate.size() * size <= LARGEST;
  }

  /** Scores all points. */
  @SuppressWarnings("ReferenceEquality") // Another engine, however alike, holds other rows.
  void screen(Surrogate surrogate, double[] values) {
    GpCandidates known = followers;
    if (known == null || followed != surrogate.engine()) {
      known = surrogate.candidates(points.size(), points.data());
      followers = known;
      followed = surrogate.engine();
    } else if (moved) {
      known.replace(points.data());
    }
    moved = false;
    surrogate.screen(known, values);
  }
}
