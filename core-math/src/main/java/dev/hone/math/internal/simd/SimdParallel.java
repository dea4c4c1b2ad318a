package dev.hone.math.internal.simd;

import dev.hone.math.internal.WorkPool;

/** When a loop is worth more threads than one. */
final class SimdParallel {
  /** Work of a job that is shared: some half a millisecond of one core. */
  private static final double SHARED_JOB_FLOPS = 2e7;

  /**
   * Work of one of the many loops of such a job that is shared: some ten microseconds of one core,
   * several times what it takes to hand a task to a thread that waits for it.
   */
  private static final double SHARED_LOOP_FLOPS = 5e5;

  /** Elements whose copying is shared: 1 MiB, too much for one core's caches. */
  private static final long SHARED_COPY = 1 << 17;

  private SimdParallel() {}

  /** Threads for a job of so much work: 1, or those of the pool. */
  static int threads(double flops) {
    return flops < SHARED_JOB_FLOPS ? 1 : WorkPool.threads();
  }

  /** Threads for one loop of a job that has been given so many. */
  static int threads(int jobThreads, double loopFlops) {
    return loopFlops < SHARED_LOOP_FLOPS ? 1 : jobThreads;
  }

  /** Threads for copying so many elements: copies end at the memory's speed, not the cores'. */
  static int threadsToCopy(long elements) {
    return elements < SHARED_COPY ? 1 : WorkPool.threads();
  }
}
