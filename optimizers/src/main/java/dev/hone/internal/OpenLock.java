package dev.hone.internal;

import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock of something that is used by one thread at a time until it is closed. Reentrant.
 *
 * <p>Every call of a user's passes through here, the first one too, for which a class that the JVM
 * makes up for a lambda takes a millisecond: therefore {@code try (var _ = lock.open())}.
 */
public final class OpenLock {

  /** What holds the lock until it is closed. */
  public final class Hold implements AutoCloseable {
    private Hold() {}

    @Override
    public void close() {
      lock.unlock();
    }
  }

  /** Not {@code synchronized}: virtual threads may wait here for a long suggestion. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Hold hold = new Hold();
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

  /** Takes the lock, open or closed. */
  public Hold any() {
    lock.lock();
    return hold;
  }

  /**
   * Takes the lock, if that is open.
   *
   * @throws IllegalStateException if it is closed
   */
  public Hold open() {
    lock.lock();
    return ifOpen();
  }

  /**
   * As {@link #open}, where a thread that is interrupted need not wait.
   *
   * @throws IllegalStateException if it is closed
   * @throws CancellationException if the thread is interrupted before its turn; it stays so
   */
  public Hold openUnlessInterrupted() {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("interrupted while waiting to ask");
      cancelled.initCause(e);
      throw cancelled;
    }
    return ifOpen();
  }

  private Hold ifOpen() {
    if (closed) {
      lock.unlock();
      throw new IllegalStateException(owner + " is closed");
    }
    return hold;
  }

  /**
   * Closes what is locked, for whoever holds the lock.
   *
   * @return whether it was open
   */
  public boolean close() {
    boolean first = !closed;
    closed = true;
    return first;
  }
}
