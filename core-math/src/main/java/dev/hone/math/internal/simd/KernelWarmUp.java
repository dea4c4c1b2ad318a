package dev.hone.math.internal.simd;

import java.lang.System.Logger.Level;
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
  /**
   * A kernel that is fast runs on for so long: what is compiled only in part then is so in whole.
   */
  private static final long TRAINING_NANOS = 20_000_000;

  /** After so long the JIT has been asked for its best, and there is only its end to await. */
  private static final long BUSY_NANOS = 1_500_000_000;

  /** The pause between two looks at the clock after that, at least, and the most. */
  private static final long PAUSE_NANOS = 10_000_000;

  private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;

  /** The longest pause, as a share of the time so far: looks become rare, and cost nothing. */
  private static final int PAUSE_SHARE = 64;

  /** So long a caller waits; what is not done then goes on in the background. */
  private static final long CALLER_NANOS = 20_000_000_000L;

  /** On a machine under load the compilation may take so long. */
  private static final long PATIENCE_NANOS = 600_000_000_000L;

  /** Groups asked for, ever; guarded by itself. */
  private static final Set<KernelGroup> REQUESTED = EnumSet.noneOf(KernelGroup.class);

  /** Those of them that nobody has begun with; guarded by {@link #REQUESTED}. */
  private static final Set<KernelGroup> WAITING = EnumSet.noneOf(KernelGroup.class);

  /** Held by the one thread that runs kernels. */
  private static final ReentrantLock RUNNING = new ReentrantLock();

  private KernelWarmUp() {}

  /** A group under way. */
  private static final class Task {
    final KernelGroup group;
    final List<TimedTwin> twins = new ArrayList<>();
    final long start = System.nanoTime();
    long closeSince = Long.MAX_VALUE;

    Task(KernelGroup group) {
      this.group = group;
      for (KernelTwin twin : KernelTwins.of(group)) {
        twins.add(new TimedTwin(twin));
      }
    }

    /** Runs every kernel a few times; returns whether there is nothing more to do. */
    boolean isDoneAfterTurn() {
      boolean close = true;
      for (TimedTwin twin : twins) {
        close &= twin.isCloseAfterTurn();
      }
      long now = System.nanoTime();
      if (!close) {
        closeSince = Long.MAX_VALUE;
      } else if (closeSince == Long.MAX_VALUE) {
        closeSince = now;
      } else if (now - closeSince > TRAINING_NANOS) {
        group.setHot(true);
        return true;
      }
      if (now - start > PATIENCE_NANOS) {
        System.getLogger("dev.hone")
            .log(
                Level.DEBUG,
                "vector kernels {0}: slower than plain loops, which stay in use",
                group);
        return true;
      }
      return false;
    }

    boolean onlyWaits() {
      return closeSince == Long.MAX_VALUE && System.nanoTime() - start > BUSY_NANOS;
    }
  }

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
    List<Task> tasks = new ArrayList<>();
    long start = System.nanoTime();
    do {
      synchronized (REQUESTED) {
        for (KernelGroup group : WAITING) {
          tasks.add(new Task(group));
        }
        WAITING.clear();
      }
      tasks.removeIf(Task::isDoneAfterTurn);
      long elapsed = System.nanoTime() - start;
      if (elapsed > mostNanos || Thread.currentThread().isInterrupted()) {
        putBack(tasks);
      } else if (!tasks.isEmpty() && tasks.stream().allMatch(Task::onlyWaits)) {
        LockSupport.parkNanos(Math.clamp(elapsed / PAUSE_SHARE, PAUSE_NANOS, LONGEST_PAUSE_NANOS));
      }
    } while (!tasks.isEmpty());
  }

  private static void putBack(List<Task> tasks) {
    synchronized (REQUESTED) {
      tasks.forEach(task -> WAITING.add(task.group));
    }
    tasks.clear();
  }
}
