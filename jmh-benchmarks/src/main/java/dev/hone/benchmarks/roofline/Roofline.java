package dev.hone.benchmarks.roofline;

import java.util.Arrays;

/**
 * The two bounds on one thread of this machine: no kernel adds and multiplies faster than the one,
 * and none reads memory faster than the other.
 *
 * <p>Both are measured, not read off a data sheet, so that turbo, a hypervisor and the JIT are in
 * them. Source: Williams, Waterman and Patterson, Roofline: an insightful visual performance model
 * (2009).
 *
 * @param gigaflops fused multiply-adds on independent accumulators, two flops each, in 10⁹ per
 *     second
 * @param gigabytesPerSecond the triad of STREAM (McCalpin 1995) on arrays beyond any cache, in 10⁹
 *     bytes per second
 */
public record Roofline(double gigaflops, double gigabytesPerSecond) {
  private static final int ROUNDS = 30;
  private static final int TRIAD_ROUNDS = 8;
  private static final int MULTIPLY_ADDS = 100_000;

  /** Three arrays of 128 MiB: four times the largest cache of a common server core. */
  private static final int TRIAD_ELEMENTS = 1 << 24;

  /** Measures both in about a second; the best of some rounds. Needs 400 MB of heap. */
  public static Roofline measure() {
    return new Roofline(measurePeak(), measureBandwidth(TRIAD_ELEMENTS));
  }

  /** The larger of each bound: what slowed one measurement down was not the machine. */
  public Roofline best(Roofline other) {
    return new Roofline(
        Math.max(gigaflops, other.gigaflops),
        Math.max(gigabytesPerSecond, other.gigabytesPerSecond));
  }

  static double measurePeak() {
    double sink = 0;
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int call = 0; call < 10; call++) {
        sink += Peaks.multiplyAdd(MULTIPLY_ADDS, 0.999, 0.001);
      }
      best = Math.max(best, 10 * Peaks.flops(MULTIPLY_ADDS) / (System.nanoTime() - start));
    }
    checkRan(sink);
    return best;
  }

  static double measureBandwidth(int elements) {
    double[] a = new double[elements];
    double[] b = new double[elements];
    double[] c = new double[elements];
    Arrays.fill(b, 1);
    Arrays.fill(c, 2);
    // In pieces, so that the JIT has compiled the loop before the second round.
    int piece = Math.min(elements, 1 << 14);
    double best = 0;
    for (int round = 0; round < TRIAD_ROUNDS; round++) {
      long start = System.nanoTime();
      for (int from = 0; from < elements; from += piece) {
        Peaks.triad(from, Math.min(elements, from + piece), 3, b, c, a);
      }
      double bytes = 3.0 * Double.BYTES * elements;
      best = Math.max(best, bytes / (System.nanoTime() - start));
    }
    checkRan(a[elements - 1]);
    return best;
  }

  /** Uses what was computed, so that it had to be. */
  private static void checkRan(double result) {
    if (!(result > 0)) {
      throw new IllegalStateException("the kernel came to " + result);
    }
  }
}
