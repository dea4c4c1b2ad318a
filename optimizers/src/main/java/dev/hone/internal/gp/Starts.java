package dev.hone.internal.gp;

import dev.hone.math.random.CounterRandom;

/**
 * Which candidates the search for the best acquisition value is continued from: the best new ones,
 * and others drawn without replacement with a probability that grows exponentially with their
 * standardised value.
 *
 * <p>Source: E. J. Gumbel's device for such draws, as in Vieira (2014); the drawing of starts as in
 * Balandat et al., BoTorch (2020), appendix F.1.
 */
final class Starts {
  /** How many of the best go on where only discrete parameters can be changed. */
  static final int CLIMBS = 3;

  private static final int BEST = 5;
  private static final int DRAWN = 5;

  private final EncodedSpace space;
  private final Selection best;
  private final Selection drawn;
  private final double[] point;
  private double[] keys = {};

  Starts(EncodedSpace space) {
    this.space = space;
    best = new Selection(space.hasRelaxed() ? BEST : CLIMBS);
    drawn = new Selection(space.hasRelaxed() ? DRAWN : 0);
    point = new double[space.dimension()];
  }

  /**
   * Chooses among the first {@code size} candidates.
   *
   * @param field receives the canonical starts, none if no candidate is new
   */
  void choose(
      PointBuffer candidates,
      double[] values,
      int size,
      Novelty novelty,
      CounterRandom random,
      ScoredPoints field) {
    field.clear();
    best.clear();
    drawn.clear();
    select(best, candidates, values, size, novelty);
    add(best, candidates, values, field);
    if (space.hasRelaxed() && field.size() > 0) {
      draw(values, size, random);
      select(drawn, candidates, keys, size, novelty);
      add(drawn, candidates, values, field);
    }
  }

  /** Makes keys of which the largest are a draw. */
  private void draw(double[] values, int size, CounterRandom random) {
    if (keys.length < size) {
      keys = new double[size + size / 4];
    }
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += values[i];
    }
    double mean = sum / size;
    double squares = 0;
    for (int i = 0; i < size; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
    }
    double deviation = Math.sqrt(squares / size);
    for (int i = 0; i < size; i++) {
      double gumbel = -Math.log(-Math.log(random.nextOpenDouble()));
      keys[i] = (deviation > 0 ? values[i] / deviation : 0) + gumbel;
    }
  }

  private void select(
      Selection selection, PointBuffer candidates, double[] keys, int size, Novelty novelty) {
    for (int i = 0; i < size; i++) {
      if (selection.wants(keys[i]) && isNew(i, candidates, novelty)) {
        selection.offer(i, keys[i]);
      }
    }
  }

  private boolean isNew(int i, PointBuffer candidates, Novelty novelty) {
    if (isAmong(best, i, candidates) || isAmong(drawn, i, candidates)) {
      return false;
    }
    candidates.copyTo(i, point);
    space.canonicalize(point, 0);
    return novelty.accepts(point);
  }

  private static boolean isAmong(Selection selection, int i, PointBuffer candidates) {
    for (int rank = 0; rank < selection.size(); rank++) {
      if (candidates.areSame(selection.index(rank), i)) {
        return true;
      }
    }
    return false;
  }

  private void add(
      Selection selection, PointBuffer candidates, double[] values, ScoredPoints field) {
    for (int rank = 0; rank < selection.size(); rank++) {
      int i = selection.index(rank);
      candidates.copyTo(i, point);
      space.canonicalize(point, 0);
      field.add(point, 0, values[i]);
    }
  }
}
