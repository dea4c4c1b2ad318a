package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;
import static dev.hone.math.internal.special.Exponential.LIMIT;
import static dev.hone.math.internal.special.Exponential.LN2_HIGH;
import static dev.hone.math.internal.special.Exponential.LN2_LOW;
import static dev.hone.math.internal.special.Exponential.LOG2_E;
import static dev.hone.math.internal.special.Exponential.Q0;
import static dev.hone.math.internal.special.Exponential.Q1;
import static dev.hone.math.internal.special.Exponential.Q2;
import static dev.hone.math.internal.special.Exponential.Q3;
import static dev.hone.math.internal.special.Exponential.Q4;
import static dev.hone.math.internal.special.Exponential.Q5;
import static dev.hone.math.internal.special.Exponential.Q6;
import static dev.hone.math.internal.special.Exponential.Q7;
import static dev.hone.math.internal.special.Exponential.Q8;
import static dev.hone.math.internal.special.Exponential.Q9;
import static dev.hone.math.internal.special.Exponential.ROUND;
import static jdk.incubator.vector.DoubleVector.broadcast;

import dev.hone.math.internal.KernelSets;
import dev.hone.math.internal.special.Exponential;
import dev.hone.math.special.VectorMath;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Vector twin of {@link Exponential}. A vector with a lane whose result may not be a normal double
 * is left to the scalar function.
 */
final class SimdExponential {
  private static final int LANES = SPECIES.length();
  private static final VectorMath SCALAR = KernelSets.scalar().vectorMath();

  private SimdExponential() {}

  /** As {@link VectorMath#exp}. */
  static void exp(int n, double[] x, int xOffset, double[] y, int yOffset) {
    int bound = SPECIES.loopBound(n);
    for (int i = 0; i < bound; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, xOffset + i);
      if (!v.abs().compare(VectorOperators.LE, LIMIT).allTrue()) {
        SCALAR.exp(LANES, x, xOffset + i, y, yOffset + i);
        continue;
      }
      DoubleVector shifted = v.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
      DoubleVector integer = shifted.sub(ROUND);
      DoubleVector r = integer.fma(broadcast(SPECIES, -LN2_HIGH), v);
      r = integer.fma(broadcast(SPECIES, -LN2_LOW), r);
      DoubleVector r2 = r.mul(r);
      DoubleVector r4 = r2.mul(r2);
      DoubleVector q01 = r.fma(broadcast(SPECIES, Q1), broadcast(SPECIES, Q0));
      DoubleVector q23 = r.fma(broadcast(SPECIES, Q3), broadcast(SPECIES, Q2));
      DoubleVector q45 = r.fma(broadcast(SPECIES, Q5), broadcast(SPECIES, Q4));
      DoubleVector q67 = r.fma(broadcast(SPECIES, Q7), broadcast(SPECIES, Q6));
      DoubleVector q89 = r.fma(broadcast(SPECIES, Q9), broadcast(SPECIES, Q8));
      DoubleVector q = r4.fma(r4.fma(q89, r2.fma(q67, q45)), r2.fma(q23, q01));
      LongVector significand = r2.fma(q, r).add(1).viewAsIntegralLanes();
      LongVector exponent = shifted.viewAsIntegralLanes().lanewise(VectorOperators.LSHL, 52);
      DoubleVector result = significand.add(exponent).viewAsFloatingLanes();
      result.intoArray(y, yOffset + i);
    }
    SCALAR.exp(n - bound, x, xOffset + bound, y, yOffset + bound);
  }
}
