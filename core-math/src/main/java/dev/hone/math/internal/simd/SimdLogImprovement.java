package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;
import static dev.hone.math.internal.special.Exponential.LN2_HIGH;
import static dev.hone.math.internal.special.Exponential.LN2_LOW;
import static dev.hone.math.internal.special.LogImprovement.HALF_LOG_2PI;
import static dev.hone.math.internal.special.LogImprovement.LEFT_POLE;
import static dev.hone.math.internal.special.LogImprovement.LEFT_ZERO;
import static dev.hone.math.internal.special.LogImprovement.MIDDLE;
import static dev.hone.math.internal.special.LogImprovement.MIDDLE_END;
import static dev.hone.math.internal.special.LogImprovement.MIDDLE_START;
import static dev.hone.math.internal.special.LogImprovement.ROOT;
import static dev.hone.math.internal.special.LogImprovement.ROOT_LOW;
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
import static dev.hone.math.internal.special.NormalTail.FAR;
import static jdk.incubator.vector.DoubleVector.broadcast;

import dev.hone.math.internal.KernelSets;
import dev.hone.math.internal.special.LogImprovement;
import dev.hone.math.special.VectorMath;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Vector twins of log h and its derivative, {@link LogImprovement}. Lanes on both sides of −1 are
 * common where candidates are scored, so both formulas are evaluated for a vector that needs both.
 * A vector with a lane of 2 or more, an improvement two standard deviations sure and hence rare, or
 * with one that is huge or NaN is left to the scalar function.
 */
final class SimdLogImprovement {
  private static final int LANES = SPECIES.length();
  private static final VectorMath SCALAR = KernelSets.scalar().vectorMath();
  private static final double[] LEFT = LogImprovement.leftCoefficients();
  private static final double[] LEFT_DERIVATIVE = LogImprovement.leftDerivativeCoefficients();
  private static final double[] MIDDLE_LOG = LogImprovement.middleLogCoefficients();
  private static final double[] MIDDLE_DERIVATIVE = LogImprovement.middleDerivativeCoefficients();

  private SimdLogImprovement() {}

