package dev.hone.math.internal.calibration;

import dev.hone.math.internal.KernelSet;
import dev.hone.math.linalg.LinearAlgebra;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Measures from which order on a native library is faster than a set of kernels.
 *
 * <p>The two take turns, so that whatever else the machine does falls on both, and the median of
 * the ratios counts. The threshold is the least order from which the library wins at every order
 * measured, by a margin: a tie is left to the kernels, which need no loading and no copies.
 */
public final class Calibrator {
  private static final int[] ORDERS = {
    8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024
  };

  /** By how much faster the library has to be. */
  private static final double MARGIN = 1.1;

  /** At a lead like this, twice in a row, no larger order is worth measuring. */
  private static final double CLEAR = 2;

  private static final int LEAST_ROUNDS = 5;
  private static final int MOST_ROUNDS = 1000;

  /** Until windows in a row bring less than a twentieth, code is being compiled. */
  private static final double STEADY = 0.95;

  private static final int STEADY_WINDOWS = 3;
  private static final int MOST_WINDOWS = 30;

  /** What the clock measures to a percent. */
  private static final double CLOCK_SECONDS = 1e-5;

  private final LinearAlgebra library;
  private final long nanos;
  private final Listener listener;

  /** Is told what was measured. */
  @FunctionalInterface
  public interface Listener {

    /**
     * Called after each order.
     *
     * @param lead how many times as fast as the kernels the library is
     */
    void measured(String kernels, Routine routine, int order, double lead);
  }

  /**
   * Measures a library.
   *
   * @param nanos how long to measure each order of each routine; several times as long goes before,
   *     for it to be compiled
   */
  public Calibrator(LinearAlgebra library, long nanos, Listener listener) {
    this.library = library;
    this.nanos = nanos;
    this.listener = listener;
  }

  /** The least order of each routine, or {@link Calibration#NEVER}. */
  public Map<Routine, Integer> measure(KernelSet kernels) {
    kernels.warmUp();
    Map<Routine, Integer> orders = new EnumMap<>(Routine.class);
    for (Routine routine : Routine.values()) {
      orders.put(routine, threshold(kernels, routine, ORDERS[ORDERS.length - 1]));
    }
    return orders;
  }

  /** The least order of one routine, measured up to {@code largest}. */
  int threshold(KernelSet kernels, Routine routine, int largest) {
    int threshold = Calibration.NEVER;
    int clear = 0;
    for (int i = 0; i < ORDERS.length && ORDERS[i] <= largest; i++) {
      int order = ORDERS[i];
      double lead = lead(routine, order, kernels.linearAlgebra());
      listener.measured(kernels.name(), routine, order, lead);
      if (lead < MARGIN) {
        threshold = Calibration.NEVER;
      } else if (threshold == Calibration.NEVER) {
        threshold = order;
      }
      clear = lead >= CLEAR ? clear + 1 : 0;
      if (clear == 2) {
        break;
      }
    }
    return threshold;
  }

  private double lead(Routine routine, int order, LinearAlgebra cpu) {
    Runnable ours = Trial.of(routine, order, cpu);
    Runnable theirs = Trial.of(routine, order, library);
    int repetitions = warmUp(ours, theirs);
    double[] leads = new double[MOST_ROUNDS];
    int rounds = 0;
    long start = System.nanoTime();
    while (rounds < LEAST_ROUNDS || (rounds < leads.length && System.nanoTime() - start < nanos)) {
      double own = seconds(ours, repetitions);
      leads[rounds++] = own / seconds(theirs, repetitions);
    }
    Arrays.sort(leads, 0, rounds);
    return leads[rounds / 2];
  }

  /**
   * Runs both until ours gains no more, which is when it is compiled; returns how often to repeat
   * them for the clock to be exact enough.
   */
  private int warmUp(Runnable ours, Runnable theirs) {
    double best = Double.POSITIVE_INFINITY;
    int unchanged = 0;
    for (int window = 0; window < MOST_WINDOWS && unchanged < STEADY_WINDOWS; window++) {
      long start = System.nanoTime();
      double fastest = Double.POSITIVE_INFINITY;
      do {
        fastest = Math.min(fastest, seconds(ours, 1));
        theirs.run();
      } while (System.nanoTime() - start < nanos);
      unchanged = fastest > STEADY * best ? unchanged + 1 : 0;
      best = Math.min(best, fastest);
    }
    return (int) Math.max(1, CLOCK_SECONDS / best);
  }

  private static double seconds(Runnable job, int repetitions) {
    long start = System.nanoTime();
    for (int i = 0; i < repetitions; i++) {
      job.run();
    }
    return (System.nanoTime() - start) * 1e-9;
  }
}
