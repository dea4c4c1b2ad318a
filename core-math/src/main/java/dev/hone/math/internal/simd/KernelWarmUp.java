package dev.hone.math.internal.simd;

import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the vector kernels of a group on small data until the JIT has compiled them.
 *
 * <p>Nothing says when that is but the clock: a compiled vector kernel is faster than its plain
 * twin, or about as fast, and one that is not is at least ten times slower. Where the kernels never
 * catch up (a JVM whose compiler does not know the Vector API, a width that the machine has not
 * got) the plain twins stay in use.
 */
final class KernelWarmUp {
  /** A vector kernel has caught up when it takes at most so many times as long as its twin. */
  private static final int CLOSE = 2;

  /** Calls timed together: enough for the clock's resolution. */
  private static final int CALLS = 4;

  /** Timings of which the best counts: the first after a pause finds the caches cold. */
  private static final int TIMINGS = 5;

  /** Fewer calls than these leave the compilation to come to later ones. */
  private static final int ENOUGH_CALLS = 5000;

  /** The plain twin runs so long before it is compared with. */
  private static final long PLAIN_NANOS = 20_000_000;

  /** After so long the JIT has been asked for its best, and there is only its end to await. */
  private static final long BUSY_NANOS = 1_000_000_000;

  /** The pause between two looks at the clock after that. */
  private static final long PAUSE_NANOS = 10_000_000;

  /** On a machine under load the compilation of one kernel may take so long. */
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  /**
   * Groups that have been warmed up, with success or not, and the lock of one warm-up at a time.
   */
  private static final Set<KernelGroup> DONE = EnumSet.noneOf(KernelGroup.class);

  private KernelWarmUp() {}

  /** Starts a thread that warms up a group, if that is wanted; may be called again. */
  static void inBackground(KernelGroup group) {
    if (WarmUpMode.CONFIGURED == WarmUpMode.BACKGROUND) {
      Thread.ofPlatform()
          .name("hone-warm-up-" + group)
          .daemon()
          .inheritInheritableThreadLocals(false)
          .start(() -> warmUp(group));
    }
  }

  /**
   * Warms up a group, or waits for the thread that does. Has no effect the second time, however the
   * first one ended.
   */
  static void warmUp(KernelGroup group) {
    synchronized (DONE) {
      if (group.isHot() || !DONE.add(group)) {
        return;
      }
      for (KernelTwin twin : KernelTwins.of(group)) {
        if (!catchesUp(twin)) {
          System.getLogger("dev.hone")
              .log(
                  Level.DEBUG,
                  "vector kernels {0}: slower than plain loops, which stay in use",
                  group);
          return;
        }
      }
      group.setHot(true);
    }
  }

  private static boolean catchesUp(KernelTwin twin) {
    long start = System.nanoTime();
    // The plain twin first, and its best time: what it took while interpreted proves nothing.
    long plain = Long.MAX_VALUE;
    while (System.nanoTime() - start < PLAIN_NANOS) {
      plain = Math.min(plain, bestTime(twin::plain));
    }
    for (int calls = 0; ; calls += TIMINGS * CALLS) {
      boolean close = bestTime(twin::vectors) <= CLOSE * plain;
      long elapsed = System.nanoTime() - start;
      boolean busy = elapsed < BUSY_NANOS;
      if (close && (calls >= ENOUGH_CALLS || !busy)) {
        return true;
      }
      if (elapsed > PATIENCE_NANOS) {
        return false;
      }
      if (!busy) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      plain = Math.min(plain, bestTime(twin::plain));
    }
  }

  private static long bestTime(Runnable kernel) {
    long best = Long.MAX_VALUE;
    for (int timing = 0; timing < TIMINGS; timing++) {
      long before = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        kernel.run();
      }
      best = Math.min(best, System.nanoTime() - before);
    }
    return best;
  }
}
