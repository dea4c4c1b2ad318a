package dev.hone.internal.cma;

import dev.hone.math.cma.CmaRestarts;
import dev.hone.math.cma.HybridSearch;
import dev.hone.math.cma.LqCmaEs;
import java.util.function.Consumer;

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
      public byte[] snapshot() {
        return restarts.snapshot();
      }

      @Override
      public void close() {
        restarts.close();
      }
    };
  }

  /** With a quadratic model before each run. */
  static Generations of(LqCmaEs es) {
    return new Generations() {
      @Override
      public int populationSize() {
        return es.askedCount();
      }

      @Override
      public double[] ask() {
        return es.ask();
      }

      @Override
      public boolean tell(double[] points, double[] values) {
        return es.tell(points, values);
      }

      @Override
      public double[] mean() {
        return es.current().mean();
      }

      @Override
      public byte[] snapshot() {
        return es.snapshot();
      }

      @Override
      public void close() {
        es.close();
      }
    };
  }

  /** With searches of other kinds between the runs. */
  static Generations of(HybridSearch search, Consumer<? super HybridSearch.Run> listener) {
    return new Generations() {
      @Override
      public int populationSize() {
        return search.askedCount();
      }

      @Override
      public boolean isSequential() {
        return search.isSequential();
      }

      @Override
      public double[] ask() {
        return search.ask();
      }

      @Override
      public boolean tell(double[] points, double[] values) {
        boolean ended = search.tell(points, values);
        if (ended) {
          listener.accept(search.runs().getLast());
        }
        return ended;
      }

      @Override
      public void observe(double[] point, double value) {
        search.observe(point, value);
      }

      @Override
      public double[] mean() {
        return search.best();
      }

      @Override
      public byte[] snapshot() {
        return search.snapshot();
      }

      @Override
      public void close() {
        search.close();
      }
    };
  }

  /**
   * Whether an {@link #ask} must be told before the next one makes sense, and nothing else may be
   * told in its place.
   */
  default boolean isSequential() {
    return false;
  }

  /** Takes note of a point that is not told. */
  default void observe(double[] point, double value) {}

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

  /** The whole state. */
  byte[] snapshot();

  @Override
  void close();
}
