package dev.hone.internal.gp;

import dev.hone.math.random.CounterRandom;
import dev.hone.spi.Deadline;
import dev.hone.spi.History;
import org.jspecify.annotations.Nullable;

/**
 * Finds the point with the largest Log Expected Improvement among those neither evaluated nor
 * pending.
 *
 * <p>Candidates are scored in blocks. Some of them are improved, the best ones and others drawn by
 * their value: along relaxed dimensions by {@link BatchAscent}, along discrete ones by moving to
 * the best neighbour as long as there is a better one. Mixed spaces alternate the two. Under a
 * deadline the best point so far is returned when it passes, but at least one block is scored.
 */
final class AcquisitionMaximizer {
  private static final int CLIMB_STEPS = 8;
  private static final int ALTERNATIONS = 3;

  /** Candidates scored between two looks at the clock. */
  private static final int BLOCK = 496;

  /** The same under a deadline. */
  private static final int SMALL_BLOCK = 64;

  private final EncodedSpace space;
  private final SpreadPool pool;
  private final Candidates candidates;
  private final BatchAscent ascent;
  private final PointBuffer buffer;
  private final PointBuffer block;
  private final Starts starts;
  private final ScoredPoints field;
  private final double[] point;
  private final double[] winner;
  private double[] values = {};
  private final double[] blockValues = new double[BLOCK];

  AcquisitionMaximizer(EncodedSpace space, SpreadPoints spread, long seed) {
    this.space = space;
    this.pool = new SpreadPool(space, spread, seed);
    this.candidates = new Candidates(space);
    this.ascent = new BatchAscent(space);
    this.buffer = new PointBuffer(space.dimension());
    this.block = new PointBuffer(space.dimension());
    this.starts = new Starts(space);
    this.field = new ScoredPoints(space.dimension());
    this.point = new double[space.dimension()];
    this.winner = new double[space.dimension()];
  }

  /** Returns the best new point found in a region, or null if none was found that is new. */
  @Nullable Scored maximize(
      Surrogate surrogate,
      History history,
      Novelty novelty,
      Region region,
      CounterRandom random,
      Deadline deadline) {
    pool.prepare(surrogate, region);
    buffer.clear();
    buffer.addAll(pool.points(), 0, pool.points().size());
    candidates.add(buffer, history, region, random);
    int scored = screen(surrogate, deadline);
    starts.choose(buffer, values, scored, novelty, random, field);
    if (field.size() == 0) {
      return null;
    }
    if (surrogate.isJoint()) {
      surrogate.score(field.size(), field.points(), field.values(), null);
    }
    return improve(surrogate, novelty, region, deadline);
  }

  private Scored improve(Surrogate surrogate, Novelty novelty, Region region, Deadline deadline) {
    int top = field.highest();
    double highest = field.value(top);
    field.copyTo(top, winner);
    boolean moved = true;
    for (int round = 0; moved && round < ALTERNATIONS && !deadline.hasPassed(); round++) {
      if (space.hasRelaxed()) {
        ascend(surrogate, novelty, region, deadline);
      }
      boolean climbed = space.hasDiscrete() && climb(surrogate, novelty, deadline);
      top = field.highest();
      if (field.value(top) > highest) {
        highest = field.value(top);
        field.copyTo(top, winner);
      }
      moved = climbed && space.hasRelaxed();
    }
    return new Scored(winner.clone(), highest);
  }

  /** Scores the candidates, or as many as there is time for; returns how many. */
  private int screen(Surrogate surrogate, Deadline deadline) {
    int size = buffer.size();
    if (values.length < size) {
      values = new double[size + size / 4];
    }
    int from = 0;
    if (!deadline.isLimited() && !surrogate.isAccompanied() && pool.canFollow(surrogate)) {
      pool.screen(surrogate, values);
      from = pool.points().size();
    }
    int length = deadline.isLimited() ? SMALL_BLOCK : BLOCK;
    for (; from < size; from += length) {
      if (from > 0 && deadline.hasPassed()) {
        return from;
      }
      Deadline.checkInterrupt();
      int count = Math.min(length, size - from);
      block.clear();
      block.addAll(buffer, from, count);
      surrogate.screen(count, block.data(), blockValues);
      System.arraycopy(blockValues, 0, values, from, count);
    }
    return size;
  }

  /** Improves the field along the relaxed dimensions; what cannot be improved stays. */
  private void ascend(Surrogate surrogate, Novelty novelty, Region region, Deadline deadline) {
    int size = field.size();
    PointBuffer ends = ascent.ascend(field, surrogate, region, deadline);
    int count = ends.size();
    if (count == 0) {
      return;
    }
    // Relaxed ordered values are rounded to the nearest, so the ends must be scored once more.
    surrogate.score(count, ends.data(), blockValues, null);
    for (int i = 0; i < count; i++) {
      ends.copyTo(i, point);
      if (novelty.accepts(point)) {
        field.add(point, 0, blockValues[i]);
      }
    }
    field.sort();
    field.truncate(size);
  }

  /**
   * Moves each of the best few to its best neighbour until none is better; returns whether one was
   * moved.
   */
  private boolean climb(Surrogate surrogate, Novelty novelty, Deadline deadline) {
    field.sort();
    boolean moved = false;
    for (int i = 0; i < Math.min(Starts.CLIMBS, field.size()); i++) {
      moved |= climb(i, surrogate, novelty, deadline);
    }
    return moved;
  }

  private boolean climb(int i, Surrogate surrogate, Novelty novelty, Deadline deadline) {
    boolean moved = false;
    for (int step = 0; step < CLIMB_STEPS && !deadline.hasPassed(); step++) {
      Deadline.checkInterrupt();
      block.clear();
      field.copyTo(i, point);
      space.forEachNeighbour(
          point,
          neighbour -> {
            if (novelty.accepts(neighbour)) {
              block.add(neighbour);
            }
          });
      int size = block.size();
      if (size == 0) {
        return moved;
      }
      double[] around = new double[size];
      surrogate.score(size, block.data(), around, null);
      int top = 0;
      for (int j = 1; j < size; j++) {
        if (around[j] > around[top]) {
          top = j;
        }
      }
      if (!(around[top] > field.value(i))) {
        return moved;
      }
      block.copyTo(top, point);
      field.set(i, point, 0, around[top]);
      moved = true;
    }
    return moved;
  }
}
