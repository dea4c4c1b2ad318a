package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;
import static dev.hone.math.internal.special.Exponential.ROUND;
import static dev.hone.math.internal.special.Trigonometry.C0;
import static dev.hone.math.internal.special.Trigonometry.C1;
import static dev.hone.math.internal.special.Trigonometry.C2;
import static dev.hone.math.internal.special.Trigonometry.C3;
import static dev.hone.math.internal.special.Trigonometry.C4;
import static dev.hone.math.internal.special.Trigonometry.C5;
import static dev.hone.math.internal.special.Trigonometry.LIMIT;
import static dev.hone.math.internal.special.Trigonometry.PI_1;
import static dev.hone.math.internal.special.Trigonometry.PI_2;
import static dev.hone.math.internal.special.Trigonometry.PI_3;
import static dev.hone.math.internal.special.Trigonometry.S0;
import static dev.hone.math.internal.special.Trigonometry.S1;
import static dev.hone.math.internal.special.Trigonometry.S2;
import static dev.hone.math.internal.special.Trigonometry.S3;
import static dev.hone.math.internal.special.Trigonometry.S4;
import static dev.hone.math.internal.special.Trigonometry.S5;
import static dev.hone.math.internal.special.Trigonometry.TWO_OVER_PI;
import static jdk.incubator.vector.DoubleVector.broadcast;

import dev.hone.math.internal.KernelSets;
import dev.hone.math.internal.special.Trigonometry;
import dev.hone.math.special.VectorMath;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Vector twin of {@link Trigonometry}. A vector with a lane beyond the limit of its argument
 * reduction is left to the scalar function.
 */
final class SimdTrigonometry {
  private static final int LANES = SPECIES.length();
  private static final VectorMath SCALAR = KernelSets.scalar().vectorMath();

  private SimdTrigonometry() {}

  /** As {@link VectorMath#sin}. */
  static void sin(int n, double[] x, int xOffset, double[] y, int yOffset) {
    int bound = SPECIES.loopBound(n);
    int i = 0;
    while (i < bound) {
      i = run(0, i, bound, x, xOffset, y, yOffset);
      if (i < bound) {
        SCALAR.sin(LANES, x, xOffset + i, y, yOffset + i);
        i += LANES;
      }
    }
    SCALAR.sin(n - bound, x, xOffset + bound, y, yOffset + bound);
  }

  /** As {@link VectorMath#cos}. */
  static void cos(int n, double[] x, int xOffset, double[] y, int yOffset) {
    int bound = SPECIES.loopBound(n);
    int i = 0;
    while (i < bound) {
      i = run(1, i, bound, x, xOffset, y, yOffset);
      if (i < bound) {
        SCALAR.cos(LANES, x, xOffset + i, y, yOffset + i);
        i += LANES;
      }
    }
    SCALAR.cos(n - bound, x, xOffset + bound, y, yOffset + bound);
  }

  /**
   * Writes sin(x + quarters·π/2) up to the first vector with a lane beyond the limit.
   *
   * @return where that vector begins, or {@code bound}
   */
  private static int run(
      long quarters, int from, int bound, double[] x, int xOffset, double[] y, int yOffset) {
    int i = from;
    for (; i < bound; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, xOffset + i);
      if (!v.abs().compare(VectorOperators.LE, LIMIT).allTrue()) {
        return i;
      }
      DoubleVector shifted = v.fma(broadcast(SPECIES, TWO_OVER_PI), broadcast(SPECIES, ROUND));
      DoubleVector k = shifted.sub(ROUND);
      DoubleVector exact = k.fma(broadcast(SPECIES, -PI_1), v);
      DoubleVector r = k.fma(broadcast(SPECIES, -PI_2), exact);
      DoubleVector low = k.fma(broadcast(SPECIES, -PI_2), exact.sub(r));
      low = k.fma(broadcast(SPECIES, -PI_3), low);
      DoubleVector z = r.mul(r);
      DoubleVector z2 = z.mul(z);
      DoubleVector s01 = z.fma(broadcast(SPECIES, S1), broadcast(SPECIES, S0));
      DoubleVector s23 = z.fma(broadcast(SPECIES, S3), broadcast(SPECIES, S2));
      DoubleVector s45 = z.fma(broadcast(SPECIES, S5), broadcast(SPECIES, S4));
      DoubleVector s = z2.fma(z2.fma(s45, s23), s01);
      LongVector sine = r.add(r.mul(z).fma(s, low)).viewAsIntegralLanes();
      DoubleVector c01 = z.fma(broadcast(SPECIES, C1), broadcast(SPECIES, C0));
      DoubleVector c23 = z.fma(broadcast(SPECIES, C3), broadcast(SPECIES, C2));
      DoubleVector c45 = z.fma(broadcast(SPECIES, C5), broadcast(SPECIES, C4));
      DoubleVector c = z2.fma(z2.fma(c45, c23), c01);
      DoubleVector half = z.mul(0.5);
      DoubleVector leading = broadcast(SPECIES, 1).sub(half);
      DoubleVector lost = broadcast(SPECIES, 1).sub(leading).sub(half);
      lost = r.fma(low.neg(), lost);
      LongVector cosine = leading.add(z2.fma(c, lost)).viewAsIntegralLanes();
      LongVector quadrant = shifted.viewAsIntegralLanes().add(quarters);
      // Chosen by bits: masks are slow where a vector has but two lanes.
      LongVector odd = quadrant.and(1).neg();
      LongVector sign = quadrant.and(2).lanewise(VectorOperators.LSHL, 62);
      LongVector value =
          sine.lanewise(
              VectorOperators.XOR,
              sine.lanewise(VectorOperators.XOR, cosine).lanewise(VectorOperators.AND, odd));
      value.lanewise(VectorOperators.XOR, sign).viewAsFloatingLanes().intoArray(y, yOffset + i);
    }
    return i;
  }
}