  /** As {@link VectorMath#logH}. */
  static void logH(int n, double[] x, int xOffset, double[] y, int yOffset) {
    int bound = SPECIES.loopBound(n);
    for (int i = 0; i < bound; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, xOffset + i);
      if (!v.compare(VectorOperators.GE, -FAR)
          .and(v.compare(VectorOperators.LT, MIDDLE_END))
          .allTrue()) {
        SCALAR.logH(LANES, x, xOffset + i, y, yOffset + i);
        continue;
      }
      VectorMask<Double> left = v.compare(VectorOperators.LE, MIDDLE_START);
      DoubleVector result = broadcast(SPECIES, 0);
      if (!left.allTrue()) {
        DoubleVector u = v.sub(MIDDLE);
        DoubleVector u2 = u.mul(u);
        DoubleVector u4 = u2.mul(u2);
        DoubleVector sum = broadcast(SPECIES, 0);
        for (int k = MIDDLE_LOG.length - 4; k > 0; k -= 4) {
          DoubleVector low =
              u.fma(broadcast(SPECIES, MIDDLE_LOG[k + 1]), broadcast(SPECIES, MIDDLE_LOG[k]));
          DoubleVector high =
              u.fma(broadcast(SPECIES, MIDDLE_LOG[k + 3]), broadcast(SPECIES, MIDDLE_LOG[k + 2]));
          sum = sum.fma(u4, u2.fma(high, low));
        }
        sum = u.fma(sum, broadcast(SPECIES, MIDDLE_LOG[0]));
        result = v.sub(ROOT).sub(ROOT_LOW).mul(sum);
      }
      if (left.anyTrue()) {
        DoubleVector a = v.neg();
        DoubleVector t = a.sub(LEFT_ZERO).div(a.add(LEFT_POLE));
        DoubleVector t2 = t.mul(t);
        DoubleVector t4 = t2.mul(t2);
        DoubleVector sum = broadcast(SPECIES, 0);
        for (int k = LEFT.length - 4; k > 0; k -= 4) {
          DoubleVector low = t.fma(broadcast(SPECIES, LEFT[k + 1]), broadcast(SPECIES, LEFT[k]));
          DoubleVector high =
              t.fma(broadcast(SPECIES, LEFT[k + 3]), broadcast(SPECIES, LEFT[k + 2]));
          sum = sum.fma(t4, t2.fma(high, low));
        }
        sum = t.fma(sum, broadcast(SPECIES, LEFT[0]));
        DoubleVector weight = a.add(1);
        DoubleVector argument = sum.div(weight.mul(weight));
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
        DoubleVector logLeft = v.mul(-0.5).fma(v, log.sub(HALF_LOG_2PI));
        result = result.blend(logLeft, left);
      }
      result.intoArray(y, yOffset + i);
    }
    SCALAR.logH(n - bound, x, xOffset + bound, y, yOffset + bound);
  }

  /** As {@link VectorMath#logHDerivative}. */
  static void logHDerivative(int n, double[] x, int xOffset, double[] y, int yOffset) {
    int bound = SPECIES.loopBound(n);
    for (int i = 0; i < bound; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, xOffset + i);
      if (!v.compare(VectorOperators.GE, -FAR)
          .and(v.compare(VectorOperators.LT, MIDDLE_END))
          .allTrue()) {
        SCALAR.logHDerivative(LANES, x, xOffset + i, y, yOffset + i);
        continue;
      }
      VectorMask<Double> left = v.compare(VectorOperators.LE, MIDDLE_START);
      DoubleVector result = broadcast(SPECIES, 0);
      if (!left.allTrue()) {
        DoubleVector u = v.sub(MIDDLE);
        DoubleVector u2 = u.mul(u);
        DoubleVector u4 = u2.mul(u2);
        DoubleVector sum = broadcast(SPECIES, 0);
        for (int k = MIDDLE_DERIVATIVE.length - 4; k > 0; k -= 4) {
          DoubleVector low =
              u.fma(
                  broadcast(SPECIES, MIDDLE_DERIVATIVE[k + 1]),
                  broadcast(SPECIES, MIDDLE_DERIVATIVE[k]));
          DoubleVector high =
              u.fma(
                  broadcast(SPECIES, MIDDLE_DERIVATIVE[k + 3]),
                  broadcast(SPECIES, MIDDLE_DERIVATIVE[k + 2]));
          sum = sum.fma(u4, u2.fma(high, low));
        }
        sum = u.fma(sum, broadcast(SPECIES, MIDDLE_DERIVATIVE[0]));
        result = sum;
      }
      if (left.anyTrue()) {
        DoubleVector a = v.neg();
        DoubleVector t = a.sub(LEFT_ZERO).div(a.add(LEFT_POLE));
        DoubleVector t2 = t.mul(t);
        DoubleVector t4 = t2.mul(t2);
        DoubleVector sum = broadcast(SPECIES, 0);
        for (int k = LEFT_DERIVATIVE.length - 4; k > 0; k -= 4) {
          DoubleVector low =
              t.fma(
                  broadcast(SPECIES, LEFT_DERIVATIVE[k + 1]),
                  broadcast(SPECIES, LEFT_DERIVATIVE[k]));
          DoubleVector high =
              t.fma(
                  broadcast(SPECIES, LEFT_DERIVATIVE[k + 3]),
                  broadcast(SPECIES, LEFT_DERIVATIVE[k + 2]));
          sum = sum.fma(t4, t2.fma(high, low));
        }
        sum = t.fma(sum, broadcast(SPECIES, LEFT_DERIVATIVE[0]));
        result = result.blend(a.add(1).mul(sum), left);
      }
      result.intoArray(y, yOffset + i);
    }
    SCALAR.logHDerivative(n - bound, x, xOffset + bound, y, yOffset + bound);
  }
}
