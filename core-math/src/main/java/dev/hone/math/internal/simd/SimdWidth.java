package dev.hone.math.internal.simd;

import jdk.incubator.vector.VectorShape;

/**
 * The width of {@link SimdSpecies}, known without it: to make a species loads a hundred classes and
 * takes tens of milliseconds, which a first call that still runs on plain loops need not wait for.
 */
final class SimdWidth {
  static final String BITS_PROPERTY = "hone.simd.bits";

  /** Bits per vector. */
  static final int BITS = choose();

  /** Doubles per vector, a power of two. */
  static final int LENGTH = BITS / Double.SIZE;

  private SimdWidth() {}

  private static int choose() {
    Integer bits = Integer.getInteger(BITS_PROPERTY);
    if (bits == null) {
      return VectorShape.preferredShape().vectorBitSize();
    }
    if (bits != 128 && bits != 256 && bits != 512) {
      throw new IllegalArgumentException(
          "-D" + BITS_PROPERTY + "=" + bits + ": expected 128, 256 or 512");
    }
    return bits;
  }
}
