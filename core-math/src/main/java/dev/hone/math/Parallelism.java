package dev.hone.math;

import dev.hone.math.internal.WorkPool;

/**
 * How many threads one large job may use.
 *
 * <p>Jobs above a measured size share one pool of daemon threads; smaller ones, and a job that
 * finds the pool at work for another, run on the thread that asked for them. Results are the same
 * bits for any number of threads.
 *
 * <p>The number is that of the processors, or what {@code -Dhone.threads} says. Set it to 1 where
 * many optimizers run side by side on threads of their own. Safe for use from many threads.
 */
public final class Parallelism {
  /** Name of the system property that sets the number of threads: {@code -Dhone.threads=4}. */
  public static final String PROPERTY = WorkPool.PROPERTY;

  private Parallelism() {}

  /** The number of threads a job may use, the one that asks for it included. */
  public static int threads() {
    return WorkPool.threads();
  }

  /**
   * Sets the number of threads a job may use, the one that asks for it included; from the next job
   * on.
   *
   * @throws IllegalArgumentException if {@code threads} is not from 1 to 1024
   */
  public static void setThreads(int threads) {
    WorkPool.setThreads(threads);
  }
}
