package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;
import static dev.hone.math.internal.special.Exponential.LN2_HIGH;
import static dev.hone.math.internal.special.Exponential.LN2_LOW;
import static dev.hone.math.internal.special.Logarithm.EXPONENT_SHIFT;
import static dev.hone.math.internal.special.Logarithm.FRACTION_MASK;
import static dev.hone.math.internal.special.Logarithm.INTEGER_BITS;
import static dev.hone.math.internal.special.Logarithm.INTEGER_OFFSET;
import static dev.hone.math.internal.special.Logarithm.P0;
import static dev.hone.math.internal.special.Logarithm.P1;
import static dev.hone.math.internal.special.Logarithm.P2;
import static dev.hone.math.internal.special.Logarithm.P3;
import static dev.hone.math.internal.special.Logarithm.P4;
import static dev.hone.math.internal.special.Logarithm.P5;
import static dev.hone.math.internal.special.Logarithm.P6;
import static dev.hone.math.internal.special.Logarithm.SQRT_HALF_BITS;
import static jdk.incubator.vector.DoubleVector.broadcast;

import dev.hone.math.internal.KernelSets;
import dev.hone.math.internal.special.Logarithm;
import dev.hone.math.special.VectorMath;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Vector twin of {@link Logarithm}. A vector with a lane that is not a positive normal double is
 * left to the scalar function.
 */
final class SimdLogarithm {
  private static final int LANES = SPECIES.length();
  private static final VectorMath SCALAR = KernelSets.scalar().vectorMath();

  private SimdLogarithm() {}

  /** As {@link VectorMath#log}. */
  static void log(int n, double[] x, int xOffset, double[] y, int yOffset) {
    int bound = SPECIES.loopBound(n);
    for (int i = 0; i < bound; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, xOffset + i);
      if (!v.compare(VectorOperators.GE, Double.MIN_NORMAL)
          .and(v.compare(VectorOperators.LE, Double.MAX_VALUE))
          .allTrue()) {
        SCALAR.log(LANES, x, xOffset + i, y, yOffset + i);
        continue;
      }
      LongVector bits = v.viewAsIntegralLanes().add(EXPONENT_SHIFT);
      LongVector integer = bits.lanewise(VectorOperators.LSHR, 52).or(INTEGER_BITS);
      DoubleVector k = integer.viewAsFloatingLanes().sub(INTEGER_OFFSET);
      DoubleVector f = bits.and(FRACTION_MASK).add(SQRT_HALF_BITS).viewAsFloatingLanes().sub(1);
      DoubleVector s = f.div(f.add(2));
      DoubleVector s2 = s.mul(s);
      DoubleVector s4 = s2.mul(s2);
      DoubleVector p01 = s2.fma(broadcast(SPECIES, P1), broadcast(SPECIES, P0));
      DoubleVector p23 = s2.fma(broadcast(SPECIES, P3), broadcast(SPECIES, P2));
      DoubleVector p45 = s2.fma(broadcast(SPECIES, P5), broadcast(SPECIES, P4));
      DoubleVector p = s4.fma(s4.fma(s4.fma(broadcast(SPECIES, P6), p45), p23), p01);
      DoubleVector halfSquare = f.mul(0.5).mul(f);
      DoubleVector small = s.fma(s2.fma(p, halfSquare), k.mul(LN2_LOW));
      DoubleVector result = k.fma(broadcast(SPECIES, LN2_HIGH), f.sub(halfSquare.sub(small)));
      result.intoArray(y, yOffset + i);
    }
    SCALAR.log(n - bound, x, xOffset + bound, y, yOffset + bound);
  }
}
