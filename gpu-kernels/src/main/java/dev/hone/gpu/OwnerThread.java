package dev.hone.gpu;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * A platform thread that does the work of all others, one piece after the other. A daemon: it does
 * not keep the JVM.
 */
final class OwnerThread implements AutoCloseable {
  private final ExecutorService executor;

  OwnerThread(String name) {
    this.executor =
        Executors.newSingleThreadExecutor(
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
