package dev.hone.math.internal.simd;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The warm-up of one group, turn by turn, until its vector kernels have caught up. */
final class WarmUpTask {
  /**
   * A kernel that is fast runs on for so long: what is compiled only in part then is so in whole.
   */
  private static final long TRAINING_NANOS = 20_000_000;

  /**
   * When a group's own kernels have run for so long the JIT has been asked for its best, and there
   * is only its end to await. The time of other groups does not count: a kernel that had a fifth of
   * it was left uncompiled for good.
   */
  static final long BUSY_NANOS = 3_000_000_000L;

  /** On a machine under load the compilation may take so long. */
  private static final long PATIENCE_NANOS = 600_000_000_000L;

  private final KernelGroup group;
  private final List<TimedTwin> twins = new ArrayList<>();
  private final LongSupplier clock;
  private final long start;
  private long busyNanos;
  private long closeSince = Long.MAX_VALUE;

  /**
   * A task at its beginning.
   *
   * @param clock in nanoseconds
   */
  WarmUpTask(KernelGroup group, List<KernelTwin> kernels, LongSupplier clock) {
    this.group = group;
    this.clock = clock;
    start = clock.getAsLong();
    for (KernelTwin kernel : kernels) {
      twins.add(new TimedTwin(kernel, clock));
    }
  }

  KernelGroup group() {
    return group;
  }

  /** Runs every kernel a few times; returns whether there is nothing more to do. */
  boolean isDoneAfterTurn() {
    long turn = clock.getAsLong();
    boolean close = true;
    for (TimedTwin twin : twins) {
      close &= twin.isCloseAfterTurn();
    }
    long now = clock.getAsLong();
    busyNanos += now - turn;
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
              Level.DEBUG, "vector kernels {0}: slower than plain loops, which stay in use", group);
      return true;
    }
    return false;
  }

  /** Whether the JIT has had its calls, so that looks at the clock may become rare. */
  boolean onlyWaits() {
    return closeSince == Long.MAX_VALUE && busyNanos > BUSY_NANOS;
  }
}
