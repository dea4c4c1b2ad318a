package dev.hone.benchmarks.roofline;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The two loops that reach the bounds. */
final class Peaks {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  /** Enough to hide four cycles of latency on two units, and few enough for sixteen registers. */
  private static final int ACCUMULATORS = 12;

  private Peaks() {}

  static double flops(int iterations) {
    return 2.0 * iterations * ACCUMULATORS * SPECIES.length();
  }

  /** x ← x·factor + summand, many times on each of many independent numbers. */
  static double multiplyAdd(int iterations, double factor, double summand) {
    DoubleVector f = DoubleVector.broadcast(SPECIES, factor);
    DoubleVector s = DoubleVector.broadcast(SPECIES, summand);
    DoubleVector x0 = s;
    DoubleVector x1 = s;
    DoubleVector x2 = s;
    DoubleVector x3 = s;
    DoubleVector x4 = s;
    DoubleVector x5 = s;
    DoubleVector x6 = s;
    DoubleVector x7 = s;
    DoubleVector x8 = s;
    DoubleVector x9 = s;
    DoubleVector x10 = s;
    DoubleVector x11 = s;
    for (int i = 0; i < iterations; i++) {
      x0 = x0.fma(f, s);
      x1 = x1.fma(f, s);
      x2 = x2.fma(f, s);
      x3 = x3.fma(f, s);
      x4 = x4.fma(f, s);
      x5 = x5.fma(f, s);
      x6 = x6.fma(f, s);
      x7 = x7.fma(f, s);
      x8 = x8.fma(f, s);
      x9 = x9.fma(f, s);
      x10 = x10.fma(f, s);
      x11 = x11.fma(f, s);
    }
    DoubleVector low = x0.add(x1).add(x2).add(x3).add(x4).add(x5);
    DoubleVector high = x6.add(x7).add(x8).add(x9).add(x10).add(x11);
    return low.add(high).lane(0);
  }

  /** a ← b + factor·c from one index to before another. */
  static void triad(int from, int to, double factor, double[] b, double[] c, double[] a) {
    int length = SPECIES.length();
    DoubleVector f = DoubleVector.broadcast(SPECIES, factor);
    int i = from;
    for (; i <= to - length; i += length) {
      DoubleVector.fromArray(SPECIES, c, i)
          .fma(f, DoubleVector.fromArray(SPECIES, b, i))
          .intoArray(a, i);
    }
    for (; i < to; i++) {
      a[i] = Math.fma(factor, c[i], b[i]);
    }
  }
}
