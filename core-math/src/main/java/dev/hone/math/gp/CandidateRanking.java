package dev.hone.math.gp;

import java.util.PriorityQueue;

/** The best of many candidates, made and scored a block at a time. */
final class CandidateRanking {
  private static final int BLOCK = 2048;

  private CandidateRanking() {}

  /** A candidate: its index, its value. */
  private record Scored(long index, double value) implements Comparable<Scored> {
    /** The better is the larger; of equals the earlier. What is no number is worst. */
    @Override
    public int compareTo(Scored other) {
      int byValue = Double.compare(value, other.value);
      return byValue != 0 ? byValue : Long.compare(other.index, index);
    }
  }

  /** As {@link GpEngine#bestCandidates}. */
  static int search(
      GpPosterior posterior,
      CandidateDesign design,
      double best,
      int k,
      double[] x,
      double[] value) {
    int d = design.dimension();
    if (k == 0) {
      // Still to be told before it is conditioned.
      posterior.logExpectedImprovement(0, x, best, value, null);
      return 0;
    }
    PriorityQueue<Scored> kept = new PriorityQueue<>();
    int block = (int) Math.min(BLOCK, design.size());
    double[] points = new double[block * d];
    double[] values = new double[block];
    for (long from = 0; from < design.size(); from += block) {
      int count = (int) Math.min(block, design.size() - from);
      design.points(from, count, points);
      posterior.logExpectedImprovement(count, points, best, values, null);
      for (int i = 0; i < count; i++) {
        double known = Double.isNaN(values[i]) ? Double.NEGATIVE_INFINITY : values[i];
        kept.add(new Scored(from + i, known));
        if (kept.size() > k) {
          kept.remove();
        }
      }
    }
    int count = kept.size();
    double[] point = new double[d];
    for (int rank = count - 1; rank >= 0; rank--) {
      Scored worst = kept.remove();
      value[rank] = worst.value();
      design.points(worst.index(), 1, point);
      System.arraycopy(point, 0, x, rank * d, d);
    }
    return count;
  }

  static void check(
      GpModel model, CandidateDesign design, double best, int k, double[] x, double[] value) {
    design.checkModel(model);
    int d = model.dimension();
    if (!Double.isFinite(best)) {
      throw new IllegalArgumentException("best = " + best + ": expected a finite number");
    }
    if (k < 0) {
      throw new IllegalArgumentException("k = " + k + ": expected 0 or more");
    }
    long rows = Math.min(k, design.size());
    if (x.length < rows * d) {
      throw new IllegalArgumentException(
          "x has length " + x.length + ": expected at least " + rows * d);
    }
    if (value.length < rows) {
      throw new IllegalArgumentException(
          "value has length " + value.length + ": expected at least " + rows);
    }
  }
}
