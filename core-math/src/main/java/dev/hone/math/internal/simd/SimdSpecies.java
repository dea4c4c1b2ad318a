package dev.hone.math.internal.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one vector species of this JVM run.
 *
 * <p>It must be a {@code static final} constant: a species the JIT cannot see as one is an order of
 * magnitude slower and allocates on every operation. The width is the machine's preferred one; a
 * wider one than the machine has is emulated lane by lane. Tests force others by {@value
 * #BITS_PROPERTY}.
 */
final class SimdSpecies {
  static final String BITS_PROPERTY = "hone.simd.bits";

  /** Doubles per vector are {@code SPECIES.length()}, a power of two. */
  static final VectorSpecies<Double> SPECIES = choose();

  private SimdSpecies() {}

  private static VectorSpecies<Double> choose() {
    Integer bits = Integer.getInteger(BITS_PROPERTY);
    if (bits == null) {
      return DoubleVector.SPECIES_PREFERRED;
    }
    if (bits != 128 && bits != 256 && bits != 512) {
      throw new IllegalArgumentException(
          "-D" + BITS_PROPERTY + "=" + bits + ": expected 128, 256 or 512");
    }
    return VectorSpecies.of(double.class, VectorShape.forBitSize(bits));
  }
}
