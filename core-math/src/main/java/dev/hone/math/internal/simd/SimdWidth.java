package dev.hone.math.internal.simd;

import java.util.List;
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

  /** Whether the machine never reorders loads, so that a fence between two costs nothing: x86. */
  static final boolean ORDERED_LOADS =
      List.of("amd64", "x86_64").contains(System.getProperty("os.arch", ""));

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
