package dev.hone.math.internal;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one pool of threads that large jobs share.
 *
 * <p>A loop is offered to the pool's threads and worked on by its caller at the same time. Each has
 * a share of tasks that follow one another, and helps with the other shares when its own is done:
 * of one loop after the other over the same data, each thread so has the part that is in its caches
 * already. The caller begins with task 0. The pool serves one loop at a time: a loop that finds it
 * taken, by another caller or by the loop it stands in, is left to its own thread, so that there
 * are never more busy threads than callers and helpers, and never a deadlock. Helpers are daemon
 * threads which come when first needed and leave when idle for long.
 */
public final class WorkPool {
  /** Name of the system property that sets the number of threads: {@code -Dhone.threads=4}. */
  public static final String PROPERTY = "hone.threads";

  private static final int MOST_THREADS = 1024;

  /** How long a helper waits for the next loop of the same job before it sleeps. */
  private static final long SPIN_NANOS = 100_000;

  /**
   * Distance of counters in an array that share no cache line, nor one of a pair fetched at once.
   */
  private static final int APART = 32;

  private static final long KEEP_ALIVE_NANOS = 30_000_000_000L;

  private static final Body NOTHING = (task, worker) -> {};

  private static final AtomicReference<@Nullable Loop> CURRENT = new AtomicReference<>();
  private static final Object LOCK = new Object();

  /** Replaced as a whole when threads come and go; helper i works as worker i + 1. */
  private static volatile @Nullable Helper[] helpers = {};

  private static volatile int threads = configured();

  /** What one task of a loop does. */
  public interface Body {

    /**
     * Runs one task.
     *
     * @param task from 0
     * @param worker from 0 to below {@link WorkPool#threads}; no two tasks of a loop run at the
     *     same time with the same number, so that it can select a scratch buffer
     */
    void run(int task, int worker);
  }

  private WorkPool() {}

  /** The number of threads a loop may run on, its caller included. */
  public static int threads() {
    return threads;
  }

  /**
   * Sets the number of threads a loop may run on, its caller included. Loops that run keep theirs.
   *
   * @throws IllegalArgumentException if {@code count} is not from 1 to 1024
   */
  public static void setThreads(int count) {
    threads = checked("threads", count);
  }

