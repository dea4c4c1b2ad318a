package dev.hone.math.internal.simd;

import static dev.hone.math.internal.simd.SimdSpecies.SPECIES;
import static dev.hone.math.internal.special.CounterNormals.GROUP;
import static dev.hone.math.internal.special.CounterNormals.HALF_PI;
import static dev.hone.math.internal.special.CounterNormals.MULTIPLIER_0;
import static dev.hone.math.internal.special.CounterNormals.MULTIPLIER_1;
import static dev.hone.math.internal.special.CounterNormals.ONE_BITS;
import static dev.hone.math.internal.special.CounterNormals.PAIRS;
import static dev.hone.math.internal.special.CounterNormals.ROUNDS;
import static dev.hone.math.internal.special.CounterNormals.SIGN;
import static dev.hone.math.internal.special.CounterNormals.WEYL_0;
import static dev.hone.math.internal.special.CounterNormals.WEYL_1;
import static dev.hone.math.internal.special.Trigonometry.C0;
import static dev.hone.math.internal.special.Trigonometry.C1;
import static dev.hone.math.internal.special.Trigonometry.C2;
import static dev.hone.math.internal.special.Trigonometry.C3;
import static dev.hone.math.internal.special.Trigonometry.C4;
import static dev.hone.math.internal.special.Trigonometry.C5;
import static dev.hone.math.internal.special.Trigonometry.S0;
import static dev.hone.math.internal.special.Trigonometry.S1;
import static dev.hone.math.internal.special.Trigonometry.S2;
import static dev.hone.math.internal.special.Trigonometry.S3;
import static dev.hone.math.internal.special.Trigonometry.S4;
import static dev.hone.math.internal.special.Trigonometry.S5;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.hone.math.internal.special.CounterNormals;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vector twin of {@link CounterNormals}, with its bits: a lane for each block of words. Words stand
 * in lanes of twice their length, whose other halves are not cleared where nothing reads them.
 */
final class SimdCounterNormals {
  private static final VectorSpecies<Long> WORDS =
      VectorSpecies.of(long.class, SPECIES.vectorShape());
  private static final int LANES = SPECIES.length();
  private static final long UPPER = 0xFFFFFFFF00000000L;
  private static final long[] LANE_NUMBERS = {0, 1, 2, 3, 4, 5, 6, 7};

  /** Both multipliers for each lane, in the upper half. */
  private static final long[] MULTIPLIERS = new long[2 * PAIRS];

  static {
    Arrays.fill(MULTIPLIERS, 0, PAIRS, MULTIPLIER_0 << 32);
    Arrays.fill(MULTIPLIERS, PAIRS, 2 * PAIRS, MULTIPLIER_1 << 32);
  }

  /** Pairs of a chunk, whose words fit in the first cache. */
  private static final int CHUNK = 256;

  private SimdCounterNormals() {}

  /**
   * As {@link CounterNormals#fill} from the first group on.
   *
   * @param scratch at least 512 elements
   */
  static void fill(long key, int n, double[] z, int offset, double[] scratch) {
    int pairs = n / GROUP * PAIRS;
    for (int pair = 0; pair < pairs; pair += CHUNK) {
      int count = Math.min(CHUNK, pairs - pair);
      words(key, pair, count, scratch);
      SimdLogarithm.log(count, scratch, 0, scratch, 0);
      pairs(count, scratch, z, offset + 2 * pair);
    }
    CounterNormals.fill(key, pairs / PAIRS, n - 2 * pairs, z, offset + 2 * pairs);
  }

