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
 * SimdWidth#BITS_PROPERTY}.
 */
final class SimdSpecies {
  /** Doubles per vector are {@link SimdWidth#LENGTH}. */
  static final VectorSpecies<Double> SPECIES = choose();

  private SimdSpecies() {}

  private static VectorSpecies<Double> choose() {
    return SimdWidth.BITS == DoubleVector.SPECIES_PREFERRED.vectorBitSize()
        ? DoubleVector.SPECIES_PREFERRED
        : VectorSpecies.of(double.class, VectorShape.forBitSize(SimdWidth.BITS));
  }
}