  private static int configured() {
    String property = System.getProperty(PROPERTY);
    if (property == null) {
      return Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    }
    try {
      return checked("-D" + PROPERTY, Integer.parseInt(property));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "-D" + PROPERTY + "=" + property + ": expected 1 to " + MOST_THREADS, e);
    }
  }

  private static int checked(String name, int count) {
    if (count < 1 || count > MOST_THREADS) {
      throw new IllegalArgumentException(name + " = " + count + ": expected 1 to " + MOST_THREADS);
    }
    return count;
  }

  /**
   * Runs {@code body} for every task from 0 to below {@code tasks} and returns when all are done.
   *
   * @param workers what {@link #threads} was when the caller set up its scratch buffers
   * @throws RuntimeException what a task threw, if one did; the others have been run all the same
   */
  public static void forEach(int tasks, int workers, Body body) {
    if (tasks < 2 || workers < 2) {
      runAlone(tasks, body);
      return;
    }
    Loop loop = new Loop(tasks, workers, body);
    if (!CURRENT.compareAndSet(null, loop)) {
      runAlone(tasks, body);
      return;
    }
    try {
      wakeHelpers(Math.min(workers, tasks) - 1);
      loop.work(0);
      loop.awaitHelpers();
      loop.body = NOTHING;
    } finally {
      CURRENT.set(null);
    }
    loop.rethrow();
  }

  private static void runAlone(int tasks, Body body) {
    for (int task = 0; task < tasks; task++) {
      body.run(task, 0);
    }
  }

  private static void wakeHelpers(int count) {
    @Nullable Helper[] present = helpers;
    if (present.length < count) {
      present = withRoomFor(count);
    }
    for (int i = 0; i < count; i++) {
      Helper helper = present[i];
      if (helper == null) {
        start(i);
      } else if (helper.asleep) {
        LockSupport.unpark(helper);
      }
    }
  }

  private static @Nullable Helper[] withRoomFor(int count) {
    synchronized (LOCK) {
      if (helpers.length < count) {
        helpers = Arrays.copyOf(helpers, count);
      }
      return helpers;
    }
  }

  private static void start(int index) {
    synchronized (LOCK) {
      if (helpers[index] == null) {
        Helper helper = new Helper(index);
        replace(index, helper);
        helper.start();
      }
    }
  }

  private static void replace(int index, @Nullable Helper helper) {
    @Nullable Helper[] changed = helpers.clone();
    changed[index] = helper;
    helpers = changed;
  }

  /** One loop: hands out its tasks and counts what is done. */
  private static final class Loop {
    private final int tasks;
    private final int workers;
    private final int shares;

    /** Replaced when all is done: helpers remember their last loop, and must not keep its data. */
    private Body body;

    /** The next task of each share. */
    private final AtomicIntegerArray next;

    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Loop(int tasks, int workers, Body body) {
      this.tasks = tasks;
      this.workers = workers;
      this.body = body;
      this.shares = Math.min(tasks, workers);
      this.next = new AtomicIntegerArray(shares * APART);
      for (int share = 0; share < shares; share++) {
        next.set(share * APART, shareStart(share));
      }
    }

    /** Does a worker's own share, in order, and then what is left of the others'. */
    void work(int worker) {
      if (worker >= workers) {
        return;
      }
      for (int i = 0; i < shares; i++) {
        workOnShare((worker + i) % shares, worker);
      }
    }

    private void workOnShare(int share, int worker) {
      int end = shareStart(share + 1);
      while (next.get(share * APART) < end) {
        int task = next.getAndIncrement(share * APART);
        if (task < end) {
          run(task, worker);
        }
      }
    }

    private void run(int task, int worker) {
      try {
        body.run(task, worker);
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
      }
      done.getAndIncrement();
    }

    private int shareStart(int share) {
      return (int) ((long) tasks * share / shares);
    }

    /** Waits for tasks that helpers have begun: each is short, and no new ones are left. */
    void awaitHelpers() {
      for (int spins = 0; done.get() < tasks; spins++) {
        if (spins < 10_000) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(this, 20_000); // the helper may have lost its processor
        }
      }
    }

    void rethrow() {
      Throwable e = failure.get();
      if (e instanceof Error error) {
        throw error;
      }
      if (e != null) {
        throw (RuntimeException) e;
      }
    }
  }

  /** A thread that helps with one loop after the other. */
  private static final class Helper extends Thread {
    private final int index;
    private volatile boolean asleep;

    Helper(int index) {
      super("hone-worker-" + (index + 1));
      this.index = index;
      setDaemon(true);
    }

    @Override
    public void run() {
      @Nullable Loop last = null;
      for (; ; ) {
        Loop loop = await(last);
        if (loop == null) {
          synchronized (LOCK) {
            replace(index, null);
          }
          return;
        }
        loop.work(index + 1);
        last = loop;
      }
    }

    /** Returns the next loop, or null if there was none for long. */
    private @Nullable Loop await(@Nullable Loop done) {
      @Nullable Loop last = done;
      long start = System.nanoTime();
      while (System.nanoTime() - start < SPIN_NANOS) {
        for (int i = 0; i < 50; i++) {
          Loop loop = CURRENT.get();
          if (loop != null && loop != last) {
            return loop;
          }
          if (loop == null) {
            last = null; // lets the collector have what the loop held
          }
          Thread.onSpinWait();
        }
      }
      asleep = true;
      try {
        while (System.nanoTime() - start < KEEP_ALIVE_NANOS) {
          Loop loop = CURRENT.get();
          if (loop != null && loop != last) {
            return loop;
          }
          LockSupport.parkNanos(CURRENT, KEEP_ALIVE_NANOS);
        }
        return null;
      } finally {
        asleep = false;
      }
    }
  }
}
