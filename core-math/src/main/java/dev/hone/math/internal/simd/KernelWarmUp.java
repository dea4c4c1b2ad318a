package dev.hone.math.internal.simd;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

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

  /** The pause between two looks at the clock after that. */
  private static final long PAUSE_NANOS = 10_000_000;

  /** On a machine under load the compilation may take so long. */
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  /** Groups asked for, ever; guarded by itself. */
  private static final Set<KernelGroup> REQUESTED = EnumSet.noneOf(KernelGroup.class);

  /** Those of them that nobody has begun with; guarded by {@link #REQUESTED}. */
  private static final Set<KernelGroup> WAITING = EnumSet.noneOf(KernelGroup.class);

  /** Held by the one thread that runs kernels. */
  private static final Object RUNNING = new Object();

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
      Thread.ofPlatform()
          .name("hone-warm-up")
          .daemon()
          .inheritInheritableThreadLocals(false)
          .start(KernelWarmUp::run);
    }
  }

  /**
   * Warms up groups, or waits for the thread that does. Has no effect on one the second time,
   * however the first one ended.
   */
  static void warmUp(Set<KernelGroup> groups) {
    for (KernelGroup group : groups) {
      isNew(group);
    }
    run();
  }

  private static boolean isNew(KernelGroup group) {
    synchronized (REQUESTED) {
      return !group.isHot() && REQUESTED.add(group) && WAITING.add(group);
    }
  }

  /** Does all that is waiting, or waits until another thread has. */
  private static void run() {
    synchronized (RUNNING) {
      List<Task> tasks = new ArrayList<>();
      do {
        synchronized (REQUESTED) {
          for (KernelGroup group : WAITING) {
            tasks.add(new Task(group));
          }
          WAITING.clear();
        }
        tasks.removeIf(Task::isDoneAfterTurn);
        boolean pause = !tasks.isEmpty();
        for (Task task : tasks) {
          pause &= task.onlyWaits();
        }
        if (pause) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      } while (!tasks.isEmpty());
    }
  }
}
