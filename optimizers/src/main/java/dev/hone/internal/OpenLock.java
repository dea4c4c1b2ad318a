package dev.hone.internal;

import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The lock of something that is used by one thread at a time until it is closed. Reentrant. */
public final class OpenLock {
  /** Not {@code synchronized}: virtual threads may wait here for a long suggestion. */
  private final ReentrantLock lock = new ReentrantLock();

  private final String owner;
  private boolean closed;

  /**
   * An open one.
   *
   * @param owner what it is of, for messages
   */
  public OpenLock(String owner) {
    this.owner = owner;
  }

  /**
   * Does something under the lock, open or closed.
   *
   * @return what it returns
   */
  public <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does something under the lock, if that is open.
   *
   * @return what it returns
   * @throws IllegalStateException if it is closed
   */
  public <T> T whileOpen(Supplier<T> work) {
    lock.lock();
    try {
      checkOpen();
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * As {@link #whileOpen}, where a thread that is interrupted need not wait.
   *
   * @return what it returns
   * @throws IllegalStateException if it is closed
   * @throws CancellationException if the thread is interrupted before its turn; it stays so
   */
  public <T> T whileOpenUnlessInterrupted(Supplier<T> work) {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("interrupted while waiting to ask");
      cancelled.initCause(e);
      throw cancelled;
    }
    try {
      checkOpen();
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException(owner + " is closed");
    }
  }

  /** Closes it; the first time, does something under the lock. */
  public void close(Runnable release) {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        release.run();
      }
    } finally {
      lock.unlock();
    }
  }
}
