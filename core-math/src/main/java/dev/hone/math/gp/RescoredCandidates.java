package dev.hone.math.gp;

import java.util.Arrays;

/** Candidates of an engine that keeps nothing of them: scored from scratch each time. */
final class RescoredCandidates implements GpCandidates {
  private final GpEngine engine;
  private final int size;
  private final double[] points;

  RescoredCandidates(GpEngine engine, int m, double[] x) {
    this.engine = engine;
    this.size = m;
    this.points = Arrays.copyOf(x, m * engine.model().dimension());
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void replace(double[] x) {
    if (x.length < points.length) {
      throw new IllegalArgumentException(
          "x has length " + x.length + ": expected at least " + points.length);
    }
    System.arraycopy(x, 0, points, 0, points.length);
  }

  @Override
  public void moments(double[] mean, double[] variance) {
    engine.posterior(size, points, mean, variance);
  }

  @Override
  public void logExpectedImprovement(double best, double[] value) {
    engine.logExpectedImprovement(size, points, best, value, null);
  }
}
