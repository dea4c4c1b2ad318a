package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;
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
import static dev.hone.math.internal.special.NormalTail.CENTRE;
import static dev.hone.math.internal.special.NormalTail.ERFCX_CENTRE;
import static dev.hone.math.internal.special.NormalTail.ERFCX_NORMAL_LIMIT;
import static dev.hone.math.internal.special.NormalTail.ERFCX_WEIGHT;
import static dev.hone.math.internal.special.NormalTail.FAR;
import static dev.hone.math.internal.special.NormalTail.NORMAL_LIMIT;
import static dev.hone.math.internal.special.NormalTail.WEIGHT;
import static jdk.incubator.vector.DoubleVector.broadcast;

import dev.hone.math.internal.KernelSets;
import dev.hone.math.internal.special.NormalTail;
import dev.hone.math.special.VectorMath;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Vector twins of {@link NormalTail} and the functions made of it. Every formula that some lane of
 * a vector needs is evaluated for all of them and the right one kept; a vector with a lane beyond
 * the reach of these formulas is left to the scalar function.
 */
final class SimdNormalTail {
  private static final int LANES = SPECIES.length();
  private static final VectorMath SCALAR = KernelSets.scalar().vectorMath();
  private static final double[] TAIL = NormalTail.coefficients();

  private SimdNormalTail() {}

  /** As {@link VectorMath#erfcx}. */
  static void erfcx(int n, double[] x, int xOffset, double[] y, int yOffset) {
    int bound = SPECIES.loopBound(n);
    for (int i = 0; i < bound; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, xOffset + i);
      if (!v.compare(VectorOperators.GE, ERFCX_NORMAL_LIMIT)
          .and(v.compare(VectorOperators.LE, FAR))
          .allTrue()) {
        SCALAR.erfcx(LANES, x, xOffset + i, y, yOffset + i);
        continue;
      }
      DoubleVector a = v.abs();
      DoubleVector t = a.sub(ERFCX_CENTRE).div(a.add(ERFCX_CENTRE));
      DoubleVector t2 = t.mul(t);
      DoubleVector t4 = t2.mul(t2);
      DoubleVector sum = broadcast(SPECIES, 0);
      for (int k = TAIL.length - 4; k > 0; k -= 4) {
        DoubleVector low = t.fma(broadcast(SPECIES, TAIL[k + 1]), broadcast(SPECIES, TAIL[k]));
        DoubleVector high = t.fma(broadcast(SPECIES, TAIL[k + 3]), broadcast(SPECIES, TAIL[k + 2]));
        sum = sum.fma(t4, t2.fma(high, low));
      }
      sum = t.fma(sum, broadcast(SPECIES, TAIL[0]));
      DoubleVector result = sum.div(a.fma(broadcast(SPECIES, ERFCX_WEIGHT), broadcast(SPECIES, 1)));
      VectorMask<Double> negative = v.compare(VectorOperators.LT, 0);
      if (negative.anyTrue()) {
        DoubleVector square = v.mul(v);
        DoubleVector squareLow = v.fma(v, square.neg());
        DoubleVector shifted = square.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
        DoubleVector integer = shifted.sub(ROUND);
        DoubleVector r = integer.fma(broadcast(SPECIES, -LN2_HIGH), square);
        r = integer.fma(broadcast(SPECIES, -LN2_LOW), r).add(squareLow);
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
        DoubleVector exp = significand.add(exponent).viewAsFloatingLanes();
        result = result.blend(exp.fma(broadcast(SPECIES, 2), result.neg()), negative);
      }
      result.intoArray(y, yOffset + i);
    }
    SCALAR.erfcx(n - bound, x, xOffset + bound, y, yOffset + bound);
  }

  /** As {@link VectorMath#logNdtr}. */
  static void logNdtr(int n, double[] x, int xOffset, double[] y, int yOffset) {
    int bound = SPECIES.loopBound(n);
    for (int i = 0; i < bound; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, xOffset + i);
      if (!v.compare(VectorOperators.GE, -FAR)
          .and(v.compare(VectorOperators.LE, NORMAL_LIMIT))
          .allTrue()) {
        SCALAR.logNdtr(LANES, x, xOffset + i, y, yOffset + i);
        continue;
      }
      DoubleVector a = v.abs();
      DoubleVector t = a.sub(CENTRE).div(a.add(CENTRE));
      DoubleVector t2 = t.mul(t);
      DoubleVector t4 = t2.mul(t2);
      DoubleVector sum = broadcast(SPECIES, 0);
      for (int k = TAIL.length - 4; k > 0; k -= 4) {
        DoubleVector low = t.fma(broadcast(SPECIES, TAIL[k + 1]), broadcast(SPECIES, TAIL[k]));
        DoubleVector high = t.fma(broadcast(SPECIES, TAIL[k + 3]), broadcast(SPECIES, TAIL[k + 2]));
        sum = sum.fma(t4, t2.fma(high, low));
      }
      sum = t.fma(sum, broadcast(SPECIES, TAIL[0]));
      DoubleVector scaled = sum.div(a.fma(broadcast(SPECIES, WEIGHT), broadcast(SPECIES, 2)));
      DoubleVector argument = scaled;
      DoubleVector correction = broadcast(SPECIES, 0);
      VectorMask<Double> right = v.compare(VectorOperators.GT, 0);
      if (right.anyTrue()) {
        DoubleVector minusHalf = a.mul(-0.5);
        DoubleVector square = minusHalf.mul(a);
        DoubleVector squareLow = minusHalf.fma(a, square.neg());
        DoubleVector shifted = square.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
        DoubleVector integer = shifted.sub(ROUND);
        DoubleVector r = integer.fma(broadcast(SPECIES, -LN2_HIGH), square);
        r = integer.fma(broadcast(SPECIES, -LN2_LOW), r).add(squareLow);
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
        DoubleVector gaussian = significand.add(exponent).viewAsFloatingLanes();
        DoubleVector tail = scaled.mul(gaussian);
        DoubleVector tailLow = scaled.fma(gaussian, tail.neg());
        DoubleVector rest = broadcast(SPECIES, 1).sub(tail);
        correction = broadcast(SPECIES, 1).sub(rest).sub(tail).sub(tailLow).div(rest);
        argument = argument.blend(rest, right);
      }
      LongVector bits = argument.viewAsIntegralLanes().add(EXPONENT_SHIFT);
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
      DoubleVector log = k.fma(broadcast(SPECIES, LN2_HIGH), f.sub(halfSquare.sub(small)));
      DoubleVector left = v.mul(-0.5).fma(v, log);
      left.blend(log.add(correction), right).intoArray(y, yOffset + i);
    }
    SCALAR.logNdtr(n - bound, x, xOffset + bound, y, yOffset + bound);
  }
}
