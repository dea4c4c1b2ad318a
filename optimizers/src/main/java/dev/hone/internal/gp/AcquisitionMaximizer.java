package dev.hone.internal.gp;

import dev.hone.internal.PointKey;
import dev.hone.math.random.CounterRandom;
import dev.hone.spi.Deadline;
import dev.hone.spi.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  private static final int BEST_STARTS = 5;
  private static final int DRAWN_STARTS = 5;
  private static final int CLIMB_STARTS = 3;
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
  private double[] values = {};
  private final double[] blockValues = new double[BLOCK];

  AcquisitionMaximizer(EncodedSpace space, SpreadPoints spread, long seed) {
    this.space = space;
    this.pool = new SpreadPool(space, spread, seed);
    this.candidates = new Candidates(space);
    this.ascent = new BatchAscent(space);
    this.buffer = new PointBuffer(space.dimension());
    this.block = new PointBuffer(space.dimension());
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
    List<Scored> starts = starts(scored, novelty, random);
    if (starts.isEmpty()) {
      return null;
    }
    if (surrogate.isJoint()) {
      starts = rescored(starts, surrogate);
    }
    return improve(starts, surrogate, novelty, region, deadline);
  }

  private Scored improve(
      List<Scored> starts, Surrogate surrogate, Novelty novelty, Region region, Deadline deadline) {
    List<Scored> best = starts;
    Scored winner = highest(best);
    for (int round = 0; round < ALTERNATIONS && !deadline.hasPassed(); round++) {
      if (space.hasRelaxed()) {
        best = ascend(best, surrogate, novelty, region, deadline);
      }
      List<Scored> climbed = climb(best, surrogate, novelty, deadline);
      Scored top = highest(climbed);
      if (top.value() > winner.value()) {
        winner = top;
      }
      if (!space.hasRelaxed() || !space.hasDiscrete() || climbed.equals(best)) {
        break;
      }
      best = climbed;
    }
    return winner;
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

  private List<Scored> rescored(List<Scored> starts, Surrogate surrogate) {
    block.clear();
    for (Scored start : starts) {
      block.add(start.point());
    }
    surrogate.score(starts.size(), block.data(), blockValues, null);
    List<Scored> result = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      result.add(new Scored(starts.get(i).point(), blockValues[i]));
    }
    return result;
  }

  /**
   * The best new candidates, and others drawn without replacement with a probability that grows
   * exponentially with their standardised value.
   *
   * <p>Source: E. J. Gumbel's device for such draws, as in Vieira (2014); the drawing of starts as
   * in Balandat et al., BoTorch (2020), appendix F.1.
   */
  private List<Scored> starts(int size, Novelty novelty, CounterRandom random) {
    List<Scored> starts = new ArrayList<>();
    addLargest(starts, values, size, space.hasRelaxed() ? BEST_STARTS : CLIMB_STARTS, novelty);
    if (space.hasRelaxed() && !starts.isEmpty()) {
      double mean = Arrays.stream(values, 0, size).sum() / size;
      double squares = 0;
      for (int i = 0; i < size; i++) {
        squares += (values[i] - mean) * (values[i] - mean);
      }
      double deviation = Math.sqrt(squares / size);
      double[] drawn = new double[size];
      for (int i = 0; i < size; i++) {
        double gumbel = -Math.log(-Math.log(random.nextOpenDouble()));
        drawn[i] = (deviation > 0 ? values[i] / deviation : 0) + gumbel;
      }
      addLargest(starts, drawn, size, DRAWN_STARTS, novelty);
    }
    return starts;
  }

  /** Adds up to {@code more} new candidates by falling key. */
  private void addLargest(List<Scored> starts, double[] keys, int size, int more, Novelty novelty) {
    Selection selection = new Selection(more);
    Set<PointKey> taken = new HashSet<>();
    for (Scored start : starts) {
      taken.add(new PointKey(start.point()));
    }
    for (int i = 0; i < size; i++) {
      if (selection.wants(keys[i])) {
        double[] point = space.canonical(buffer.get(i));
        if (novelty.accepts(point) && taken.add(new PointKey(point))) {
          selection.offer(i, keys[i]);
        }
      }
    }
    for (int i : selection.indices()) {
      starts.add(new Scored(space.canonical(buffer.get(i)), values[i]));
    }
  }

  /** Improves the starts along the relaxed dimensions; what cannot be improved stays. */
  private List<Scored> ascend(
      List<Scored> starts, Surrogate surrogate, Novelty novelty, Region region, Deadline deadline) {
    List<double[]> ends = ascent.ascend(starts, surrogate, region, deadline);
    if (ends.isEmpty()) {
      return starts;
    }
    // Relaxed ordered values are rounded to the nearest, so the ends must be scored once more.
    block.clear();
    for (double[] end : ends) {
      block.add(end);
    }
    double[] endValues = new double[ends.size()];
    surrogate.score(ends.size(), block.data(), endValues, null);
    List<Scored> improved = new ArrayList<>(starts);
    for (int i = 0; i < ends.size(); i++) {
      if (novelty.accepts(ends.get(i))) {
        improved.add(new Scored(ends.get(i), endValues[i]));
      }
    }
    improved.sort((a, b) -> Double.compare(b.value(), a.value()));
    return improved.subList(0, starts.size());
  }

  /** Moves each of the best few to its best neighbour until none is better. */
  private List<Scored> climb(
      List<Scored> starts, Surrogate surrogate, Novelty novelty, Deadline deadline) {
    if (!space.hasDiscrete()) {
      return starts;
    }
    List<Scored> result = new ArrayList<>(starts);
    result.sort((a, b) -> Double.compare(b.value(), a.value()));
    for (int i = 0; i < Math.min(CLIMB_STARTS, result.size()); i++) {
      result.set(i, climb(result.get(i), surrogate, novelty, deadline));
    }
    return result;
  }

  private Scored climb(Scored start, Surrogate surrogate, Novelty novelty, Deadline deadline) {
    Scored here = start;
    for (int step = 0; step < CLIMB_STEPS && !deadline.hasPassed(); step++) {
      Deadline.checkInterrupt();
      block.clear();
      space.forEachNeighbour(
          here.point(),
          neighbour -> {
            if (novelty.accepts(neighbour)) {
              block.add(neighbour);
            }
          });
      int size = block.size();
      if (size == 0) {
        return here;
      }
      double[] around = new double[size];
      surrogate.score(size, block.data(), around, null);
      Selection best = new Selection(1);
      for (int i = 0; i < size; i++) {
        best.offer(i, around[i]);
      }
      int top = best.indices()[0];
      if (!(around[top] > here.value())) {
        return here;
      }
      here = new Scored(block.get(top), around[top]);
    }
    return here;
  }

  private static Scored highest(List<Scored> scored) {
    Scored highest = scored.getFirst();
    for (Scored s : scored) {
      if (s.value() > highest.value()) {
        highest = s;
      }
    }
    return highest;
  }
}
