package dev.hone.math.internal.simd;

import java.util.function.LongSupplier;

/** A pair of kernels, and how long each takes. */
final class TimedTwin {
  /** A vector kernel has caught up when it takes at most so many times as long as its twin. */
  private static final int CLOSE = 2;

  /**
   * A turn lasts so long, or one call where that takes longer: kernels far from compiled do not
   * keep others waiting, and the best of many calls finds the caches warm.
   */
  private static final long TURN_NANOS = 500_000;

  private final KernelTwin twin;
  private final LongSupplier clock;

  /** The best time ever: what the plain twin took while it was interpreted proves nothing. */
  private long plain = Long.MAX_VALUE;

  TimedTwin(KernelTwin twin, LongSupplier clock) {
    this.twin = twin;
    this.clock = clock;
  }

  /** Runs both for a while; returns whether the vectors have caught up. */
  boolean isCloseAfterTurn() {
    long start = clock.getAsLong();
    twin.plain();
    long before = clock.getAsLong();
    plain = Math.min(plain, before - start);
    long vectors = Long.MAX_VALUE;
    long after;
    do {
      twin.vectors();
      after = clock.getAsLong();
      vectors = Math.min(vectors, after - before);
      before = after;
    } while (after - start < TURN_NANOS);
    return vectors <= CLOSE * plain;
  }
}
