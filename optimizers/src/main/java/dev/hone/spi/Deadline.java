package dev.hone.spi;

import java.time.Duration;
import java.util.concurrent.CancellationException;

/**
 * Until when a suggestion is wanted. Immutable and safe to share.
 *
 * <p>Time is measured by {@link System#nanoTime}.
 */
public final class Deadline {
  private static final Deadline NEVER = new Deadline(0, false);

  private final long end;
  private final boolean limited;

  private Deadline(long end, boolean limited) {
    this.end = end;
    this.limited = limited;
  }

  /** No deadline. */
  public static Deadline never() {
    return NEVER;
  }

  /**
   * A deadline a while from now.
   *
   * @param duration more than zero; beyond 292 years it is no deadline
   * @throws IllegalArgumentException if {@code duration} is zero or negative
   */
  public static Deadline in(Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("deadline = " + duration + ": expected more than zero");
    }
    long nanos;
    try {
      nanos = duration.toNanos();
    } catch (ArithmeticException tooLong) {
      return NEVER;
    }
    return nanos > Long.MAX_VALUE / 2 ? NEVER : new Deadline(System.nanoTime() + nanos, true);
  }

  /** Whether there is a deadline at all. */
  public boolean isLimited() {
    return limited;
  }

  /** The nanoseconds left, negative when it has passed; {@link Long#MAX_VALUE} if there is none. */
  public long remainingNanos() {
    return limited ? end - System.nanoTime() : Long.MAX_VALUE;
  }

  /** Whether it has passed. */
  public boolean hasPassed() {
    return limited && remainingNanos() <= 0;
  }

  /**
   * Throws if the thread was interrupted: to be called now and then by what takes long.
   *
   * @throws CancellationException if so; the thread stays interrupted
   */
  public static void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted while a suggestion was being made");
    }
  }

  @Override
  public String toString() {
    return limited ? "in " + remainingNanos() / 1000 + " µs" : "never";
  }
}
