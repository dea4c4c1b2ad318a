package dev.hone.math.density;

/**
 * Finds the point of the largest bonus less ln p without looking at all of p for all of them. Every
 * component adds to p, so that some of them bound what a point can still come to. All points are
 * held against a few, those that promise most then against all others, and the rest only as long as
 * they might be better than these.
 */
final class MixtureRace {
  /** Chunks of components that all points are held against before any is let go. */
  private static final int TURNS_OF_ALL = 2;

  /** So many points go all the way whatever comes of it: as many as half of a pass takes. */
  private static final int LEADERS = MixturePoints.TOGETHER / 2;

  /** More than the rounding of logarithms. */
  private static final double SLACK = 1e-9;

  private final KernelMixture mixture;
  private final MixturePoints rows;
  private double[] bonus = {};
  private double[] bounds = {};

  /** By the numbers of points. */
  private double[] limits = {};

  private int n;

  MixtureRace(KernelMixture mixture, MixturePoints rows) {
    this.mixture = mixture;
    this.rows = rows;
  }

  /**
   * The number of the best of points whose rows are loaded; of equal ones, the first.
   *
   * @param points at least 1
   * @param chunks how many turns there are
   * @param n the components to look at
   * @param bonus by the numbers of points
   */
  int winner(int points, int chunks, int n, double[] bonus) {
    this.bonus = bonus;
    this.n = n;
    int turn = 0;
    while (turn < Math.min(chunks, TURNS_OF_ALL)) {
      mixture.addChunk(turn++, 0, points);
    }
    int leaders = turn < chunks ? Math.min(points, LEADERS) : points;
    if (leaders < points) {
      bringForward(leaders, points);
    }
    for (int later = turn; later < chunks; later++) {
      mixture.addChunk(later, 0, leaders);
    }
    int best = best(0, 1, leaders);
    double mark = score(best);
    setLimits(leaders, points, mark);
    int end = keep(leaders, points);
    while (turn < chunks && end > leaders) {
      mixture.addChunk(turn++, leaders, end);
      end = keep(leaders, end);
    }
    return rows.number(best(best, leaders, end));
  }

  /** Has the rows that promise most come first. */
  private void bringForward(int leaders, int points) {
    if (bounds.length < points) {
      bounds = new double[points];
    }
    for (int row = 0; row < points; row++) {
      bounds[row] = bound(row);
    }
    for (int row = 0; row < leaders; row++) {
      int most = row;
      for (int other = row + 1; other < points; other++) {
        most = bounds[other] > bounds[most] ? other : most;
      }
      bounds[most] = bounds[row];
      rows.swap(row, most);
    }
  }

  /** Notes the largest sums with which rows can still reach a mark. */
  private void setLimits(int from, int end, double mark) {
    if (limits.length < rows.count()) {
      limits = new double[rows.count()];
    }
    for (int row = from; row < end; row++) {
      int number = rows.number(row);
      limits[number] = mixture.sumAt(bonus[number] + SLACK - mark);
    }
  }

  /** Drops rows that are above their limits, and moves the others up; returns where they end. */
  private int keep(int from, int end) {
    int kept = from;
    for (int row = from; row < end; row++) {
      if (rows.sum(row) <= limits[rows.number(row)]) {
        rows.move(row, kept++);
      }
    }
    return kept;
  }

  private double bound(int row) {
    return bonus[rows.number(row)] - mixture.leastLogDensity(row) + SLACK;
  }

  /** The best of a row and some others, to which all components were added. */
  private int best(int row, int from, int end) {
    int best = row;
    for (int other = from; other < end; other++) {
      double score = score(other);
      double mark = score(best);
      if (score > mark || (score == mark && rows.number(other) < rows.number(best))) {
        best = other;
      }
    }
    return best;
  }

  private double score(int row) {
    return bonus[rows.number(row)] - mixture.logDensity(row, n);
  }
}
