package dev.hone.gpu;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A platform thread that does the work of all others, one piece after the other. A daemon: it does
 * not keep the JVM.
 *
 * <p>Who waits looks for a while before it sleeps: to be woken takes some 5 µs each way, and the
 * evaluations of a search, hundreds one after the other, some 100.
 */
final class OwnerThread implements AutoCloseable {
  /** How long who waits looks before it sleeps; on two processors it would be in the way. */
  private static final long LOOKING_NANOS =
      Runtime.getRuntime().availableProcessors() > 2 ? 50_000 : 0;

  private final ExecutorService executor;

  /** A queue in whose place its only reader looks before it sleeps. */
  private static final class Queue extends LinkedBlockingQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    @Override
    public Runnable take() throws InterruptedException {
      long start = System.nanoTime();
      while (System.nanoTime() - start < LOOKING_NANOS) {
        Runnable next = poll();
        if (next != null) {
          return next;
        }
        Thread.onSpinWait();
      }
      return super.take();
    }
  }

  OwnerThread(String name) {
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.MILLISECONDS,
            new Queue(),
            work -> Thread.ofPlatform().daemon().name(name).unstarted(work));
  }

  /**
   * Does work there and waits for it. An interrupt is kept for the caller to see: work on a device
   * cannot be given up half way.
   */
  <T> T run(Supplier<T> work) {
    Future<T> future;
    try {
      future = executor.submit(work::get);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the device was left", e);
    }
    long start = System.nanoTime();
    while (!future.isDone() && System.nanoTime() - start < LOOKING_NANOS) {
      Thread.onSpinWait();
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw rethrown(e.getCause() == null ? e : e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Does work there, some time. What it throws is lost. */
  void submit(Runnable work) {
    try {
      executor.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException ignored) {
              // Releasing what is gone already.
            }
          });
    } catch (RejectedExecutionException ignored) {
      // Closed: all was released.
    }
  }

  /** What happened there, with the stack of who asked for it beside its own. */
  private static RuntimeException rethrown(Throwable cause) {
    cause.addSuppressed(new CallerTrace());
    if (cause instanceof RuntimeException e) {
      return e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    return new IllegalStateException(cause);
  }

  /** Carries the stack of the thread that waited. */
  private static final class CallerTrace extends Exception {
    private static final long serialVersionUID = 1L;

    CallerTrace() {
      super("asked for by");
    }
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