  /**
   * Numbers in (0, 1) for the radii, and behind them the words of the angles. Two vectors at once,
   * since each round waits for the products of the one before; so some more may be written than are
   * asked for.
   *
   * <p>A word stands in the upper half of its lane, where the upper half of a product is already.
   * What is shifted down to be multiplied is seen to have 32 bits: one instruction of AVX2 does.
   */
  private static void words(long key, int first, int count, double[] out) {
    LongVector m0 = LongVector.fromArray(WORDS, MULTIPLIERS, 0).lanewise(LSHR, 32);
    LongVector m1 = LongVector.fromArray(WORDS, MULTIPLIERS, PAIRS).lanewise(LSHR, 32);
    for (int i = 0; i < count; i += 2 * LANES) {
      LongVector x0 = LongVector.fromArray(WORDS, LANE_NUMBERS, 0).add((long) first + i);
      LongVector y0 = x0.add(LANES).lanewise(LSHL, 32);
      x0 = x0.lanewise(LSHL, 32);
      LongVector x1 = LongVector.zero(WORDS);
      LongVector x2 = x1;
      LongVector x3 = x1;
      LongVector y1 = x1;
      LongVector y2 = x1;
      LongVector y3 = x1;
      long k0 = key << 32;
      long k1 = key & UPPER;
      for (int round = 0; round < ROUNDS; round++) {
        LongVector key0 = LongVector.broadcast(WORDS, k0);
        LongVector key1 = LongVector.broadcast(WORDS, k1);
        LongVector p0 = x0.lanewise(LSHR, 32).mul(m0);
        LongVector p1 = x2.lanewise(LSHR, 32).mul(m1);
        LongVector q0 = y0.lanewise(LSHR, 32).mul(m0);
        LongVector q1 = y2.lanewise(LSHR, 32).mul(m1);
        x0 = p1.lanewise(XOR, x1).lanewise(XOR, key0);
        x2 = p0.lanewise(XOR, x3).lanewise(XOR, key1);
        y0 = q1.lanewise(XOR, y1).lanewise(XOR, key0);
        y2 = q0.lanewise(XOR, y3).lanewise(XOR, key1);
        x1 = p1.lanewise(LSHL, 32);
        x3 = p0.lanewise(LSHL, 32);
        y1 = q1.lanewise(LSHL, 32);
        y3 = q0.lanewise(LSHL, 32);
        k0 += (long) WEYL_0 << 32;
        k1 += (long) WEYL_1 << 32;
      }
      LongVector unit = x0.and(UPPER).or(x1.lanewise(LSHR, 32)).lanewise(LSHR, 12).or(ONE_BITS);
      unit.viewAsFloatingLanes().sub(1).add(0x1p-53).intoArray(out, i);
      LongVector angle = x2.and(UPPER).or(x3.lanewise(LSHR, 32));
      angle.viewAsFloatingLanes().intoArray(out, CHUNK + i);
      unit = y0.and(UPPER).or(y1.lanewise(LSHR, 32)).lanewise(LSHR, 12).or(ONE_BITS);
      unit.viewAsFloatingLanes().sub(1).add(0x1p-53).intoArray(out, i + LANES);
      angle = y2.and(UPPER).or(y3.lanewise(LSHR, 32));
      angle.viewAsFloatingLanes().intoArray(out, CHUNK + i + LANES);
    }
  }

  private static void pairs(int count, double[] logs, double[] z, int offset) {
    for (int i = 0; i < count; i += LANES) {
      DoubleVector radius = DoubleVector.fromArray(SPECIES, logs, i).mul(-2).sqrt();
      LongVector word = DoubleVector.fromArray(SPECIES, logs, CHUNK + i).viewAsIntegralLanes();
      DoubleVector unit = word.lanewise(LSHR, 12).or(ONE_BITS).viewAsFloatingLanes();
      DoubleVector angle = unit.sub(1.5).mul(HALF_PI);
      DoubleVector square = angle.mul(angle);
      DoubleVector fourth = square.mul(square);
      DoubleVector s01 = square.fma(broadcast(SPECIES, S1), broadcast(SPECIES, S0));
      DoubleVector s23 = square.fma(broadcast(SPECIES, S3), broadcast(SPECIES, S2));
      DoubleVector s45 = square.fma(broadcast(SPECIES, S5), broadcast(SPECIES, S4));
      DoubleVector s = fourth.fma(fourth.fma(s45, s23), s01);
      DoubleVector sine = angle.mul(square).fma(s, angle);
      DoubleVector c01 = square.fma(broadcast(SPECIES, C1), broadcast(SPECIES, C0));
      DoubleVector c23 = square.fma(broadcast(SPECIES, C3), broadcast(SPECIES, C2));
      DoubleVector c45 = square.fma(broadcast(SPECIES, C5), broadcast(SPECIES, C4));
      DoubleVector c = fourth.fma(fourth.fma(c45, c23), c01);
      DoubleVector half = square.fma(broadcast(SPECIES, -0.5), broadcast(SPECIES, 1));
      DoubleVector cosine = fourth.fma(c, half);
      VectorMask<Double> swapped = word.and(4).compare(VectorOperators.NE, 0).cast(SPECIES);
      LongVector first = radius.mul(cosine.blend(sine, swapped)).viewAsIntegralLanes();
      LongVector second = radius.mul(sine.blend(cosine, swapped)).viewAsIntegralLanes();
      // Groups of 8 firsts and 8 seconds, whatever the number of lanes.
      int at = offset + i / PAIRS * GROUP + i % PAIRS;
      LongVector sign = word.lanewise(LSHL, 63);
      first.lanewise(XOR, sign).viewAsFloatingLanes().intoArray(z, at);
      LongVector other = word.lanewise(LSHL, 62).and(SIGN);
      second.lanewise(XOR, other).viewAsFloatingLanes().intoArray(z, at + PAIRS);
    }
  }
}
