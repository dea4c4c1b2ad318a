package dev.hone.benchmarks.cma;

import dev.hone.benchmarks.Comparison;
import dev.hone.math.Backend;
import dev.hone.math.cma.CmaEs;
import dev.hone.math.cma.StrategyParameters;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/**
 * One generation of a short run of CMA-ES beside Hipparchus.
 *
 * <p>Hipparchus runs whole optimisations only, so each implementation is measured over a short one
 * that begins with a new strategy: its construction is a part of the time of all. {@link
 * GenerationBenchmark} measures a generation alone.
 */
public class ShortRunBenchmark extends Comparison {
  static final int GENERATIONS = 20;

  private static final double SIGMA = 0.3;

  /** A backend as the system property spells it, or Hipparchus. */
  @Param({OURS, SCALAR, GPU, HIPPARCHUS})
  public String implementation = OURS;

  /** The dimension. */
  @Param({"10", "40", "100", "200", "500", "1000"})
  public int n;

  /** A short run; returns the smallest value found. */
  @Benchmark
  @OperationsPerInvocation(GENERATIONS)
  public double generation() {
    double[] start = new double[n];
    Arrays.fill(start, 1);
    int lambda = StrategyParameters.defaultPopulationSize(n);
    return implementation.equals(HIPPARCHUS)
        ? HipparchusCmaEs.run(start, SIGMA, lambda, GENERATIONS)
        : hone(start, lambda);
  }

  private double hone(double[] start, int lambda) {
    Backend backend = backend(implementation);
    try (CmaEs es =
        CmaEs.builder(start, SIGMA).populationSize(lambda).seed(5).backend(backend).build()) {
      return run(es, GENERATIONS);
    }
  }

  /** Runs some generations on Σx²; returns the smallest value found. */
  static double run(CmaEs es, int generations) {
    int n = es.dimension();
    double[] values = new double[es.populationSize()];
    for (int g = 0; g < generations; g++) {
      double[] points = es.ask();
      for (int i = 0; i < values.length; i++) {
        values[i] = sphere(points, i * n, n);
      }
      es.tell(values);
    }
    return es.bestValue();
  }

  /** In four sums: one after the other, ten thousand additions take as long as to draw a point. */
  static double sphere(double[] x, int offset, int n) {
    int end = offset + n / 4 * 4;
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    for (int j = offset; j < end; j += 4) {
      a += x[j] * x[j];
      b += x[j + 1] * x[j + 1];
      c += x[j + 2] * x[j + 2];
      d += x[j + 3] * x[j + 3];
    }
    for (int j = end; j < offset + n; j++) {
      a += x[j] * x[j];
    }
    return a + b + (c + d);
  }
}
