package dev.hone.internal.cma;

import dev.hone.math.cma.CmaRestarts;
import dev.hone.math.cma.StrategyParameters;

/** A strategy as a {@link CmaSuggester} drives it: asked for some points, told as many. */
interface Generations extends AutoCloseable {

  /** With the restarts of a plain CMA-ES. */
  static Generations of(CmaRestarts restarts) {
    return new Generations() {
      @Override
      public int populationSize() {
        return restarts.current().populationSize();
      }

      @Override
      public double[] ask() {
        return restarts.ask();
      }

      @Override
      public boolean tell(double[] points, double[] values) {
        return restarts.tell(points, values);
      }

      @Override
      public double[] mean() {
        return restarts.current().mean();
      }

      @Override
      public StrategyParameters parameters() {
        return restarts.current().parameters();
      }

      @Override
      public byte[] snapshot() {
        return restarts.snapshot();
      }

      @Override
      public void close() {
        restarts.close();
      }
    };
  }

  /** How many points one {@link #ask} gives, and the next {@link #tell} takes. */
  int populationSize();

  /**
   * Points, one row each. Asked again without a tell, others, which may be told in the place of any
   * of the first.
   */
  double[] ask();

  /**
   * Takes as many points of any origin as were asked for; row i is best the i-th of the last ask.
   *
   * @return whether another run has begun, to which the points of this one say nothing
   */
  boolean tell(double[] points, double[] values);

  /** A copy of where points are drawn around. */
  double[] mean();

  /** The constants of the run that is going on. */
  StrategyParameters parameters();

  /** The whole state. */
  byte[] snapshot();

  @Override
  void close();
}
