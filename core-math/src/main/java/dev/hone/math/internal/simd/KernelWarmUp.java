package dev.hone.math.internal.simd;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs the vector kernels of groups on small data until the JIT has compiled them.
 *
 * <p>Nothing says when that is but the clock: a compiled vector kernel is faster than its plain
 * twin, or about as fast, and one that is not is at least ten times slower. Where the kernels never
 * catch up (a JVM whose compiler does not know the Vector API, a width that the machine has not
 * got) the plain twins stay in use.
 *
 * <p>All kernels take turns, rather than one waiting for its compilation after the other: that
 * keeps the compiler's queue filled.
 */
final class KernelWarmUp {
  /** The pause between two looks at the clock after that, at least, and the most. */
  private static final long PAUSE_NANOS = 10_000_000;

  private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;

  /** The longest pause, as a share of the time so far: looks become rare, and cost nothing. */
  private static final int PAUSE_SHARE = 64;

  /** So long a caller waits; what is not done then goes on in the background. */
  private static final long CALLER_NANOS = 20_000_000_000L;

  /** Groups asked for, ever; guarded by itself. */
  private static final Set<KernelGroup> REQUESTED = EnumSet.noneOf(KernelGroup.class);

  /** Those of them that nobody has begun with; guarded by {@link #REQUESTED}. */
  private static final Set<KernelGroup> WAITING = EnumSet.noneOf(KernelGroup.class);

  /** Held by the one thread that runs kernels. */
  private static final ReentrantLock RUNNING = new ReentrantLock();

  private KernelWarmUp() {}

  /** Starts a thread that warms up a group, if that is wanted; may be called again. */
  static void inBackground(KernelGroup group) {
    if (WarmUpMode.CONFIGURED == WarmUpMode.BACKGROUND && isNew(group)) {
      startThread();
    }
  }

  private static void startThread() {
    Thread.ofPlatform()
        .name("hone-warm-up")
        .daemon()
        .inheritInheritableThreadLocals(false)
        .start(
            () -> {
              RUNNING.lock();
              try {
                run(Long.MAX_VALUE);
              } finally {
                RUNNING.unlock();
              }
            });
  }

  /**
   * Warms up groups, or waits for the thread that does, for some seconds at most and until the
   * caller is interrupted. Has no effect on one the second time, however the first one ended.
   */
  static void warmUp(Set<KernelGroup> groups) {
    for (KernelGroup group : groups) {
      isNew(group);
    }
    try {
      if (RUNNING.tryLock(CALLER_NANOS, TimeUnit.NANOSECONDS)) {
        try {
          run(CALLER_NANOS);
        } finally {
          RUNNING.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (isAnyWaiting()) {
      startThread();
    }
  }

  private static boolean isAnyWaiting() {
    synchronized (REQUESTED) {
      return !WAITING.isEmpty();
    }
  }

  private static boolean isNew(KernelGroup group) {
    synchronized (REQUESTED) {
      return !group.isHot() && REQUESTED.add(group) && WAITING.add(group);
    }
  }

  /** Does all that is waiting; what takes longer than it may waits again. */
  private static void run(long mostNanos) {
    List<WarmUpTask> tasks = new ArrayList<>();
    long start = System.nanoTime();
    do {
      synchronized (REQUESTED) {
        for (KernelGroup group : WAITING) {
          tasks.add(new WarmUpTask(group, KernelTwins.of(group), System::nanoTime));
        }
        WAITING.clear();
      }
      tasks.removeIf(WarmUpTask::isDoneAfterTurn);
      long elapsed = System.nanoTime() - start;
      if (elapsed > mostNanos || Thread.currentThread().isInterrupted()) {
        putBack(tasks);
      } else if (!tasks.isEmpty() && tasks.stream().allMatch(WarmUpTask::onlyWaits)) {
        LockSupport.parkNanos(Math.clamp(elapsed / PAUSE_SHARE, PAUSE_NANOS, LONGEST_PAUSE_NANOS));
      }
    } while (!tasks.isEmpty());
  }

  private static void putBack(List<WarmUpTask> tasks) {
    synchronized (REQUESTED) {
      tasks.forEach(task -> WAITING.add(task.group()));
    }
    tasks.clear();
  }
}
