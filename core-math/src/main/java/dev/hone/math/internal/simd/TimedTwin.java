package dev.hone.math.internal.simd;

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

  /** The best time ever: what the plain twin took while it was interpreted proves nothing. */
  private long plain = Long.MAX_VALUE;

  TimedTwin(KernelTwin twin) {
    this.twin = twin;
  }

  /** Runs both for a while; returns whether the vectors have caught up. */
  boolean isCloseAfterTurn() {
    long start = System.nanoTime();
    twin.plain();
    long before = System.nanoTime();
    plain = Math.min(plain, before - start);
    long vectors = Long.MAX_VALUE;
    long after;
    do {
      twin.vectors();
      after = System.nanoTime();
      vectors = Math.min(vectors, after - before);
      before = after;
    } while (after - start < TURN_NANOS);
    return vectors <= CLOSE * plain;
  }
}
