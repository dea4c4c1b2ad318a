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

  /** One of the tasks of a job. */
  public interface Task {

    /**
     * Runs one task.
     *
     * @param task from 0
     * @param worker from 0 to below the number of workers; no two tasks of a job run at the same
     *     time with the same number, so that it can select what they work in
     */
    void run(int task, int worker);
  }

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

  /**
   * Runs every task from 0 to below {@code tasks} on the shared pool and returns when all are done.
   * A job that is asked for by a task of another, or while the pool is at work for another thread,
   * is left to its own thread.
   *
   * @param tasks how many; the order in which they run is not defined
   * @param workers most tasks to run at a time, the thread that asks included; often {@link
   *     #threads}
   * @throws IllegalArgumentException if {@code tasks} is negative or {@code workers} less than 1
   * @throws RuntimeException what a task threw, if one did; the others have been run all the same,
   *     unless there was only one worker
   */
  public static void forEach(int tasks, int workers, Task task) {
    if (tasks < 0) {
      throw new IllegalArgumentException("tasks = " + tasks + ": expected 0 or more");
    }
    if (workers < 1) {
      throw new IllegalArgumentException("workers = " + workers + ": expected at least 1");
    }
    WorkPool.forEach(tasks, workers, task::run);
  }
}
